"""Which change is refused, and to whom, before the gate is even asked."""

import pytest

from certificates.actions.session_actors import Actor
from certificates.actions.sessions import Member, change_booking
from certificates.models import Session
from tests.cast import NOW
from tests.certificates.roster import days
from tests.certificates.sessions.planning import STARTS, booking, in_state, members
from tests.certificates.sessions.refusals import refused

LATER = NOW + days(3)


class TestAChangeIsRefused:
    def test_when_nothing_changes(self, booked, team, clinic, planner):
        # Nor does the order in which the team is named.
        same = booking(team, members=members(team)[::-1])

        refused(
            *("SESSION-NOTHING-CHANGED", change_booking, booked, same, clinic),
            actor=planner,
            at=LATER,
        )

    @pytest.mark.parametrize(
        "change",
        [{"code": "KX-999"}, {"kind": "INTEGRATION", "route": "", "ordinal": None}],
    )
    def test_of_code_or_kind(self, booked, team, clinic, planner, change):
        refused(
            *("SESSION-KEEPS-CODE-AND-KIND", change_booking, booked),
            booking(team, **change),
            clinic,
            actor=planner,
            at=LATER,
        )

    @pytest.mark.parametrize("state", [s for s in Session.State if s != "BOOKED"])
    def test_once_it_has_begun_or_is_over(self, booked, team, clinic, planner, state):
        in_state(booked, state)

        refused(
            *("SESSION-NOT-BOOKED", change_booking, booked),
            booking(team, ordinal=2),
            clinic,
            actor=planner,
            at=LATER,
        )

    def test_to_a_time_that_has_passed(self, booked, team, clinic, planner):
        wanted = booking(team, ordinal=2)

        refused(
            *("BOOKING-UNREADABLE", change_booking, booked, wanted, clinic),
            actor=planner,
            at=STARTS + days(1),
        )

    def test_with_somebody_unknown(self, booked, team, clinic, planner, charlie):
        wanted = booking(team, members=(Member(str(charlie.pk), "lead"),))

        refused(
            *("SESSION-MEMBER-UNKNOWN", change_booking, booked, wanted, clinic),
            actor=planner,
            at=LATER,
        )

    def test_to_a_therapist(self, booked, team, clinic, alice):
        refused(
            *("NOT-ALLOWED", change_booking, booked, booking(team, ordinal=2), clinic),
            actor=Actor(alice),
            at=LATER,
        )

    def test_to_another_clinic_which_does_not_know_it(
        self, booked, team, other_clinic, charlie
    ):
        refused(
            *("SESSION-UNKNOWN", change_booking, booked),
            booking(team, members=()),
            other_clinic,
            actor=Actor(charlie),
            at=LATER,
        )
