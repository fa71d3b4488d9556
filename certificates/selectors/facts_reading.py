"""What the statement of `facts_sql` gave, read into the gate's own shape. Pure.

What cannot be read raises, and then nothing is answered: never a fact left out.
"""

import json
import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from certificates.clearance.world import (
    AttestationFacts,
    BusyFacts,
    ClinicFacts,
    CredentialFacts,
    DocumentFacts,
    ExclusionCheckFacts,
    MemberFacts,
    MembershipFacts,
    OverrideFacts,
    PersonFacts,
    RelationFacts,
    SessionFacts,
    SignatureFacts,
    SuspensionFacts,
    VerificationFacts,
)
from certificates.exclusions.standing import sticking
from certificates.worlds.shapes import day_told

Rows = list[list[Any]]

WITH_HYPHENS = 36


@dataclass(frozen=True)
class Told:
    """All that one statement gave; `overrides` by the code of their session."""

    database_at: datetime | None
    newest_audit_at: datetime | None
    clinics: dict[str, ClinicFacts]
    sessions: dict[str, SessionFacts]
    overrides: dict[str, tuple[OverrideFacts, ...]]
    people: tuple[PersonFacts, ...]
    relations: tuple[RelationFacts, ...]


def read(text: str) -> Told:
    """This will read the whole answer of the database.

    Raises:
        ValueError, TypeError: it is not what the statement asks for.
    """
    now, newest_audit, clinics, sessions, people, relations = json.loads(text)
    places = [_clinic(row) for row in clinics or ()]
    booked = [(_session(row[:-1]), row[-1]) for row in sessions or ()]
    return Told(
        database_at=_moment(now),
        newest_audit_at=_moment(newest_audit),
        clinics={place.slug: place for place in places},
        sessions={session.code: session for session, _ in booked},
        overrides={session.code: _overrides(rows) for session, rows in booked},
        people=tuple(_person(row) for row in sorted(people or (), key=_by_name)),
        relations=tuple(
            RelationFacts(_id(one), _id(other), kind, str(pk))
            for rows in relations or ()
            for one, other, kind, pk in rows or ()
        ),
    )


def _clinic(row: list[Any]) -> ClinicFacts:
    slug, name, zone, jurisdiction, in_person, review, stop, observe, let_go, on = row
    return ClinicFacts(
        slug=slug,
        name=name,
        time_zone=zone,
        jurisdiction=jurisdiction,
        in_person=None if in_person is None else bool(in_person),
        bp_review=review or "",
        bp_stop=stop or "",
        observe_minutes=observe,
        release_criteria=let_go or "",
        set_on=_day(on),
    )


def _session(row: list[Any]) -> SessionFacts:
    code, clinic, kind, starts, ends, route, ordinal, *row = row
    staffing, preference, state, started, released, members, attested, signed = row
    return SessionFacts(
        code=code,
        clinic=clinic,
        kind=kind,
        starts_at=_moment(starts),
        ends_at=_moment(ends),
        route=route,
        ordinal=ordinal,
        staffing_code=staffing,
        preference=preference,
        state=state,
        members=tuple(
            MemberFacts(_id(person), role, presence or None)
            for _pk, person, role, presence in sorted(members or ())
        ),
        attestations=tuple(
            AttestationFacts(code, _id(by), _moment(at), str(pk))
            for code, by, at, pk in attested or ()
        ),
        signatures=tuple(
            SignatureFacts(code, _id(by), reason, _moment(at), str(pk))
            for code, by, reason, at, pk in signed or ()
        ),
        started_at=_moment(started),
        released_at=_moment(released),
    )


def _overrides(rows: Rows | None) -> tuple[OverrideFacts, ...]:
    return tuple(
        OverrideFacts(_id(by), _moment(at), _moment(ends), _id(pk))
        for by, at, ends, pk in rows or ()
    )


def _person(row: list[Any]) -> PersonFacts:
    pk, name, gender, consent, *row = row
    memberships, documents, checks, credentials, refreshed, drilled, *row = row
    suspensions, busy = row
    return PersonFacts(
        id=_id(pk),
        name=name,
        gender=gender,
        matching_consent=bool(consent),
        memberships=tuple(
            MembershipFacts(clinic, role, _day(since), _day(until), str(pk))
            for clinic, role, since, until, pk in memberships or ()
        ),
        documents=tuple(_document(row) for row in documents or ()),
        exclusion_checks=_checks(checks or []),
        credentials=tuple(
            CredentialFacts(type_, clinic, _day(since), _day(to), state, target, _id(k))
            for type_, clinic, since, to, state, target, k in credentials or ()
        ),
        refreshed_on=_day(refreshed),
        drilled_on=_day(drilled),
        suspensions=tuple(
            SuspensionFacts(_moment(starts), _moment(lifted), kind, _id(pk))
            for starts, lifted, kind, pk in suspensions or ()
        ),
        busy=tuple(_busy(row) for row in busy or ()),
    )


def _document(row: list[Any]) -> DocumentFacts:
    kind, issued, expires, jurisdiction, discipline, pk, verifications = row
    return DocumentFacts(
        kind=kind,
        issued_on=_day(issued),
        expires_on=_day(expires),
        jurisdiction=jurisdiction,
        discipline=bool(discipline),
        verifications=tuple(
            VerificationFacts(day_told(_day(on)), method, outcome, str(v))
            for on, method, outcome, v in verifications or ()
        ),
        id=_id(pk),
    )


def _checks(rows: Rows) -> tuple[ExclusionCheckFacts, ...]:
    """This will keep what was found standing on every later day, as `sticking` does."""
    came = {str(pk): _moment(at) for _on, _outcome, pk, at in rows if at}
    told = [ExclusionCheckFacts(_day(on), what, str(pk)) for on, what, pk, _ in rows]
    return sticking(told, came)


def _busy(row: list[Any]) -> BusyFacts:
    session, clinic, role, kind, starts, ends, state, observe = row
    return BusyFacts(
        session=session,
        clinic=clinic,
        role=role,
        kind=kind,
        starts_at=_moment(starts),
        ends_at=_moment(ends),
        state=state,
        observe_minutes=observe,
    )


def _by_name(row: list[Any]) -> tuple[str, str]:
    pk, name, *_rest = row
    return name, pk


def _id(text: str) -> str:
    """This will give an id with its hyphens, which SQLite keeps without."""
    return text if len(text) == WITH_HYPHENS else str(uuid.UUID(text))


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _moment(text: str | None) -> datetime | None:
    """This will give an aware moment; SQLite keeps them in UTC and does not say so."""
    if text is None:
        return None
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
