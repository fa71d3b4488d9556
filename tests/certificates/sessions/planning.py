"""What is booked in these tests, and how a session is carried through its life."""

import datetime
from dataclasses import replace

from certificates.actions.attesting import attest
from certificates.actions.session_actors import Actor
from certificates.actions.session_steps import (
    close_session,
    release_session,
    start_session,
)
from certificates.actions.sessions import Booking, Member, book_session
from certificates.models import (
    Attestation,
    DecisionRecord,
    Session,
    SessionEvent,
    SessionSignature,
    Suspension,
)
from home.models import AuditEntry, Clinic, Person
from tests.cast import NOW
from tests.certificates.roster import days

# Four days ahead, so that consent and preparation come before it.
STARTS = NOW + days(4)
MINUTES = datetime.timedelta(minutes=1)
DOOR = STARTS - 20 * MINUTES
OBSERVED = 120 * MINUTES
SEATS = {"alice": "lead", "bob": "co_therapist", "nurse": "medical_clinician"}


def members(team: dict[str, Person], **seats: str) -> tuple[Member, ...]:
    return tuple(
        Member(str(team[name].pk), role) for name, role in (seats or SEATS).items()
    )


def booking(team: dict[str, Person], **changes) -> Booking:
    usual = Booking(
        code="KX-301",
        kind="MEDICATION",
        route="IM",
        starts_at=STARTS,
        ends_at=STARTS + 90 * MINUTES,
        ordinal=1,
        staffing_code="B",
        preference="NONE_STATED",
        members=members(team),
    )
    return replace(usual, **changes)


def talking(team: dict[str, Person], **changes) -> Booking:
    """A session without medicine."""
    plain = {"kind": "PREPARATION", "route": "", "ordinal": None}
    return booking(team, **plain | {"members": members(team, alice="lead"), **changes})


def plan(wanted: Booking, clinic: Clinic, actor: Actor, at=NOW) -> Session:
    outcome = book_session(wanted, clinic, actor=actor, at=at)
    assert outcome.session is not None, outcome.answer.decision.reasons
    return outcome.session


def carry(session: Session, team: dict[str, Person], medic: Person) -> None:
    """This will attest all that a medication session asks for before it begins."""
    for day in (1, 2, 3):
        at = NOW + days(day) - 60 * MINUTES
        attest(session, "PREPARATION-DONE", by=team["alice"], at=at)
    attest(session, "CONSENT-EARLIER-DAY", by=team["bob"], at=NOW + days(2))
    attest(session, "PRESCRIBER-CLEARANCE", by=medic, at=NOW + days(3))
    for code in ("DAY-OF-SCREEN", "ESCORT-CONFIRMED", "KIT-READY", "COMFORT-READY"):
        attest(session, code, by=team["nurse"], at=DOOR - 5 * MINUTES)
    for name in ("alice", "nurse"):
        attest(session, "PAUSE-BY-TWO", by=team[name], at=DOOR - MINUTES)


def finish(session: Session, team: dict[str, Person]) -> Session:
    """This will carry a medication session that has everything from start to close."""
    lead, nurse = team["alice"], team["nurse"]
    start_session(session, by=lead, at=DOOR)
    leaves = DOOR + OBSERVED + MINUTES
    attest(session, "RELEASE-CRITERIA", by=nurse, at=leaves)
    attest(session, "NEXT-CONTACT", by=lead, at=leaves)
    release_session(session, by=nurse, at=leaves + MINUTES)
    attest(session, "PRESENCE-CONTINUOUS", by=lead, at=leaves + 2 * MINUTES)
    attest(session, "ADVERSE-EVENT-NONE", by=nurse, at=leaves + 2 * MINUTES)
    closed = close_session(session, by=lead, at=leaves + 3 * MINUTES)
    assert closed.answer.decision.reasons == ()
    return Session.objects.get(pk=session.pk)


def reasons(outcome) -> dict[str, str]:
    return {v.code: v.result.value for v in outcome.answer.decision.reasons}


def told() -> list[str]:
    """The actions in the log, but for the gate's own."""
    rows = AuditEntry.objects.exclude(action="CLEARANCE-DECIDED").order_by("id")
    return list(rows.values_list("action", flat=True))


def all_rows() -> dict[str, int]:
    """Everything that a step may leave, a refusal in the log aside."""
    tables = (Session, SessionEvent, Attestation, SessionSignature, DecisionRecord)
    counted = {model.__name__: model.objects.count() for model in tables}
    entries = AuditEntry.objects.exclude(action="DENIED").count()
    return counted | {"AuditEntry": entries}


def in_state(session: Session, state: str) -> Session:
    """This will put a session into a state past all rules, as a test's beginning."""
    Session.objects.filter(pk=session.pk).update(
        state=state, started_at=DOOR if state != "BOOKED" else None
    )
    session.refresh_from_db()
    return session


def suspend(person: Person, at: datetime.datetime) -> Suspension:
    return Suspension.objects.create(
        person=person,
        kind="PRECAUTIONARY",
        reason="A report.",
        starts_at=at,
        recorded_at=at,
    )
