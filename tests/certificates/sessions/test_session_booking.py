"""Booking a session: a plan, never a permission."""

from dataclasses import replace

import pytest

from certificates.actions.session_actors import Actor
from certificates.actions.sessions import book_session, cancel_session
from certificates.models import DecisionRecord, Session, SessionEvent, Suspension
from home.models import AuditEntry
from tests.cast import NOW
from tests.certificates.roster import days
from tests.certificates.sessions.planning import (
    MINUTES,
    STARTS,
    booking,
    plan,
    reasons,
    told,
)


class TestBooking:
    def test_keeps_the_session_with_its_team(self, wanted, clinic, planner, team):
        session = plan(wanted, clinic, planner)

        row = Session.objects.get()
        assert row == session
        assert (row.state, row.clinic, row.starts_at) == ("BOOKED", clinic, STARTS)
        assert {(m.person, m.role) for m in row.members.all()} == {
            (team["alice"], "lead"),
            (team["bob"], "co_therapist"),
            (team["nurse"], "medical_clinician"),
        }

    def test_tells_the_gates_answer_at_once(self, wanted, clinic, planner):
        outcome = book_session(wanted, clinic, actor=planner, at=NOW)

        assert reasons(outcome) == {"PREPARATION-DONE": "UNKNOWN"}
        assert outcome.answer.decision.basis == "policy"

    def test_writes_the_event_the_decision_and_one_entry(
        self, wanted, clinic, planner, sam
    ):
        session = plan(wanted, clinic, planner)

        event = SessionEvent.objects.get()
        decision = DecisionRecord.objects.get()
        entries = list(AuditEntry.objects.order_by("id"))
        assert (event.step, event.by, event.token, event.at) == (
            *("BOOKED", sam, None),
            NOW,
        )
        assert event.decision == decision
        assert (decision.asked_by, decision.session_code) == (sam, "KX-301")
        assert event.voided == []
        assert [row.action for row in entries] == [
            "CLEARANCE-DECIDED",
            "SESSION-BOOKED",
        ]
        assert entries[1].subject_id == str(session.pk)
        assert entries[1].by == sam.pk
        assert entries[1].facts == {"event": event.pk, "decision": str(decision.pk)}

    def test_writes_down_all_that_stands_after_it(self, booked, team):
        assert SessionEvent.objects.get().booked == {
            "state": "BOOKED",
            "clinic": "north",
            "kind": "MEDICATION",
            "route": "IM",
            "starts_at": "2026-11-06T15:00:00+00:00",
            "ends_at": "2026-11-06T16:30:00+00:00",
            "ordinal": 1,
            "staffing_code": "B",
            "preference": "NONE_STATED",
            "started_at": None,
            "released_at": None,
            "members": [
                {"id": str(team["alice"].pk), "role": "lead", "presence": ""},
                {"id": str(team["bob"].pk), "role": "co_therapist", "presence": ""},
                {
                    "id": str(team["nurse"].pk),
                    "role": "medical_clinician",
                    "presence": "",
                },
            ],
        }

    def test_is_kept_while_something_is_only_not_known(self, team, clinic, planner):
        not_asked = booking(team, preference="NOT_ASKED")

        outcome = book_session(not_asked, clinic, actor=planner, at=NOW)

        assert outcome.session is not None
        assert reasons(outcome)["PREFERENCE-ASKED"] == "UNKNOWN"

    def test_is_kept_while_a_signature_is_wanting(self, team, clinic, planner):
        team["bob"].gender = "WOMAN"
        team["bob"].save()

        outcome = book_session(booking(team), clinic, actor=planner, at=NOW)

        assert outcome.session is not None
        assert reasons(outcome)["COMPOSITION"] == "UNMET"

    def test_is_kept_while_the_team_is_still_looked_for(self, team, clinic, planner):
        session = plan(booking(team, members=()), clinic, planner)

        assert not session.members.exists()

    def test_serves_a_director_as_well(self, wanted, clinic, rita, medic):
        plan(wanted, clinic, Actor(rita))
        other = replace(wanted, code="KX-302", members=())

        assert plan(other, clinic, Actor(medic)).state == "BOOKED"

    def test_by_a_system_names_its_token(self, wanted, clinic, machine, token):
        plan(wanted, clinic, machine)

        event, decision = SessionEvent.objects.get(), DecisionRecord.objects.get()
        assert (event.by, event.token) == (None, token)
        assert (decision.asked_by, decision.token) == (None, token)
        assert decision.purpose == "calendar"
        entry = AuditEntry.objects.get(action="SESSION-BOOKED")
        assert (entry.by, entry.facts["token"]) == (None, str(token.pk))


class TestABookingThatSomethingForbids:
    @pytest.fixture
    def suspended(self, team):
        return Suspension.objects.create(
            person=team["bob"],
            kind="PRECAUTIONARY",
            reason="A report.",
            starts_at=NOW - days(1),
            recorded_at=NOW - days(1),
        )

    def test_is_not_kept_but_its_answer_is(self, wanted, clinic, planner, suspended):
        outcome = book_session(wanted, clinic, actor=planner, at=NOW)

        assert outcome.session is None
        assert reasons(outcome)["NOT-SUSPENDED"] == "UNMET"
        assert not Session.objects.exists()
        assert not SessionEvent.objects.exists()
        decision = DecisionRecord.objects.get()
        assert (decision.pk, decision.decision) == (outcome.answer.id, False)
        assert decision.question["subject"]["properties"]["members"] != []
        assert decision.question["resource"]["properties"]["route"] == "IM"
        assert told() == []

    def test_leaves_its_code_to_be_booked_with_others(
        self, wanted, team, clinic, planner, suspended
    ):
        book_session(wanted, clinic, actor=planner, at=NOW)

        assert plan(booking(team, members=()), clinic, planner).code == wanted.code

    def test_is_one_with_somebody_who_is_busy_then(self, booked, team, clinic, planner):
        other = booking(team, code="KX-302", starts_at=STARTS + 60 * MINUTES)
        other = replace(other, ends_at=STARTS + 120 * MINUTES)

        outcome = book_session(other, clinic, actor=planner, at=NOW)

        assert outcome.session is None
        assert reasons(outcome)["NOT-DOUBLE-BOOKED"] == "UNMET"
        assert list(Session.objects.all()) == [booked]

    def test_is_free_again_once_the_other_is_cancelled(
        self, booked, team, clinic, planner
    ):
        cancel_session(booked, actor=planner, at=NOW)

        assert plan(booking(team, code="KX-302"), clinic, planner).state == "BOOKED"
