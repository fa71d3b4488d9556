"""Releasing and closing: what is done is said, and no lapse keeps a patient here."""

import pytest

from certificates.actions.attesting import attest
from certificates.actions.session_steps import (
    close_session,
    release_session,
    start_session,
)
from certificates.models import DecisionRecord, Session, SessionEvent
from home.models import AuditEntry
from tests.certificates.sessions.planning import (
    DOOR,
    MINUTES,
    OBSERVED,
    plan,
    reasons,
    suspend,
    talking,
)

LATER = DOOR + OBSERVED + 5 * MINUTES


@pytest.fixture
def released(under_way, team):
    at = DOOR + OBSERVED + MINUTES
    attest(under_way, "RELEASE-CRITERIA", by=team["nurse"], at=at)
    outcome = release_session(under_way, by=team["nurse"], at=at + MINUTES)
    assert reasons(outcome) == {}
    return outcome.session


class TestReleasing:
    def test_lets_the_patient_go_home(self, released, team):
        event = SessionEvent.objects.last()

        row, at = Session.objects.get(), DOOR + OBSERVED + 2 * MINUTES
        assert (row.state, row.started_at, row.released_at) == ("RELEASED", DOOR, at)
        assert (event.step, event.by) == ("RELEASED", team["nurse"])
        assert event.booked["released_at"] == at.isoformat()
        assert AuditEntry.objects.last().action == "SESSION-RELEASED"

    def test_waits_for_the_criteria(self, under_way, team):
        outcome = release_session(under_way, by=team["nurse"], at=LATER)

        assert set(reasons(outcome)) == {"RELEASE-CRITERIA"}
        assert Session.objects.get().state == "STARTED"
        assert DecisionRecord.objects.get(pk=outcome.answer.id).decision is False

    def test_waits_for_the_end_of_the_observation(self, under_way, team):
        early = DOOR + OBSERVED - MINUTES
        attest(under_way, "RELEASE-CRITERIA", by=team["nurse"], at=early)

        outcome = release_session(under_way, by=team["nurse"], at=LATER)

        assert set(reasons(outcome)) == {"RELEASE-CRITERIA"}

    def test_keeps_nobody_because_of_a_lapse(self, under_way, team):
        for person in (team["alice"], team["nurse"]):
            suspend(person, DOOR + MINUTES)
        at = DOOR + OBSERVED + MINUTES
        attest(under_way, "RELEASE-CRITERIA", by=team["nurse"], at=at)

        outcome = release_session(under_way, by=team["alice"], at=at)

        assert outcome.session.state == "RELEASED"

    def test_is_not_for_a_session_without_medicine(self, team, clinic, planner, alice):
        session = plan(talking(team), clinic, planner)
        start_session(session, by=alice, at=DOOR)

        outcome = release_session(session, by=alice, at=LATER)

        assert reasons(outcome) == {"SESSION-UNDER-WAY": "UNMET"}
        assert Session.objects.get().state == "STARTED"


class TestClosing:
    def test_ends_it_when_everything_is_said(self, released, team):
        at = LATER
        attest(released, "NEXT-CONTACT", by=team["bob"], at=at)
        attest(released, "PRESENCE-CONTINUOUS", by=team["bob"], at=at)
        attest(released, "ADVERSE-EVENT-NONE", by=team["bob"], at=at)

        outcome = close_session(released, by=team["bob"], at=at)

        event, entry = SessionEvent.objects.last(), AuditEntry.objects.last()
        assert reasons(outcome) == {}
        assert Session.objects.get().state == "CLOSED"
        assert (event.step, event.by) == ("CLOSED", team["bob"])
        assert (entry.action, entry.facts["event"]) == ("SESSION-CLOSED", event.pk)

    def test_waits_for_what_is_not_said(self, released, team):
        outcome = close_session(released, by=team["bob"], at=LATER)

        assert set(reasons(outcome)) == {
            *("PRESENCE-CONTINUOUS", "NEXT-CONTACT", "ADVERSE-EVENT-FORM"),
        }
        assert Session.objects.get().state == "RELEASED"

    def test_waits_for_the_release(self, under_way, team):
        outcome = close_session(under_way, by=team["bob"], at=LATER)

        assert reasons(outcome)["SESSION-UNDER-WAY"] == "UNMET"
        assert Session.objects.get().state == "STARTED"

    def test_ends_one_without_medicine_at_once(self, team, clinic, planner, alice):
        session = plan(talking(team), clinic, planner)
        start_session(session, by=alice, at=DOOR)

        outcome = close_session(session, by=alice, at=LATER)

        assert reasons(outcome) == {}
        assert Session.objects.get().state == "CLOSED"
        assert SessionEvent.objects.filter(step="RELEASED").count() == 0
