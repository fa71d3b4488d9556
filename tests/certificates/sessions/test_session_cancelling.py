"""Cancelling: nobody is asked, and everything stays on record."""

import pytest

from certificates.actions.session_actors import Actor
from certificates.actions.sessions import cancel_session
from certificates.models import DecisionRecord, Session, SessionEvent
from home.models import AuditEntry
from tests.cast import NOW
from tests.certificates.roster import days
from tests.certificates.sessions.planning import in_state
from tests.certificates.sessions.refusals import refused

LATER = NOW + days(3)


class TestCancelling:
    def test_frees_the_people_and_keeps_the_rows(self, prepared, planner, sam):
        asked = DecisionRecord.objects.count()

        cancelled = cancel_session(prepared, actor=planner, at=LATER)

        event, entry = SessionEvent.objects.last(), AuditEntry.objects.last()
        assert (cancelled.state, event.step) == ("CANCELLED", "CANCELLED")
        assert (event.by, event.at, event.decision) == (sam, LATER, None)
        assert event.booked["state"] == "CANCELLED"
        assert (entry.action, entry.facts) == ("SESSION-CANCELLED", {"event": event.pk})
        assert DecisionRecord.objects.count() == asked
        assert prepared.members.count() == 3

    @pytest.mark.parametrize("state", [s for s in Session.State if s != "BOOKED"])
    def test_is_refused_once_it_has_begun_or_is_over(self, booked, planner, state):
        in_state(booked, state)

        refused(
            *("SESSION-MOVE-REFUSED", cancel_session, booked), actor=planner, at=LATER
        )

    def test_by_a_system_names_its_token(self, booked, machine, token):
        cancel_session(booked, actor=machine, at=LATER)

        assert SessionEvent.objects.last().token == token
        assert AuditEntry.objects.last().facts["token"] == str(token.pk)

    def test_is_refused_to_a_therapist(self, booked, alice):
        refused("NOT-ALLOWED", cancel_session, booked, actor=Actor(alice), at=LATER)

    def test_is_refused_to_a_token_that_was_revoked(self, booked, machine, token):
        type(token).objects.update(revoked_at=NOW)

        refused("NOT-ALLOWED", cancel_session, booked, actor=machine, at=LATER)

    def test_is_refused_to_another_clinic(self, booked, charlie):
        refused(
            "SESSION-UNKNOWN", cancel_session, booked, actor=Actor(charlie), at=LATER
        )
