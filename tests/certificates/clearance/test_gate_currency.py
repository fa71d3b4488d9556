from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from certificates.clearance.days import add_months, day_after, day_of, midnight, utc
from certificates.clearance.world import MemberFacts
from tests.certificates.clearance.worlds import (
    CLEAR,
    NORTH,
    TEAM,
    add,
    change_person,
    change_session,
    day,
    document,
    found,
    judge,
    of_kind,
    person,
    result,
    warned,
)


class TestLiabilityAndLifeSupport:
    @pytest.mark.parametrize(
        ("kind", "code"), [("LIABILITY", "LIABILITY-CURRENT"), ("BLS", "BLS-CURRENT")]
    )
    @pytest.mark.parametrize(
        ("changes", "expected"),
        [
            ({"expires_on": day(0)}, "MET"),
            ({"expires_on": day(-1)}, "UNMET"),
            ({"issued_on": day(1)}, "UNMET"),
            ({"expires_on": None}, "UNKNOWN"),
            ({"kind": "OTHER"}, "UNKNOWN"),
        ],
    )
    def test_through_the_horizon(self, kind, code, changes, expected):
        row = replace(document(kind), **changes)
        others = tuple(document(k) for k in {"LICENCE", "LIABILITY", "BLS"} - {kind})
        world = change_person(CLEAR, "mark", documents=(*others, row))
        verdict = found(judge(world), code, "mark")

        assert verdict.result == expected
        if expected == "MET":
            assert verdict.holds_until == day(1)

    def test_life_support_is_asked_of_second_staff_not_of_the_clinician(self):
        asked = {v.subject for v in judge().verdicts if v.code == "BLS-CURRENT"}

        assert asked == {"wanda", "mark", "sam"}

    def test_life_support_lapse_leaves_preparation_intact(self):
        rows = (document("LICENCE"), document("LIABILITY"))
        world = change_person(of_kind("PREPARATION"), "wanda", documents=rows)

        assert judge(world).decision is True

    def supervised(self, presence, *team):
        supervisor = MemberFacts("petra", "supervisor", presence)
        documents = (document("LICENCE"), document("LIABILITY"))
        petra = person("petra", "THERAPIST", "L3", documents=documents)
        team = (*(m for m in TEAM if m.id in team), supervisor)
        return judge(change_session(add(CLEAR, petra), members=team))

    def test_a_supervisor_who_stands_as_second_staff_needs_it(self):
        decision = self.supervised("IN_ROOM", "wanda", "clara")

        assert result(decision, "SECOND-STAFF") == "MET"
        assert result(decision, "BLS-CURRENT", "petra") == "UNKNOWN"

    @pytest.mark.parametrize(
        ("presence", "team"),
        [
            ("IN_ROOM", ("wanda", "clara", "sam")),
            ("IN_ROOM", ("wanda", "clara", "mark")),
            ("ON_SITE", ("wanda", "clara")),
        ],
    )
    def test_another_supervisor_does_not(self, presence, team):
        decision = self.supervised(presence, *team)

        assert not [
            v
            for v in decision.verdicts
            if (v.code, v.subject) == ("BLS-CURRENT", "petra")
        ]


class TestDrillCurrent:
    @pytest.mark.parametrize(
        ("drilled_on", "expected"),
        [
            (date(2026, 6, 7), "MET"),
            (date(2026, 6, 6), "UNMET"),
            (None, "UNKNOWN"),
            (day(0), "MET"),
            (day(1), "UNKNOWN"),
        ],
    )
    def test_six_calendar_months(self, drilled_on, expected):
        world = change_person(CLEAR, "wanda", drilled_on=drilled_on)

        assert result(judge(world), "DRILL-CURRENT", "wanda") == expected

    @pytest.mark.parametrize(
        ("today", "expected"), [(date(2027, 2, 28), "MET"), (date(2027, 3, 1), "UNMET")]
    )
    def test_end_of_august_lasts_to_the_end_of_february(self, today, expected):
        starts = datetime(today.year, today.month, today.day, 17, tzinfo=utc_zone())
        world = change_session(
            CLEAR, starts_at=starts, ends_at=starts + timedelta(hours=1)
        )
        world = change_person(world, "wanda", drilled_on=date(2026, 8, 31))
        verdict = found(judge(world, now=starts), "DRILL-CURRENT", "wanda")

        assert verdict.result == expected
        if expected == "MET":
            assert verdict.holds_until == date(2027, 3, 1)

    def test_medication_only(self):
        world = change_person(of_kind("INTEGRATION"), "wanda", drilled_on=None)

        assert judge(world).decision is True


class TestRefreshCurrent:
    @pytest.mark.parametrize(
        ("refreshed_on", "expected", "warns"),
        [
            (date(2025, 12, 7), "MET", False),
            (date(2025, 12, 6), "MET", True),
            (date(2025, 11, 23), "MET", True),
            (date(2025, 11, 22), "UNMET", False),
            (None, "UNKNOWN", False),
            (day(1), "UNKNOWN", False),
        ],
    )
    @pytest.mark.parametrize("kind", ["MEDICATION", "PREPARATION"])
    def test_a_year_and_fourteen_days_of_grace(
        self, refreshed_on, expected, warns, kind
    ):
        world = CLEAR if kind == "MEDICATION" else of_kind(kind)
        decision = judge(change_person(world, "mark", refreshed_on=refreshed_on))
        verdict = found(decision, "REFRESH-CURRENT", "mark")

        assert verdict.result == expected
        assert warned(decision) == ({"REFRESH-CURRENT"} if warns else set())
        assert decision.decision is (expected == "MET")

    def test_holds_until_the_grace_is_over(self):
        verdict = found(judge(), "REFRESH-CURRENT", "wanda")

        assert verdict.holds_until == date(2027, 6, 16)


class TestDays:
    @pytest.mark.parametrize(
        ("day_", "months", "expected"),
        [
            (date(2026, 8, 31), 6, date(2027, 2, 28)),
            (date(2027, 8, 31), 6, date(2028, 2, 29)),
            (date(2028, 2, 29), 12, date(2029, 2, 28)),
            (date(2026, 12, 31), 12, date(2027, 12, 31)),
            (date(2026, 6, 15), 6, date(2026, 12, 15)),
        ],
    )
    def test_months_are_calendar_months(self, day_, months, expected):
        assert add_months(day_, months) == expected

    def test_a_moment_without_offset_is_refused(self):
        with pytest.raises(ValueError, match="offset"):
            utc(datetime(2026, 12, 7, 12))

    def test_the_calendar_has_an_end(self):
        assert day_after(date.max) is None

    def test_a_day_that_begins_in_a_gap_begins_after_it(self):
        from zoneinfo import ZoneInfo

        havana = ZoneInfo("America/Havana")
        begins = midnight(date(2026, 3, 8), havana)

        assert day_of(begins, havana) == date(2026, 3, 8)
        assert day_of(begins - timedelta(seconds=1), havana) == date(2026, 3, 7)


def test_summer_time_does_not_stretch_the_observation():
    """Observation of 120 minutes over the hour that is skipped ends at 04:30."""
    starts = datetime(2026, 3, 8, 4, 0, tzinfo=utc_zone())
    night = change_session(
        CLEAR, starts_at=starts, ends_at=starts + timedelta(minutes=30)
    )
    case_day = day_of(night.session.ends_at, zone())

    assert case_day == date(2026, 3, 7)
    covered = change_person(
        night,
        "wanda",
        documents=(
            document("LICENCE", expires_on=date(2026, 3, 8)),
            document("LIABILITY", expires_on=date(2026, 3, 7)),
            document("BLS"),
        ),
    )
    decision = judge(covered, "book", now=starts)
    assert result(decision, "LIABILITY-CURRENT", "wanda") == "UNMET"
    assert NORTH.observe_minutes == 120


def utc_zone():
    return UTC


def zone():
    from zoneinfo import ZoneInfo

    return ZoneInfo(NORTH.time_zone)
