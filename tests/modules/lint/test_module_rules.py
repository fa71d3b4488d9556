from dataclasses import replace

import pytest

from modules.question_rules import Draft, Option
from tests.modules.lint.seen import LESSON, MODULE, of_bank, of_module

NO_FEEDBACK = (Option("A", "a", is_right=True), Option("B", " "))


class TestAModule:
    def test_without_a_fault_is_left_in_peace(self):
        assert of_module() == []

    def test_without_lessons_is_an_error(self):
        assert of_module(lessons=(), all_lessons=0) == ["ERROR MODULE-EMPTY"]

    def test_asks_when_none_of_its_lessons_is_published(self):
        assert of_module(lessons=()) == ["WARNING MODULE-UNPUBLISHED"]

    def test_asks_when_its_part_ends_without_an_assessment(self):
        assert of_module(assessment=None) == ["WARNING ASSESSMENT-MISSING"]

    def test_tells_what_its_lessons_lack(self):
        lesson = replace(LESSON, minutes=0)

        assert of_module(lessons=(lesson,)) == ["ERROR MINUTES-MISSING"]


class TestABank:
    @pytest.mark.parametrize("draw", [0, 2])
    def test_that_cannot_fill_the_draw_is_an_error(self, draw):
        assert of_bank(draw) == ["ERROR BANK-TOO-SMALL"]

    def test_does_not_count_what_is_out_of_use(self):
        assert of_bank(is_active=False, lesson_codes=("F9.9",)) == [
            "ERROR BANK-TOO-SMALL"
        ]

    def test_asks_when_more_is_critical_than_is_drawn(self):
        found = of_bank(0, is_critical=True)

        assert found == ["ERROR BANK-TOO-SMALL", "WARNING DRAW-BELOW-CRITICAL"]

    @pytest.mark.parametrize(
        ("quotas", "found"),
        [
            ({"f1": 1}, []),
            ({"f1": 2}, ["ERROR QUOTA-UNFILLED", "ERROR QUOTA-UNFILLED"]),
        ],
    )
    def test_that_cannot_fill_a_quota_is_an_error(self, quotas, found):
        part = replace(MODULE.assessment, quotas=quotas)

        assert of_module(assessment=part) == found

    def test_with_a_question_that_does_not_teach_is_an_error(self):
        found = of_bank(draft=Draft("SINGLE", "What?", NO_FEEDBACK))

        assert found == ["ERROR QUESTION-AT-FAULT"]

    @pytest.mark.parametrize(
        ("changed", "found"),
        [
            ({"lesson_codes": ("F9.9", "F9.9")}, "WARNING LESSON-UNKNOWN"),
            ({"source_codes": ("S99",)}, "WARNING SOURCE-UNKNOWN"),
        ],
    )
    def test_asks_about_codes_that_nobody_knows(self, changed, found):
        assert of_bank(**changed) == [found]
