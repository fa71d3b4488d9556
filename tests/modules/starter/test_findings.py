"""Faults are gathered from every file and told together."""

import pytest

from modules.starter.findings import ContentErrors, Findings
from tests.modules.starter.breaking import (
    FOUNDATIONS,
    LESSON,
    WEDDING,
    Break,
    faults,
)

NO_FEEDBACK = Break(
    "an option without feedback",
    FOUNDATIONS,
    "        feedback: Their clocks differ.\n",
    "",
    "item F-08: option D has no feedback",
    on="      - text: >-\n          Both will peak together",
)
NO_KEY = Break(
    "single without a right option",
    FOUNDATIONS,
    "        right: true\n",
    "",
    "item F-01 has 0 right options; it needs exactly one",
    on="    options:",
)
NO_SCORE = Break(
    "a choice without a score",
    WEDDING,
    "        score: 0\n",
    "",
    "node P1: choice B has no score and is not critical",
    on="code: P1",
)
NO_CHECK = Break(
    "a lesson without a check",
    LESSON,
    "::: check",
    "::: script",
    "the lesson has no check block",
    on="id: F1.1",
)
TERM_TWICE = Break(
    "a term twice",
    "glossary.yaml",
    "term: Alliance",
    "term: Anchor",
    "term Anchor is there 2 times",
    on="term: Anchor",
)


class TestFindings:
    def test_a_fault_is_told_once(self):
        findings = Findings()
        findings.add("a.yaml", 1, "is wrong")
        findings.add("a.yaml", 1, "is wrong")

        with pytest.raises(ContentErrors) as caught:
            findings.raise_if_any()

        assert caught.value.message == "a.yaml:1: is wrong"

    def test_nothing_wrong_raises_nothing(self):
        Findings().raise_if_any()

    def test_all_faults_are_told_at_once_and_in_order(self, whole_folder):
        breaks = (NO_CHECK, NO_KEY, NO_SCORE, TERM_TWICE)
        for one in breaks:
            one.make(whole_folder)

        errors = faults(whole_folder)

        assert errors == sorted(errors)
        assert {one.message for one in breaks} == {error.message for error in errors}

    def test_a_faulty_item_does_not_hide_the_others(self, folder):
        NO_FEEDBACK.make(folder)
        NO_KEY.make(folder)

        messages = {error.message for error in faults(folder)}

        assert messages == {NO_FEEDBACK.message, NO_KEY.message}
