"""Which questions are asked: the critical always, then what was seen least."""

import datetime
import random

import pytest

from modules.actions.attempts import start_attempt, submit_attempt
from modules.actions.drawing import draw
from tests.cast import NOW
from tests.modules.assessed import make_course

HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def course(db):
    return make_course()


@pytest.fixture
def reader(course, alice, clinic):
    course.enrol(alice, clinic)
    course.read(alice)
    return alice


def start(person, course, at=NOW):
    return start_attempt(person, assessment=course.assessment, by=person, at=at)


class Row:
    def __init__(self, code, is_critical=False):
        self.code, self.is_critical = code, is_critical


class TestDrawing:
    def test_critical_questions_are_always_drawn(self):
        rows = [Row(f"C{n}", True) for n in range(4)] + [Row(f"S{n}") for n in range(9)]

        for seed in range(20):
            drawn = draw(rows, {}, 6, random.Random(seed))
            assert len(drawn) == 6
            assert {row.code for row in drawn} >= {"C0", "C1", "C2", "C3"}

    def test_more_critical_questions_than_places_are_all_drawn(self):
        drawn = draw([Row(f"C{n}", True) for n in range(4)], {}, 2, random.Random(1))

        assert len(drawn) == 4

    def test_unseen_come_first_then_the_least_used(self):
        rows = [Row(code) for code in "abcde"]
        seen = {"a": 3, "b": 1, "c": 2, "d": 1}

        for seed in range(20):
            drawn = draw(rows, seen, 4, random.Random(seed))
            assert {row.code for row in drawn} == {"b", "c", "d", "e"}

    def test_a_second_attempt_asks_what_the_first_did_not(self, reader, course):
        course.assessment.draw_count = 3
        course.assessment.save()
        first = start(reader, course)
        submit_attempt(first, by=reader, at=NOW)

        second = start(reader, course, NOW + 25 * HOUR)

        def standard(attempt):
            rows = attempt.items.filter(is_critical=False)
            return set(rows.values_list("question_code", flat=True))

        assert standard(first).isdisjoint(standard(second))

    def test_the_order_of_questions_and_options_varies(self, reader, course):
        rows = [Row(code) for code in "abcdefgh"]

        orders = {
            tuple(row.code for row in draw(rows, {}, 8, random.Random(seed)))
            for seed in range(5)
        }

        assert len(orders) > 1
