"""Requirement trees: well-formed or refused by path, judged and explained."""

import pytest

from certificates.clearance.verdicts import Result
from certificates.requirements.evidence import CurrencyFacts
from certificates.requirements.tree import (
    TreeInvalid,
    judge,
    lines,
    marks,
    missing,
    validate,
)
from certificates.selectors.requirements import title_of
from tests.certificates.judged import TODAY, evidence, leaf


class TestATree:
    @pytest.mark.parametrize(
        ("tree", "problem"),
        [
            ([], "$: has to be an object."),
            ({}, "$: has to be all, any, at_least with of, or a leaf."),
            ({"all": []}, "$.all: has to be a list with at least one part."),
            ({"all": [{"leaf": "magic"}]}, "$.all[0].leaf: “magic” is not a leaf."),
            ({"leaf": "track_read"}, "$.track: is missing."),
            ({"leaf": ["x"]}, "$.leaf: “['x']” is not a leaf."),
            (
                {"any": [{"leaf": "no_open_suspension", "days": 3}]},
                "$.any[0].days: is not known here.",
            ),
            (
                {"leaf": "exclusion_clear", "within_days": 0},
                "$.within_days: has to be a whole number above zero.",
            ),
            (
                {"leaf": "credential_held", "types": ["L9"]},
                "$.types: has to be a list of L0, CANDIDATE, L1, L2A, L2B, L3, T, S.",
            ),
            (
                {"leaf": "credential_held", "types": [["L1"]]},
                "$.types: has to be a list of L0, CANDIDATE, L1, L2A, L2B, L3, T, S.",
            ),
            (
                {"at_least": 2, "of": [{"leaf": "no_open_suspension"}]},
                "$.at_least: asks for more parts than there are.",
            ),
            (
                {"leaf": "no_open_suspension", "mark": "X"},
                "$.mark: has to be one of POL, LOCAL.",
            ),
        ],
    )
    def test_that_cannot_be_judged_is_refused_by_its_path(self, tree, problem):
        with pytest.raises(TreeInvalid) as refusal:
            validate(tree)

        assert str(refusal.value) == problem

    def test_tells_every_problem_at_once(self):
        with pytest.raises(TreeInvalid) as refusal:
            validate({"all": [{"leaf": "a"}, {"leaf": "b"}]})

        assert len(str(refusal.value).splitlines()) == 2

    def test_of_all_is_met_by_all_and_lists_what_is_missing(self):
        tree = {"all": [leaf("no_open_suspension"), leaf("recorded", kind="CASE")]}

        verdict = judge(tree, evidence())

        assert verdict.result is Result.UNMET
        assert [line.text for line in missing(verdict)] == [
            "No case presentation is on record."
        ]
        assert len(lines(verdict)) == 2

    def test_of_any_is_met_by_one_and_stays_one_line(self):
        tree = {"any": [leaf("recorded", kind="CASE"), leaf("no_open_suspension")]}

        assert judge(tree, evidence()).result is Result.MET
        closed = judge(tree, evidence(open_suspensions=("s1",)))
        assert len(lines(closed)) == 1
        assert closed.text.startswith("One of these is asked for:")

    def test_of_at_least_counts(self):
        kinds = ("CASE", "DRILL", "CONDUCT")
        tree = {"at_least": 2, "of": [leaf("recorded", kind=kind) for kind in kinds]}
        one = (CurrencyFacts("CASE", TODAY),)
        two = (*one, CurrencyFacts("DRILL", TODAY))

        assert judge(tree, evidence(currency=one)).result is Result.UNMET
        assert judge(tree, evidence(currency=two)).result is Result.MET

    def test_tells_its_marks(self):
        tree = {"mark": "LOCAL", "all": [leaf("no_open_suspension", mark="POL")]}

        assert marks(tree) == {"LOCAL", "POL"}


class TestATitle:
    @pytest.mark.parametrize(
        ("kind", "target", "title"),
        [
            ("T", "", "Endorsement T: Trauma Co-therapy"),
            ("CANDIDATE", "L1", "Candidate for L1"),
            ("CANDIDATE-L1", "", "CANDIDATE-L1"),
            ("L9", "X", "L9 for X"),
            ("", "", ""),
        ],
    )
    def test_is_given_whatever_stands_in_the_row(self, kind, target, title):
        assert title_of(kind, target) == title
