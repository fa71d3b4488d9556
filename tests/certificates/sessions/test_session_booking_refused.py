"""Whose booking is refused, and which booking, before the gate is even asked."""

import datetime
from dataclasses import replace

import pytest

from certificates.actions.session_actors import Actor
from certificates.actions.sessions import Member, book_session
from home.errors import RuleBroken
from home.models import AuditEntry, Role
from tests.cast import NOW, make_person
from tests.certificates.roster import days
from tests.certificates.sessions.planning import (
    MINUTES,
    STARTS,
    booking,
    members,
    reasons,
    talking,
)
from tests.certificates.sessions.refusals import refused

PLANNERS = {Role.SCHEDULER, Role.CLINICAL_DIRECTOR, Role.MEDICAL_DIRECTOR}


class TestBookingIsRefusedTo:
    @pytest.mark.parametrize(
        "role",
        [role for role in Role if "DIRECTOR" not in role and role != "SCHEDULER"],
    )
    def test_any_other_role(self, wanted, clinic, role):
        person = make_person("Otto Ost", clinic, role)

        refused(
            "NOT-ALLOWED", book_session, wanted, clinic, actor=Actor(person), at=NOW
        )

    def test_a_director_of_another_clinic(self, wanted, clinic, charlie):
        who = Actor(charlie)

        refused("NOT-ALLOWED", book_session, wanted, clinic, actor=who, at=NOW)

    def test_nobody_at_all(self, wanted, clinic):
        refused("NOT-ALLOWED", book_session, wanted, clinic, actor=Actor(None), at=NOW)

    @pytest.mark.parametrize(
        "change",
        [
            {"scopes": ["ask", "read"]},
            {"revoked_at": NOW - days(1)},
            {"expires_at": NOW},
        ],
    )
    def test_a_token_that_may_not(self, wanted, clinic, machine, token, change):
        # The row counts, not what the request brought along.
        type(token).objects.filter(pk=token.pk).update(**change)

        refused("NOT-ALLOWED", book_session, wanted, clinic, actor=machine, at=NOW)

    def test_a_token_of_another_clinic(self, wanted, other_clinic, machine):
        nobody = replace(wanted, members=())

        refused(
            "NOT-ALLOWED", book_session, nobody, other_clinic, actor=machine, at=NOW
        )

    def test_a_person_who_brings_somebody_elses_token(self, wanted, clinic, token, bob):
        who = Actor(bob, token)

        refused("NOT-ALLOWED", book_session, wanted, clinic, actor=who, at=NOW)


class TestABookingThatCannotBeRead:
    @pytest.mark.parametrize(
        "change",
        [
            {"kind": "DOSING"},
            {"staffing_code": "D"},
            {"staffing_code": ""},
            {"preference": ""},
            {"preference": "Anna would like a woman"},
            {"route": ""},
            {"route": "Anna Smith"},
            {"route": "ANNASMITH"},
            {"route": "im"},
            {"ordinal": None},
            {"ordinal": 0},
            {"ordinal": True},
            {"ordinal": 1000},
            {"starts_at": None},
            {"ends_at": None},
            {"ends_at": STARTS},
            {"starts_at": datetime.datetime(2026, 11, 6, 15)},
            {"ends_at": STARTS + days(1) + MINUTES},
            {"starts_at": NOW - days(1), "ends_at": NOW},
            {"members": (Member("nobody", "lead"),)},
        ],
    )
    def test_is_not_asked_about(self, team, clinic, planner, change):
        wanted = booking(team, **change)

        refused(
            "BOOKING-UNREADABLE", book_session, wanted, clinic, actor=planner, at=NOW
        )

    @pytest.mark.parametrize(
        ("role", "presence"),
        [("guest", ""), ("supervisor", "NEARBY"), ("lead", "IN_ROOM")],
    )
    def test_nor_a_seat_that_is_none(self, team, clinic, planner, role, presence):
        seat = Member(str(team["alice"].pk), role, presence)
        wanted = booking(team, members=(seat,))

        refused(
            "BOOKING-UNREADABLE", book_session, wanted, clinic, actor=planner, at=NOW
        )

    @pytest.mark.parametrize("change", [{"route": "IM"}, {"ordinal": 1}])
    def test_nor_medicine_where_there_is_none(self, team, clinic, planner, change):
        wanted = talking(team, **change)

        refused(
            "BOOKING-UNREADABLE", book_session, wanted, clinic, actor=planner, at=NOW
        )

    def test_nor_more_people_than_a_room_holds(self, team, clinic, planner):
        crowd = (Member(str(team["alice"].pk), "observer"),) * 21
        wanted = booking(team, members=crowd)

        refused(
            "BOOKING-UNREADABLE", book_session, wanted, clinic, actor=planner, at=NOW
        )

    def test_says_everything_at_once(self, team, clinic, planner):
        wanted = booking(team, kind="DOSING", staffing_code="D")

        with pytest.raises(RuleBroken) as refusal:
            book_session(wanted, clinic, actor=planner, at=NOW)

        assert "kind of session" in refusal.value.message
        assert "staffing code" in refusal.value.message


class TestNoPatientIsNamed:
    @pytest.mark.parametrize(
        "code",
        ["ANNA", "Anna-1", "1980-02-11", "11-02-1980", "617-555-0142-99", "A", ""],
    )
    def test_by_the_code(self, team, clinic, planner, code):
        wanted = booking(team, code=code)

        refused(
            "SESSION-CODE-REFUSED", book_session, wanted, clinic, actor=planner, at=NOW
        )

    def test_by_anything_that_the_log_keeps(self, booked):
        facts = [row.facts for row in AuditEntry.objects.all()]

        assert not any("KX-301" in str(row) for row in facts)


class TestTheCode:
    def test_is_used_once(self, booked, team, clinic, planner):
        other = booking(team, members=())

        refused(
            "SESSION-CODE-TAKEN", book_session, other, clinic, actor=planner, at=NOW
        )

    def test_is_used_once_across_clinics(self, booked, wanted, other_clinic, charlie):
        other = replace(wanted, members=())
        who = Actor(charlie)

        refused(
            "SESSION-CODE-TAKEN", book_session, other, other_clinic, actor=who, at=NOW
        )


class TestSomebodyNamed:
    def test_is_of_the_clinic(self, team, clinic, planner, charlie):
        stranger = (Member(str(charlie.pk), "observer"),)
        wanted = booking(team, members=(*members(team), *stranger))

        refused(
            "SESSION-MEMBER-UNKNOWN",
            book_session,
            wanted,
            clinic,
            actor=planner,
            at=NOW,
        )

    def test_twice_is_what_the_gate_forbids(self, team, clinic, planner):
        twice = Member(str(team["alice"].pk), "second_staff")
        wanted = booking(team, members=(*members(team), twice))

        outcome = book_session(wanted, clinic, actor=planner, at=NOW)

        assert outcome.session is None
        assert reasons(outcome)["TEAM-DISTINCT"] == "UNMET"
