"""Leaves about waivers and open concerns."""

from dataclasses import replace

import pytest

from certificates.clearance.verdicts import Result
from certificates.requirements.evidence import (
    WaiverFacts,
)
from certificates.requirements.tree import TreeInvalid, judge, lines, validate
from tests.certificates.judged import (
    TODAY,
    evidence,
    leaf,
)
from tests.certificates.roster import days


def problems(tree) -> list[str]:
    try:
        validate(tree)
    except TreeInvalid as refusal:
        return str(refusal).splitlines()
    return []


class TestAWaiver:
    WAIVER = leaf("waiver", code="CASE", words="the case presentation")
    TREE = {"any": [leaf("recorded", kind="CASE"), WAIVER]}

    def given(self, **changes):
        row = WaiverFacts("CASE", TODAY - days(9), TODAY, "w1")
        return (replace(row, **changes),)

    def test_in_force_takes_the_place_of_what_it_stands_beside(self):
        verdict = judge(self.TREE, evidence(waivers=self.given()))

        assert verdict.result is Result.WAIVED
        assert verdict.is_good
        assert verdict.holds_until == TODAY + days(1)
        assert verdict.parts[1].text == (
            "Waived until 2 November 2026: the case presentation."
        )
        assert verdict.parts[1].evidence == ("w1",)

    @pytest.mark.parametrize(
        "change",
        [
            {"expires_on": TODAY - days(1)},
            {"granted_on": TODAY + days(1)},
            {"code": "OTHER"},
        ],
    )
    def test_out_of_force_says_nothing(self, change):
        verdict = judge(self.TREE, evidence(waivers=self.given(**change)))

        assert verdict.result is Result.UNMET

    def test_makes_the_whole_waived_and_not_met(self):
        tree = {"all": [leaf("no_open_suspension"), self.TREE]}

        verdict = judge(tree, evidence(waivers=self.given()))

        assert verdict.result is Result.WAIVED
        assert [line.result for line in lines(verdict)] == [Result.MET, Result.WAIVED]

    def test_in_a_choice_is_sound(self):
        assert problems({"all": [leaf("no_open_suspension"), self.TREE]}) == []

    @pytest.mark.parametrize(
        ("kept", "words"),
        [
            (leaf("document_held", kind="LICENCE"), "a licence"),
            (leaf("exclusion_clear", within_days=31), "the exclusion list"),
            (leaf("no_open_suspension"), "a suspension"),
            (leaf("no_open_concern"), "an open concern"),
        ],
    )
    @pytest.mark.parametrize("wrapped", [False, True])
    def test_never_stands_beside_what_cannot_be_waived(self, kept, words, wrapped):
        part = {"all": [leaf("recorded", kind="CASE"), kept]} if wrapped else kept
        told = f"{words} cannot be waived, so no waiver stands beside it."

        assert problems({"any": [part, self.WAIVER]}) == [f"$: {told}"]
        twice = {
            "at_least": 1,
            "of": [part, leaf("recorded", kind="CASE"), self.WAIVER],
        }
        assert problems({"all": [twice]}) == [f"$.all[0]: {told}"]
        deep = {"all": [{"any": [{"all": [self.WAIVER]}, {"any": [part]}]}]}
        assert problems(deep) == [f"$.all[0]: {told}"]

    def test_may_stand_beside_other_documents(self):
        part = leaf("document_held", kind="BLS")

        assert problems({"any": [part, self.WAIVER]}) == []

    def test_outside_of_a_choice_waives_nothing(self):
        (problem,) = problems({"all": [self.WAIVER]})

        assert problem.startswith("$.all[0]: a waiver stands in any or at_least")

    @pytest.mark.parametrize("code", ["", "case", "A" * 33, "A--B", 7, "A B"])
    def test_has_a_code_that_the_log_can_hold(self, code):
        assert problems(leaf("waiver", code=code))[0].startswith("$.code: has to be")


class TestConcerns:
    ASK = leaf("no_open_concern")

    def judged(self, count):
        return judge(self.ASK, evidence(open_concerns=count))

    def test_are_not_asked_about_where_nobody_looked(self):
        verdict = judge({"all": [leaf("no_open_suspension"), self.ASK]}, evidence())

        assert verdict.result is Result.MET
        assert self.judged(None).result is Result.NOT_APPLICABLE

    def test_that_are_open_leave_it_unknown(self):
        assert self.judged(0).result is Result.MET
        assert self.judged(1).result is Result.UNKNOWN

    def test_are_never_told_to_the_person_named(self):
        nobody_looked, found = self.judged(None), self.judged(2)

        assert found.text == nobody_looked.text
        for word in ("2", "report", "open report", "officer"):
            assert word not in found.text + found.remedy
        assert found.evidence == ()
        assert found.confidential_text.startswith("2 reports are open.")

    def test_nor_by_the_whole_they_are_a_part_of(self):
        whole = judge({"all": [self.ASK]}, evidence(open_concerns=2))

        assert "report" not in whole.text + whole.remedy
        assert whole.confidential_text == ""
