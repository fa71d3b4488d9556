"""What each kind of requirement asks, and on which day it stops being met."""

import datetime
import uuid
from dataclasses import replace

import pytest

from certificates.clearance.verdicts import Result
from certificates.clearance.world import (
    ExclusionCheckFacts,
)
from certificates.requirements.evidence import CurrencyFacts
from certificates.requirements.tree import (
    judge,
)
from modules.records import (
    LearningRecord,
)
from tests.certificates.judged import (
    BEN,
    TODAY,
    attempt,
    case,
    evidence,
    held,
    leaf,
    learning,
    lesson,
    licence,
    module,
    observed,
    verified,
)
from tests.certificates.roster import days


class TestLearning:
    def judged(self, name, record, **told):
        return judge(leaf(name, track="I") | told, evidence(learning=record))

    def test_says_how_many_lessons_are_left(self):
        modules = (module(lesson(1), lesson(2, done=False), lesson(3, done=False)),)

        verdict = self.judged("track_read", learning(modules=modules))

        assert verdict.result is Result.UNMET
        assert verdict.text == "Track 4 Integration: 2 of 3 lessons still to read."

    def test_is_met_when_read_passed_and_worked_through(self):
        for name in ("track_read", "track_passed", "scenario_passed"):
            assert self.judged(name, learning()).result is Result.MET

    @pytest.mark.parametrize(
        "row", [None, attempt(passed=False), attempt(all_critical_right=False)]
    )
    def test_is_not_passed_without_every_critical_item(self, row):
        assert self.judged("track_passed", learning(attempt=row)).is_open

    @pytest.mark.parametrize("row", [None, case(passed=False), case(was_critical=True)])
    def test_is_not_passed_with_a_critical_choice(self, row):
        assert self.judged("scenario_passed", learning(scenario=row)).is_open

    @pytest.mark.parametrize("name", ["track_read", "track_passed", "scenario_passed"])
    def test_is_unknown_when_the_curriculum_has_no_such_track(self, name):
        nothing = LearningRecord(uuid.uuid4(), (), ())

        assert self.judged(name, nothing).result is Result.UNKNOWN

    def test_is_unknown_when_the_track_is_empty(self):
        verdict = self.judged("track_read", learning(modules=()))

        assert verdict.result is Result.UNKNOWN


class TestObservedPractice:
    ASK = leaf("observations", form="MS", kinds=["MEDICATION"], count=3, floor=4)

    def judged(self, *rows, **told):
        return judge(self.ASK | told, evidence(learning=learning(*rows)))

    def test_counts_sessions_at_the_floor(self):
        assert self.judged(observed(3), observed(2), observed(1)).result is Result.MET

    @pytest.mark.parametrize(
        "change",
        [
            {"ratings": {"MS1": 4, "MS2": 3}},
            {"ratings": {}},
            {"had_critical_fail": True},
            {"form_code": "PI"},
            {"kind": "PREPARATION"},
        ],
    )
    def test_leaves_out_what_does_not_count(self, change):
        verdict = self.judged(observed(3), observed(2), observed(1, **change))

        assert verdict.result is Result.UNMET
        assert verdict.text.endswith("2 of 3.")

    def test_in_a_row_means_the_newest_ones(self):
        weak = {"MS1": 3, "MS2": 4}
        good = [observed(ago) for ago in (9, 8, 7)]

        assert self.judged(*good, in_a_row=True).is_good
        assert self.judged(*good, observed(1, ratings=weak), in_a_row=True).is_open
        assert self.judged(observed(20, ratings=weak), *good, in_a_row=True).is_good

    def test_counts_a_session_once_however_many_rated_it(self):
        twice = [
            observed(3, session_code="KX-1"),
            observed(3, session_code="KX-1", assessor_id=BEN),
            observed(2, session_code="kx-1"),
        ]

        verdict = self.judged(*twice, count=2)

        assert verdict.is_open
        assert verdict.text.endswith("1 of 2.")
        assert self.judged(*twice, observed(1), count=2).is_good

    def test_counts_the_same_code_at_two_clinics_as_two_sessions(self):
        rows = [observed(3, session_code="KX-1", clinic_id=n) for n in (1, 2)]

        assert self.judged(*rows, count=2).is_good

    def test_counts_assessors_by_who_they_are(self):
        rows = [
            observed(2, session_code="KX-1"),
            observed(2, session_code="KX-1", assessor_id=BEN),
            observed(1),
        ]

        assert self.judged(*rows, count=2, distinct_assessors=2).is_good

    @pytest.mark.parametrize(
        "change", [{"ratings": {"MS1": 3}}, {"had_critical_fail": True}]
    )
    def test_leaves_a_session_out_that_one_of_two_assessors_failed(self, change):
        failed = {"session_code": "KX-1", "assessor_id": BEN} | change
        rows = [observed(3, session_code="KX-1"), observed(3, **failed)]

        assert self.judged(*rows, count=1).is_open

    def test_in_a_row_looks_at_sessions_and_not_at_ratings(self):
        weak = observed(9, ratings={"MS1": 3})
        last = [
            observed(1, session_code="KX-1"),
            observed(1, session_code="KX-1", assessor_id=BEN),
        ]

        assert self.judged(weak, *last, count=2, in_a_row=True).is_open
        assert self.judged(observed(9), *last, count=2, in_a_row=True).is_good

    def test_asks_for_different_assessors(self):
        same = [observed(ago) for ago in (3, 2, 1)]
        other = [*same[:2], observed(1, assessor_id=BEN)]

        assert self.judged(*same, distinct_assessors=2).is_open
        assert self.judged(*other, distinct_assessors=2).is_good

    def test_asks_for_a_supervisor_in_the_room(self):
        rows = [observed(3), observed(2), observed(1, supervision="ON_SITE")]

        assert self.judged(*rows).is_good
        assert self.judged(*rows, supervision="DIRECT").is_open

    def test_asks_more_of_whoever_holds_a_higher_level(self):
        rows = [observed(n, ratings={"MS1": 3}) for n in (3, 2, 1)]
        ask = self.ASK | {"floor": 3, "floor_if_held": {"L3": 4}}
        record = evidence(learning=learning(*rows))

        assert judge(ask, record).is_good
        assert judge(ask, replace(record, credentials=(held("L3"),))).is_open


class TestALicence:
    ASK = leaf("document_held", kind="LICENCE", verified_within_days=120)

    def result(self, *documents):
        return judge(self.ASK, evidence(documents=documents)).result

    def test_holds_on_its_last_day_and_120_days_after_verification(self):
        assert self.result(licence()) is Result.MET

    @pytest.mark.parametrize(
        ("change", "result"),
        [
            ({"expires_on": TODAY - days(1)}, Result.UNMET),
            ({"issued_on": TODAY + days(1)}, Result.UNMET),
            ({"expires_on": None}, Result.UNKNOWN),
            ({"jurisdiction": "US-NY"}, Result.UNKNOWN),
            ({"discipline": True}, Result.UNMET),
            ({"verifications": ()}, Result.UNKNOWN),
            ({"verifications": verified(on=TODAY - days(121))}, Result.UNKNOWN),
            ({"verifications": verified(on=TODAY + days(1))}, Result.UNKNOWN),
            ({"verifications": verified(method="DOCUMENT_ONLY")}, Result.UNKNOWN),
            ({"verifications": verified(method="SELF_ATTESTED")}, Result.UNKNOWN),
            ({"verifications": verified(method="DESIGNATED_EQUIVALENT")}, Result.MET),
            ({"verifications": verified(outcome="DISCREPANCY")}, Result.UNMET),
            ({"verifications": verified(outcome="NOT_FOUND")}, Result.UNMET),
            ({"verifications": verified(outcome="UNAVAILABLE")}, Result.UNKNOWN),
        ],
    )
    def test_is_judged_by_its_dates_and_its_source(self, change, result):
        assert self.result(licence(**change)) is result

    def test_follows_the_newest_word_of_the_source(self):
        rows = (*verified(on=TODAY - days(9)), *verified(outcome="DISCREPANCY"))

        assert self.result(licence(verifications=rows)) is Result.UNMET

    def test_suffices_once(self):
        assert self.result(licence(expires_on=None), licence()) is Result.MET

    def test_says_until_when(self):
        verdict = judge(self.ASK, evidence(documents=(licence(),)))

        assert verdict.holds_until == TODAY + days(1)


class TestWhatElseIsOnRecord:
    @pytest.mark.parametrize(
        ("rows", "result"),
        [
            ((), Result.UNKNOWN),
            (((31, "CLEAR"),), Result.MET),
            (((32, "CLEAR"),), Result.UNKNOWN),
            (((9, "CLEAR"), (3, "POTENTIAL_MATCH")), Result.UNKNOWN),
            (((9, "POTENTIAL_MATCH"), (3, "CLEAR")), Result.MET),
            (((3, "CLEAR"), (3, "CONFIRMED")), Result.UNMET),
        ],
    )
    def test_the_exclusion_list(self, rows, result):
        checks = tuple(ExclusionCheckFacts(TODAY - days(n), word) for n, word in rows)
        ask = leaf("exclusion_clear", within_days=31)

        assert judge(ask, evidence(exclusion_checks=checks)).result is result

    @pytest.mark.parametrize(
        ("change", "result"),
        [
            ({}, Result.MET),
            ({"valid_to": TODAY - days(1)}, Result.UNMET),
            ({"valid_from": TODAY + days(1)}, Result.UNMET),
            ({"state": "SUSPENDED"}, Result.UNMET),
            ({"type": "L2A"}, Result.UNMET),
        ],
    )
    def test_a_credential(self, change, result):
        rows = (held("L1", **change),)
        ask = leaf("credential_held", types=["L1"])

        assert judge(ask, evidence(credentials=rows)).result is result

    def test_a_credential_held_for_a_year_without_a_gap(self):
        ask = leaf("credential_held", types=["L3"], months=12)
        new = held("L3", valid_from=TODAY - days(100))
        old = held(
            "L3",
            valid_from=TODAY - days(400),
            valid_to=TODAY - days(101),
            state="SUPERSEDED",
        )
        gap = replace(old, valid_to=TODAY - days(102))

        assert judge(ask, evidence(credentials=(new,))).is_open
        assert judge(ask, evidence(credentials=(new, old))).is_good
        assert judge(ask, evidence(credentials=(new, gap))).is_open

    def test_a_drill_lapses_after_its_months(self):
        ask = leaf("recorded", kind="DRILL", months=6)
        on_time = CurrencyFacts("DRILL", datetime.date(2026, 5, 2))
        too_late = replace(on_time, on=datetime.date(2026, 5, 1))

        assert judge(ask, evidence(currency=(on_time,))).is_good
        assert judge(ask, evidence(currency=(too_late,))).is_open
