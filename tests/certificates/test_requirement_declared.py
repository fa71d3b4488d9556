"""Leaves about statements, waivers, concerns, supervision and editions."""

import datetime
import uuid
from dataclasses import replace

import pytest

from certificates.clearance.verdicts import Result
from certificates.requirements.evidence import (
    StatementFacts,
    SupervisedFacts,
)
from certificates.requirements.statements import STATEMENTS, stated_by
from certificates.requirements.tree import TreeInvalid, judge, validate
from modules.records import EditionChange, LearningRecord, LessonRecord
from tests.cast import NOW
from tests.certificates.judged import (
    BEN,
    TODAY,
    evidence,
    leaf,
    learning,
    module,
    observed,
)
from tests.certificates.roster import days


def problems(tree) -> list[str]:
    try:
        validate(tree)
    except TreeInvalid as refusal:
        return str(refusal).splitlines()
    return []


class TestAModule:
    ASK = leaf("module_current", module="I1")

    def record(self, *editions, changes=()):
        lessons = tuple(
            LessonRecord(uuid.uuid4(), "I1", "Lesson", 30, NOW, n and NOW, n)
            for n in editions
        )
        return learning(modules=(replace(module(*lessons), changes=changes),))

    def judged(self, *editions, changes=(), **told):
        record = self.record(*editions, changes=changes)
        return judge(self.ASK | told, evidence(learning=record))

    def change(self, number, significance, ago):
        return EditionChange(number, significance, NOW - days(ago))

    def test_is_current_when_all_of_it_is_read(self):
        assert self.judged(1, 1).result is Result.MET

    def test_counts_what_is_still_to_read(self):
        verdict = self.judged(1, None)

        assert verdict.result is Result.UNMET
        assert verdict.text == "I1 Days: 1 of 2 lessons still to read."

    def test_is_unknown_where_the_curriculum_has_none(self):
        nothing = LearningRecord(uuid.uuid4(), (), ())

        assert judge(self.ASK, evidence(learning=nothing)).result is Result.UNKNOWN
        assert self.judged().result is Result.UNKNOWN

    def test_is_to_be_read_again_after_an_edition_that_asks_for_it(self):
        retake = (self.change(2, "RETAKE", 3),)

        verdict = self.judged(1, 2, changes=retake)

        assert verdict.result is Result.UNMET
        assert (
            "changed on 30 October 2026: 1 of 2 lessons to read again" in verdict.text
        )
        assert self.judged(2, 2, changes=retake).result is Result.MET
        assert self.judged(3, 2, changes=retake).result is Result.MET

    def test_a_change_to_acknowledge_waits_for_its_day(self):
        asked = (self.change(2, "ACKNOWLEDGE", 10),)

        verdict = self.judged(1, 1, changes=asked, acknowledge_within_days=10)

        assert verdict.result is Result.MET
        assert verdict.holds_until == TODAY + days(1)
        assert self.judged(1, 1, changes=asked, acknowledge_within_days=9).is_open
        assert self.judged(1, 1, changes=asked).is_good
        assert self.judged(2, 2, changes=asked).holds_until is None

    def test_says_what_it_was_told_wrong(self):
        assert problems(leaf("module_current")) == ["$.module: is missing."]


class TestSupervisedSessions:
    ASK = leaf("supervised_sessions", count=2, presence="IN_ROOM")

    def row(self, code, *presence, kind="MEDICATION", ago=1):
        return SupervisedFacts(code, kind, TODAY - days(ago), frozenset(presence))

    def judged(self, *rows, **told):
        return judge(self.ASK | told, evidence(supervised=rows))

    def test_counts_sessions_with_a_supervisor_as_near_as_asked(self):
        near, far = self.row("KX-1", "IN_ROOM"), self.row("KX-2", "ON_SITE")

        verdict = self.judged(near, far)

        assert verdict.result is Result.UNMET
        assert verdict.text == "Sessions with a supervisor in the room: 1 of 2."
        assert verdict.evidence == ("KX-1",)
        assert self.judged(near, self.row("KX-3", "ON_SITE", "IN_ROOM")).is_good
        assert self.judged(near, far, presence="ON_SITE", count=1).is_good

    def test_counts_a_session_once_and_none_of_tomorrow(self):
        row = self.row("KX-1", "IN_ROOM")

        assert self.judged(row, row).is_open
        assert self.judged(row, self.row("KX-2", "IN_ROOM", ago=-1)).is_open

    def test_can_ask_for_one_kind(self):
        rows = [self.row("KX-1", "IN_ROOM"), self.row("KX-2", "IN_ROOM", kind="OTHER")]

        assert self.judged(*rows).is_good
        assert self.judged(*rows, kind="MEDICATION").is_open

    @pytest.mark.parametrize(
        ("told", "problem"),
        [
            ({"presence": "NEAR"}, "$.presence: has to be one of IN_ROOM, ON_SITE."),
            ({"count": 0}, "$.count: has to be a whole number above zero."),
            (
                {"kind": "CO_THERAPY"},
                "$.kind: has to be one of PREPARATION, MEDICATION, INTEGRATION.",
            ),
        ],
    )
    def test_says_what_it_was_told_wrong(self, told, problem):
        assert problems(self.ASK | told) == [problem]


class TestAStatement:
    ASK = leaf("attestation", code="LIMITS-UNDERSTOOD", by="SELF")

    def judged(self, *rows, **told):
        return judge(self.ASK | told, evidence(statements=rows))

    def made(self, ago, by="SELF", code="LIMITS-UNDERSTOOD"):
        return StatementFacts(code, by, TODAY - days(ago), f"s{ago}")

    def test_counts_by_who_made_it(self):
        assert self.judged(self.made(3)).result is Result.MET
        assert self.judged().result is Result.UNMET
        assert self.judged(self.made(3, by="DIRECTOR")).is_open
        assert self.judged(self.made(3, code="RECORD-TRUE")).is_open
        assert self.judged(self.made(-1)).is_open

    def test_lapses_after_its_months(self):
        on = datetime.date(2025, 11, 2)
        row = StatementFacts("LIMITS-UNDERSTOOD", "SELF", on)

        verdict = self.judged(row, months=12)

        assert (verdict.result, verdict.holds_until) == (
            Result.MET,
            TODAY + days(1),
        )
        assert self.judged(replace(row, on=on - days(1)), months=12).is_open

    @pytest.mark.parametrize(
        ("told", "place"),
        [
            ({"code": "I-AM-GOOD"}, "$.code:"),
            ({"code": ["RECORD-TRUE"]}, "$.code:"),
            ({"by": "MOTHER"}, "$.by:"),
            (
                {"code": "READY-TO-LEAD"},
                "$.by: READY-TO-LEAD is not for SELF to state.",
            ),
            ({"months": "12"}, "$.months:"),
        ],
    )
    def test_is_from_the_closed_list(self, told, place):
        (problem,) = problems(self.ASK | told)

        assert problem.startswith(place)

    def test_of_the_list_has_words_for_whoever_states_it(self):
        assert all(
            row.words.keys() <= {"SELF", "DIRECTOR"} for row in STATEMENTS.values()
        )
        assert set(stated_by("SELF")) | set(stated_by("DIRECTOR")) == set(STATEMENTS)
        assert all(
            problems(leaf("attestation", code=c, by="SELF")) == []
            for c in stated_by("SELF")
        )


class TestFloorsAndMonthsOfObservedPractice:
    ASK = leaf("observations", form="MS", kinds=["MEDICATION"], count=2, floor=3)

    def judged(self, *rows, **told):
        return judge(self.ASK | told, evidence(learning=learning(*rows)))

    def test_a_named_domain_can_have_a_higher_floor(self):
        good = observed(3, ratings={"MS1": 3, "MS3": 4})
        weak = observed(2, ratings={"MS1": 4, "MS3": 3})
        without = observed(1, ratings={"MS1": 4})

        assert self.judged(good, weak).is_good
        verdict = self.judged(good, weak, without, floors={"MS3": 4})
        assert verdict.text == (
            "Observed medication sessions, every domain at 3 and MS3 at 4 or above: "
            "1 of 2."
        )

    @pytest.mark.parametrize("floors", [{}, {"MS3": 0}, {"": 4}, {3: 4}, [4], 4])
    def test_floors_are_whole_numbers_by_domain(self, floors):
        assert problems(self.ASK | {"floors": floors}) == [
            "$.floors: has to give a whole number for each domain."
        ]

    def test_can_ask_for_recent_ones_and_says_until_when(self):
        old = observed((TODAY - datetime.date(2025, 11, 2)).days)
        older = observed((TODAY - datetime.date(2025, 11, 1)).days)

        verdict = self.judged(old, observed(9), months=12)

        assert verdict.holds_until == TODAY + days(1)
        assert "in the last 12 months" in verdict.text
        assert self.judged(older, observed(9), months=12).is_open
        spare = self.judged(old, observed(9), observed(9), months=12)
        assert spare.holds_until == datetime.date(2027, 10, 25)

    def test_holds_only_as_long_as_there_are_two_assessors(self):
        rows = [observed(60), observed(30, assessor_id=BEN), observed(9), observed(8)]

        verdict = self.judged(*rows, months=12, distinct_assessors=2)

        assert verdict.holds_until == TODAY.replace(year=2027) - days(30) + days(1)
