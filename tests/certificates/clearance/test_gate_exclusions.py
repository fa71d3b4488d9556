from datetime import timedelta

import pytest

from certificates.clearance.world import SuspensionFacts
from tests.certificates.clearance.worlds import (
    CLEAR,
    NOW,
    TEAM,
    ago,
    change_person,
    change_session,
    check,
    day,
    found,
    judge,
    reasons,
    result,
)


class TestExclusionClear:
    @pytest.mark.parametrize(
        ("rows", "expected"),
        [
            ([check(day(-31))], "MET"),
            ([check(day(-32))], "UNKNOWN"),
            ([], "UNKNOWN"),
            ([check(day(1))], "UNKNOWN"),
            ([check(outcome="POTENTIAL_MATCH")], "UNKNOWN"),
            ([check(outcome="CONFIRMED")], "UNMET"),
            ([check(day(-90), "CONFIRMED")], "UNMET"),
            ([check(day(-9), "CONFIRMED"), check(day(-2))], "MET"),
            ([check(day(-2)), check(day(-2), "POTENTIAL_MATCH")], "UNKNOWN"),
            ([check(day(-2), "CONFIRMED"), check(day(-2))], "UNMET"),
            ([check(outcome="MAYBE")], "UNKNOWN"),
        ],
    )
    @pytest.mark.parametrize("person", ["wanda", "clara", "sam"])
    def test_newest_check(self, rows, expected, person):
        world = change_person(CLEAR, person, exclusion_checks=tuple(rows))
        verdict = found(judge(world), "EXCLUSION-CLEAR", person)

        assert verdict.result == expected
        if expected == "MET" and len(rows) == 1:
            assert verdict.holds_until == day(1)

    def test_is_judged_without_a_horizon(self):
        from tests.certificates.clearance.worlds import change_clinic

        world = change_clinic(CLEAR, observe_minutes=None)
        world = change_person(world, "sam", exclusion_checks=())

        codes = {(r[0], r[3]) for r in reasons(judge(world))}
        assert codes == {("SITE-READY", "north"), ("EXCLUSION-CLEAR", "sam")}


class TestNotSuspended:
    @pytest.mark.parametrize(
        ("begins", "lifted", "expected"),
        [
            (ago(days=2), None, "UNMET"),
            (NOW, None, "UNMET"),
            (NOW + timedelta(minutes=1), None, "MET"),
            (ago(days=2), NOW, "MET"),
            (ago(days=2), NOW + timedelta(minutes=1), "UNMET"),
            (ago(days=2), ago(days=1), "MET"),
            (None, None, "UNMET"),
        ],
    )
    def test_open_at_this_moment(self, begins, lifted, expected):
        row = SuspensionFacts(begins, lifted, "DISCIPLINARY", "suspension-1")
        world = change_person(CLEAR, "sam", suspensions=(row,))

        assert result(judge(world), "NOT-SUSPENDED", "sam") == expected

    def test_only_a_director_reads_why(self):
        row = SuspensionFacts(ago(days=2), None, "DISCIPLINARY", "suspension-1")
        decision = judge(change_person(CLEAR, "sam", suspensions=(row,)))

        assert "suspen" not in str(decision.as_json("d")).lower().replace(
            "not-suspended", ""
        )
        told = decision.as_confidential_json("d")["context"]["reasons"][0]
        assert "disciplinary" in told["text"]
        assert told["evidence"] == ["suspension-1"]

    def test_an_observer_counts_too(self):
        row = SuspensionFacts(ago(days=2))
        world = change_person(CLEAR, "max", suspensions=(row,))
        team = (*TEAM, type(TEAM[0])("max", "observer"))
        world = change_session(world, members=team)

        assert reasons(judge(world)) == {("NOT-SUSPENDED", "UNMET", "HARD", "max")}
