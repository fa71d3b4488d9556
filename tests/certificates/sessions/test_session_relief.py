"""Relief: a new team for a session under way, if the gate says yes to it."""

import pytest

from certificates.actions.relief import relieve
from certificates.actions.sessions import Member
from certificates.models import DecisionRecord, Session, SessionEvent
from home.models import AuditEntry, Role
from tests.cast import NOW, make_person
from tests.certificates.roster import days, make_clear
from tests.certificates.sessions.planning import (
    DOOR,
    MINUTES,
    in_state,
    members,
    reasons,
    suspend,
    told,
)
from tests.certificates.sessions.refusals import refused

AT = DOOR + 30 * MINUTES


@pytest.fixture
def relief(clinic):
    """Somebody who can take a therapist's place."""
    person = make_person(
        "Mark Moss", clinic, Role.THERAPIST, gender="MAN", matching_consent=True
    )
    return make_clear(person, clinic, "L1", "L2A", "L2B", "L3", "T")


@pytest.fixture
def others(team, relief):
    seats = {"alice": "lead", "relief": "co_therapist", "nurse": "medical_clinician"}
    return members(team | {"relief": relief}, **seats)


class TestRelief:
    def test_names_the_new_team(self, under_way, team, others, relief, sam):
        outcome = relieve(under_way, others, by=sam, at=AT)

        event, entry = SessionEvent.objects.last(), AuditEntry.objects.last()
        assert reasons(outcome) == {}
        assert [m.person for m in under_way.members.all()] == [
            team["alice"],
            relief,
            team["nurse"],
        ]
        assert Session.objects.get().state == "STARTED"
        assert (event.step, event.by, event.at) == ("RELIEVED", sam, AT)
        assert event.decision_id == outcome.answer.id
        assert event.voided == ["PAUSE-BY-TWO"]
        assert (entry.action, entry.facts["voided"]) == ("SESSION-RELIEVED", 1)

    def test_takes_the_place_of_somebody_suspended(self, under_way, bob, others, rita):
        suspend(bob, DOOR + MINUTES)

        assert reasons(relieve(under_way, others, by=rita, at=AT)) == {}

    @pytest.mark.parametrize("name", ["alice", "nurse"])
    def test_is_asked_for_by_the_team(self, under_way, team, others, name):
        outcome = relieve(under_way, others, by=team[name], at=AT)

        assert outcome.answer.decision.decision is True

    def test_without_a_yes_leaves_the_team_that_began(
        self, under_way, team, others, relief, sam
    ):
        suspend(relief, DOOR + MINUTES)
        events, log = SessionEvent.objects.count(), told()

        outcome = relieve(under_way, others, by=sam, at=AT)

        assert reasons(outcome) == {"NOT-SUSPENDED": "UNMET"}
        assert [m.person for m in under_way.members.all()] == list(team.values())
        assert SessionEvent.objects.count() == events
        assert told() == log
        assert DecisionRecord.objects.get(pk=outcome.answer.id).decision is False
        pauses = under_way.attestations.filter(code="PAUSE-BY-TWO")
        assert {row.voided_at for row in pauses} == {None}

    def test_needs_a_yes_and_not_merely_no_no(self, under_way, team, others, sam):
        """While it is planned an open signature may wait; under way nothing may."""
        team["nurse"].exclusion_checks.model.objects.create(
            person=team["nurse"],
            on=AT.date(),
            outcome="POTENTIAL_MATCH",
            recorded_at=AT,
        )

        outcome = relieve(under_way, others, by=sam, at=AT)

        assert reasons(outcome) == {"EXCLUSION-CLEAR": "UNKNOWN"}
        assert SessionEvent.objects.last().step == "STARTED"


class TestReliefIsRefused:
    @pytest.mark.parametrize("state", [s for s in Session.State if s != "STARTED"])
    def test_unless_the_session_is_under_way(self, prepared, others, sam, state):
        in_state(prepared, state)

        refused(*("SESSION-NOT-UNDER-WAY", relieve, prepared, others), by=sam, at=AT)

    def test_when_nobody_changes(self, under_way, team, sam):
        refused(
            *("SESSION-NOTHING-CHANGED", relieve, under_way, members(team)),
            by=sam,
            at=AT,
        )

    @pytest.mark.parametrize("named", [(), (Member("nobody", "lead"),)])
    def test_without_a_team(self, under_way, sam, named):
        refused("BOOKING-UNREADABLE", relieve, under_way, named, by=sam, at=AT)

    def test_with_somebody_of_another_clinic(self, under_way, others, sam, charlie):
        named = (*others, Member(str(charlie.pk), "observer"))

        refused("SESSION-MEMBER-UNKNOWN", relieve, under_way, named, by=sam, at=AT)

    def test_to_somebody_else_of_the_clinic(self, under_way, others, relief):
        refused("NOT-ALLOWED", relieve, under_way, others, by=relief, at=AT)

    def test_to_another_clinic(self, under_way, others, charlie):
        refused("SESSION-UNKNOWN", relieve, under_way, others, by=charlie, at=AT)

    def test_to_a_system_with_a_token(self, under_way, others, machine):
        refused(
            *("SESSION-UNKNOWN", relieve, under_way, others),
            by=machine.person,
            at=NOW + days(4),
        )
