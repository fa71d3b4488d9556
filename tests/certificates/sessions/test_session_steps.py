"""Starting, releasing and closing: each asks afresh, and a no moves nothing."""

import pytest

from certificates.actions.session_steps import (
    close_session,
    release_session,
    start_session,
)
from certificates.actions.sessions import cancel_session
from certificates.models import (
    DecisionRecord,
    Session,
    SessionEvent,
)
from home.models import AuditEntry, Role
from tests.cast import NOW, make_person
from tests.certificates.sessions.planning import (
    DOOR,
    MINUTES,
    OBSERVED,
    finish,
    in_state,
    plan,
    reasons,
    suspend,
    talking,
    told,
)
from tests.certificates.sessions.refusals import refused

STEPS = {
    "start": (start_session, "SESSION-OPENABLE"),
    "release": (release_session, "SESSION-UNDER-WAY"),
    "close": (close_session, "SESSION-UNDER-WAY"),
}
# From where each step may go on, for a session with medicine.
FROM = {"start": "BOOKED", "release": "STARTED", "close": "RELEASED"}
PAST = {
    "release": DOOR + OBSERVED + 5 * MINUTES,
    "close": DOOR + OBSERVED + 5 * MINUTES,
    "start": DOOR,
}


class TestStarting:
    def test_opens_a_session_that_has_everything(self, prepared, alice):
        outcome = start_session(prepared, by=alice, at=DOOR)

        row = Session.objects.get()
        assert reasons(outcome) == {}
        assert outcome.answer.decision.valid_until is not None
        assert (row.state, row.started_at) == ("STARTED", DOOR)
        assert outcome.session.state == "STARTED"

    def test_writes_the_event_the_decision_and_one_entry(self, prepared, alice):
        log = told()

        outcome = start_session(prepared, by=alice, at=DOOR)

        event, entry = SessionEvent.objects.last(), AuditEntry.objects.last()
        decision = DecisionRecord.objects.get(pk=outcome.answer.id)
        assert (event.step, event.by, event.at) == ("STARTED", alice, DOOR)
        assert event.decision == decision
        assert (decision.decision, decision.asked_by) == (True, alice)
        assert decision.question["action"] == {"name": "start"}
        assert event.booked["state"] == "STARTED"
        assert event.booked["started_at"] == DOOR.isoformat()
        assert told() == [*log, "SESSION-STARTED"]
        assert entry.facts == {"event": event.pk, "decision": str(decision.pk)}

    def test_that_is_denied_starts_nothing_and_is_recorded(self, booked, alice):
        events, log = SessionEvent.objects.count(), told()

        outcome = start_session(booked, by=alice, at=DOOR)

        row = Session.objects.get()
        assert "ESCORT-CONFIRMED" in reasons(outcome)
        assert (row.state, row.started_at) == ("BOOKED", None)
        assert (outcome.session.state, outcome.session.started_at) == ("BOOKED", None)
        assert SessionEvent.objects.count() == events
        assert told() == log
        assert DecisionRecord.objects.get(pk=outcome.answer.id).decision is False

    def test_asks_afresh(self, prepared, alice, bob):
        suspend(bob, DOOR - MINUTES)

        outcome = start_session(prepared, by=alice, at=DOOR)

        assert reasons(outcome) == {"NOT-SUSPENDED": "UNMET"}
        assert Session.objects.get().state == "BOOKED"

    def test_by_somebody_suspended_of_the_team_is_the_gates_to_deny(
        self, prepared, alice
    ):
        suspend(alice, NOW)

        outcome = start_session(prepared, by=alice, at=DOOR)

        assert reasons(outcome) == {"NOT-SUSPENDED": "UNMET"}
        assert DecisionRecord.objects.filter(pk=outcome.answer.id).exists()

    def test_is_not_done_twice(self, prepared, alice):
        start_session(prepared, by=alice, at=DOOR)

        again = start_session(prepared, by=alice, at=DOOR + MINUTES)

        assert reasons(again)["SESSION-OPENABLE"] == "UNMET"
        assert Session.objects.get().started_at == DOOR
        assert SessionEvent.objects.filter(step="STARTED").count() == 1

    @pytest.mark.parametrize("name", ["bob", "nurse"])
    def test_is_for_the_team(self, prepared, team, name):
        outcome = start_session(prepared, by=team[name], at=DOOR)

        assert outcome.session.state == "STARTED"

    def test_is_for_a_director(self, prepared, rita):
        assert start_session(prepared, by=rita, at=DOOR).session.state == "STARTED"

    def test_opens_a_session_without_medicine(self, team, clinic, planner, alice):
        session = plan(talking(team), clinic, planner)

        assert start_session(session, by=alice, at=DOOR).session.state == "STARTED"


class TestAStepIsRefused:
    @pytest.mark.parametrize("step", STEPS)
    def test_to_somebody_who_is_not_at_the_door(self, prepared, sam, step):
        act, _code = STEPS[step]

        refused("NOT-ALLOWED", act, prepared, by=sam, at=PAST[step])

    @pytest.mark.parametrize("step", STEPS)
    def test_to_an_observer(self, prepared, clinic, step):
        act, _code = STEPS[step]
        student = make_person("Olga Orr", clinic, Role.STAFF)
        prepared.members.create(person=student, role="observer")

        refused("NOT-ALLOWED", act, prepared, by=student, at=PAST[step])

    @pytest.mark.parametrize("step", STEPS)
    def test_to_another_clinic(self, prepared, charlie, step):
        act, _code = STEPS[step]

        refused("SESSION-UNKNOWN", act, prepared, by=charlie, at=PAST[step])

    @pytest.mark.parametrize("step", STEPS)
    def test_to_a_system_with_a_token(self, prepared, machine, step):
        act, _code = STEPS[step]

        refused("SESSION-UNKNOWN", act, prepared, by=machine.person, at=PAST[step])

    def test_to_begin_by_a_director_who_is_suspended(self, prepared, rita):
        suspend(rita, NOW)

        refused("NOT-ALLOWED", start_session, prepared, by=rita, at=DOOR)


class TestEveryStepFromEveryState:
    @pytest.mark.parametrize("state", Session.State.values)
    @pytest.mark.parametrize("step", STEPS)
    def test_goes_on_from_one_only(self, prepared, team, step, state):
        act, code = STEPS[step]
        in_state(prepared, state)

        outcome = act(prepared, by=team["alice"], at=PAST[step])

        found = reasons(outcome)
        assert (code in found) is (state != FROM[step])
        moved = Session.objects.get().state != state
        assert moved is (step == "start" and state == "BOOKED")
        assert moved is outcome.answer.decision.decision

    @pytest.mark.parametrize("state", ["STARTED", "RELEASED", "CLOSED", "CANCELLED"])
    def test_cancelling_is_for_booked_ones(self, prepared, planner, state):
        in_state(prepared, state)

        refused(
            "SESSION-MOVE-REFUSED", cancel_session, prepared, actor=planner, at=DOOR
        )


class TestAWholeLife:
    def test_tells_each_step_once(self, prepared, team):
        finish(prepared, team)

        steps = SessionEvent.objects.values_list("step", flat=True)
        assert list(steps) == ["BOOKED", "STARTED", "RELEASED", "CLOSED"]
        assert told() == [
            "SESSION-BOOKED",
            *["ATTESTED"] * 11,
            "SESSION-STARTED",
            *["ATTESTED"] * 2,
            "SESSION-RELEASED",
            *["ATTESTED"] * 2,
            "SESSION-CLOSED",
        ]
