"""Eight at once on sessions and their people, on a real PostgreSQL."""

from collections import Counter
from itertools import pairwise

import pytest
from django.db import connection

from certificates.actions.attesting import attest
from certificates.actions.session_actors import Actor
from certificates.actions.session_steps import start_session
from certificates.actions.sessions import book_session, cancel_session, change_booking
from certificates.actions.suspensions import Ground, suspend_person
from certificates.models import (
    Attestation,
    DecisionRecord,
    Session,
    SessionEvent,
    SessionMember,
)
from home.audit_verifying import verify
from home.errors import RuleBroken
from home.models import AuditEntry, Person, Role
from tests.cast import NOW, make_clinic, make_person
from tests.certificates.roster import days, make_clear, set_site_values
from tests.certificates.sessions.planning import (
    DOOR,
    MINUTES,
    STARTS,
    booking,
    carry,
    members,
    plan,
    reasons,
)
from tests.certificates.sessions.standing import bind_what_stands
from tests.certificates.signing import signing
from tests.races import CLIENTS, at_once

pytestmark = pytest.mark.races
THERAPIST = ("L1", "L2A", "L2B", "L3", "T")


@pytest.fixture
def clinic(on_postgresql, clocks_agree):
    clinic = make_clinic()
    set_site_values(clinic)
    return clinic


@pytest.fixture
def team(clinic):
    shown = {"matching_consent": True}
    alice = make_person("Alice Ames", clinic, Role.THERAPIST, gender="WOMAN", **shown)
    bob = make_person("Bob Birch", clinic, Role.THERAPIST, gender="MAN", **shown)
    nurse = make_person("Nora Nkemelu", clinic, Role.MEDICAL_CLINICIAN)
    make_clear(alice, clinic, *THERAPIST)
    make_clear(bob, clinic, *THERAPIST)
    make_clear(nurse, clinic)
    return {"alice": alice, "bob": bob, "nurse": nurse}


@pytest.fixture
def schedulers(clinic):
    return [
        Actor(make_person(f"S{n} Sorel", clinic, Role.SCHEDULER))
        for n in range(CLIENTS)
    ]


@pytest.fixture
def prepared(team, clinic, schedulers):
    session = plan(booking(team), clinic, schedulers[0])
    medic = make_person("Mona Meyer", clinic, Role.MEDICAL_DIRECTOR)
    carry(session, team, medic)
    return session


def told_of(act):
    """What came of it: a state, or the rule or reasons that kept it from being."""
    try:
        outcome = act()
    except RuleBroken as refusal:
        return refusal.code
    if outcome.answer.decision.decision or outcome.session is not None:
        return "done"
    return " ".join(sorted(reasons(outcome)))


def is_busy_twice(person):
    """Whether two booked sessions of somebody overlap, observation left aside."""
    seats = SessionMember.objects.filter(person=person, session__state="BOOKED")
    times = sorted(
        seats.values_list("session__starts_at", "session__ends_at").distinct()
    )
    return any(one[1] > other[0] for one, other in pairwise(times))


class TestEightBookings:
    def test_of_one_team_at_one_time_make_one(self, team, clinic, schedulers):
        wanted = [booking(team, code=f"KX-{n}01") for n in range(CLIENTS)]

        told = at_once(
            lambda n: told_of(
                lambda: book_session(wanted[n], clinic, actor=schedulers[n], at=NOW)
            )
        )

        assert connection.vendor == "postgresql"
        assert told.count("done") == 1
        assert all("NOT-DOUBLE-BOOKED" in one for one in told if one != "done")
        assert Session.objects.count() == SessionEvent.objects.count() == 1
        assert DecisionRecord.objects.count() == CLIENTS

    def test_with_one_therapist_in_common_make_one(self, team, clinic, schedulers):
        wanted = []
        for number in range(CLIENTS):
            other = make_person(
                f"T{number} Thorn",
                clinic,
                Role.THERAPIST,
                gender="MAN",
                matching_consent=True,
            )
            nurse = make_person(f"N{number} Nord", clinic, Role.MEDICAL_CLINICIAN)
            make_clear(other, clinic, *THERAPIST)
            make_clear(nurse, clinic)
            seats = {"alice": "lead", "other": "co_therapist"}
            seats["nurse"] = "medical_clinician"
            named = members(team | {"other": other, "nurse": nurse}, **seats)
            # Some name her first and some last: nobody waits for one who waits.
            named = named if number % 2 else named[::-1]
            wanted.append(booking(team, code=f"KX-{number}02", members=named))

        told = at_once(
            lambda n: told_of(
                lambda: book_session(wanted[n], clinic, actor=schedulers[n], at=NOW)
            )
        )

        assert Counter(told) == {"done": 1, "NOT-DOUBLE-BOOKED PREPARATION-DONE": 7}
        assert not is_busy_twice(team["alice"])

    def test_of_one_code_make_one(self, team, clinic, schedulers):
        nobody = booking(team, members=())

        told = at_once(
            lambda n: told_of(
                lambda: book_session(nobody, clinic, actor=schedulers[n], at=NOW)
            )
        )

        assert Counter(told) == {"done": 1, "SESSION-CODE-TAKEN": 7}

    def test_moved_to_one_hour_leave_nobody_twice(self, team, clinic, schedulers):
        apart = [
            booking(
                team,
                code=f"KX-{n}03",
                starts_at=STARTS + days(n),
                ends_at=STARTS + days(n) + 90 * MINUTES,
            )
            for n in range(1, CLIENTS + 1)
        ]
        booked = [plan(one, clinic, schedulers[0]) for one in apart]

        at_once(
            lambda n: told_of(
                lambda: change_booking(
                    booked[n],
                    booking(team, code=booked[n].code),
                    clinic,
                    actor=schedulers[n],
                    at=NOW + MINUTES,
                )
            )
        )

        assert Session.objects.filter(starts_at=STARTS).count() == 1
        assert SessionEvent.objects.filter(step="CHANGED").count() == 1
        assert not is_busy_twice(team["alice"])


class TestEightAtTheDoor:
    def test_start_once(self, prepared, team):
        people = list(team.values())

        at_once(
            lambda n: told_of(
                lambda: start_session(prepared, by=people[n % 3], at=DOOR)
            )
        )

        assert SessionEvent.objects.filter(step="STARTED").count() == 1
        assert AuditEntry.objects.filter(action="SESSION-STARTED").count() == 1
        asked = DecisionRecord.objects.filter(question__action__name="start")
        assert asked.filter(decision=True).count() == 1
        assert asked.count() == CLIENTS

    def test_start_or_cancel_but_never_both(self, prepared, team, schedulers):
        def act(number):
            if number % 2:
                return start_session(prepared, by=team["alice"], at=DOOR)
            cancel_session(prepared, actor=schedulers[number], at=DOOR)
            return None

        def told(number):
            try:
                return act(number)
            except RuleBroken as refusal:
                return refusal.code

        at_once(told)

        steps = SessionEvent.objects.exclude(step="BOOKED")
        assert steps.count() == 1
        state = Session.objects.get().state
        assert steps.get().step == state
        assert state in ("STARTED", "CANCELLED")

    def test_start_and_a_suspension_know_of_each_other(self, prepared, clinic, team):
        """Whoever is suspended first does not begin."""
        rita = make_person("Rita Rowe", clinic, Role.CLINICAL_DIRECTOR)
        ground = Ground("PRECAUTIONARY", "A report.")

        def act(number):
            if number:
                return told_of(
                    lambda: start_session(prepared, by=team["alice"], at=DOOR)
                )
            bob = Person.objects.get(pk=team["bob"].pk)
            suspend_person(bob, clinic, ground, signer=signing(rita, DOOR))
            return "suspended"

        at_once(act)

        audit_order = list(
            AuditEntry.objects.filter(
                action__in=["SESSION-STARTED", "PERSON-SUSPENDED"]
            )
            .order_by("leaf_index")
            .values_list("action", flat=True)
        )
        started = Session.objects.get().state == "STARTED"
        assert started is ("SESSION-STARTED" in audit_order)
        # In the log, as in the world, it began before the suspension or not at all.
        assert audit_order[-1] == "PERSON-SUSPENDED"

    def test_attest_a_preparation_once(self, team, clinic, schedulers):
        session = plan(booking(team), clinic, schedulers[0])

        def act(number):
            try:
                return attest(session, "PREPARATION-DONE", by=team["alice"], at=NOW)
            except RuleBroken as refusal:
                return refusal.code

        told = at_once(act)

        assert told.count("ATTESTATION-ALREADY-THERE") == 7
        assert Attestation.objects.count() == 1


class TestTheLogAfterwards:
    def test_is_sound(self, prepared, team, schedulers):
        bind_what_stands()

        def act(number):
            if number % 2:
                return told_of(
                    lambda: start_session(prepared, by=team["alice"], at=DOOR)
                )
            return attest(prepared, "ESCORT-CONFIRMED", by=team["nurse"], at=DOOR)

        at_once(act)

        assert verify().exit_code == 0
