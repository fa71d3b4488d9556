"""The rows that a world becomes, and what the log is told of each."""

import datetime
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.hashers import make_password

from certificates.actions.world_sessions import SessionRows
from certificates.models import (
    Credential,
    CredentialEvent,
    CurrencyRecord,
    Document,
    ExclusionCheck,
    SiteValues,
    Suspension,
    Verification,
)
from certificates.worlds.shapes import ClinicRow, DocumentRow, PersonRow, World
from home.actions.audit import Told
from home.models import Clinic, DeclaredRelationship, Membership, Person, User

Kind = CurrencyRecord.Kind


@dataclass
class Rows:
    """Everything a world becomes, each kind after what it refers to."""

    clinics_by_slug: dict[str, Clinic]
    clinics: list[Clinic] = field(default_factory=list)
    site_values: list[SiteValues] = field(default_factory=list)
    users: list[User] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    memberships: list[Membership] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    verifications: list[Verification] = field(default_factory=list)
    checks: list[ExclusionCheck] = field(default_factory=list)
    credentials: list[Credential] = field(default_factory=list)
    events: list[CredentialEvent] = field(default_factory=list)
    dates: list[CurrencyRecord] = field(default_factory=list)
    suspensions: list[Suspension] = field(default_factory=list)
    ties: list[DeclaredRelationship] = field(default_factory=list)
    sessions: SessionRows = field(default_factory=SessionRows)

    def in_order(self) -> Iterator[list[Any]]:
        """This will give the rows of each table, what is referred to first."""
        yield self.clinics
        yield self.site_values
        yield self.users
        yield self.people
        yield self.memberships
        yield self.documents
        yield self.verifications
        yield self.checks
        yield self.credentials
        yield self.events
        yield self.dates
        yield self.suspensions
        yield self.ties
        yield from self.sessions.in_order()

    def told(self) -> Iterator[Told]:
        """This will give what the log is told; call it once the rows have numbers."""
        for action, rows in (
            ("CLINIC-ENTERED", self.clinics),
            ("SITE-VALUES-SET", self.site_values),
            ("PERSON-ENTERED", self.people),
            ("MEMBERSHIP-ENTERED", self.memberships),
            ("RELATIONSHIP-ENTERED", self.ties),
            ("DOCUMENT-RECORDED", self.documents),
            ("EXCLUSION-CHECKED", self.checks),
            ("CREDENTIAL-ENTERED", self.credentials),
            ("CURRENCY-RECORDED", self.dates),
            ("PERSON-SUSPENDED", self.suspensions),
            ("SESSION-ENTERED", self.sessions.sessions),
        ):
            yield from (Told(action, row, _whose(row)) for row in rows)
        for row in self.verifications:
            yield Told("DOCUMENT-VERIFIED", row, _whose(row.document))


def rows_of(world: World, rows: Rows, at: datetime.datetime) -> Rows:
    """This will add the rows of a world to what is at hand.

    Args:
        at: when it is loaded: since then, and not before, it is on record.
    """
    for clinic in world.clinics:
        _add_clinic(rows, clinic, at)
    for person in world.people:
        _add_person(rows, person)
        _add_papers(rows, person, at)
        _add_standing(rows, person, at)
    for tie in world.relationships:
        told = {"kind": tie.kind, "declared_on": at.date()}
        rows.ties.append(DeclaredRelationship(one_id=tie.a, other_id=tie.b, **told))
    for session in world.sessions:
        rows.sessions.add(session, rows.clinics_by_slug[session.clinic], at)
    return rows


def _whose(row: Any) -> dict[str, uuid.UUID]:
    person = getattr(row, "person_id", None)
    return {"person": person} if person else {}


def _add_clinic(rows: Rows, told: ClinicRow, at: datetime.datetime) -> None:
    clinic = Clinic(
        slug=told.slug,
        name=told.name,
        time_zone=told.time_zone,
        jurisdiction=told.jurisdiction,
        in_person=told.in_person,
    )
    rows.clinics.append(clinic)
    rows.clinics_by_slug[told.slug] = clinic
    if told.parameters:
        values = vars(told.parameters)
        rows.site_values.append(SiteValues(clinic=clinic, recorded_at=at, **values))


def _add_person(rows: Rows, told: PersonRow) -> None:
    user = None
    if told.email:
        # Nobody can sign in with it until they set a password by mail.
        user = User(email=told.email, password=make_password(None))
        rows.users.append(user)
    person = Person(
        id=told.id,
        user=user,
        name=told.name,
        gender=told.gender,
        matching_consent=told.matching_consent,
    )
    rows.people.append(person)
    for role in told.memberships:
        rows.memberships.append(
            Membership(
                person=person,
                clinic=rows.clinics_by_slug[role.clinic],
                role=role.role,
                starts_on=role.starts_on,
                ends_on=role.ends_on,
            )
        )


def _add_papers(rows: Rows, told: PersonRow, at: datetime.datetime) -> None:
    for paper in told.documents:
        _add_document(rows, told.id, paper, at)
    who = {"person_id": told.id, "recorded_at": at}
    rows.checks += [
        ExclusionCheck(on=check.on, outcome=check.outcome, **who)
        for check in told.exclusion_checks
    ]
    dated = {Kind.REFRESH: told.refreshed_on, Kind.DRILL: told.drilled_on}
    rows.dates += [
        CurrencyRecord(kind=kind, on=on, **who) for kind, on in dated.items() if on
    ]


def _add_document(
    rows: Rows, person_id: uuid.UUID, told: DocumentRow, at: datetime.datetime
) -> None:
    document = Document(
        person_id=person_id,
        kind=told.kind,
        jurisdiction=told.jurisdiction,
        issued_on=told.issued_on,
        expires_on=told.expires_on,
        has_discipline=told.has_discipline,
        recorded_at=at,
    )
    rows.documents.append(document)
    rows.verifications += [
        Verification(
            document=document,
            on=row.on,
            method=row.method,
            outcome=row.outcome,
            recorded_at=at,
        )
        for row in told.verifications
    ]


def _add_standing(rows: Rows, told: PersonRow, at: datetime.datetime) -> None:
    """Credentials and suspensions, as they stand now."""
    for held in told.credentials:
        credential = Credential(
            person_id=told.id,
            clinic=rows.clinics_by_slug[held.clinic],
            type=held.type,
            target=held.target,
            state=held.state,
            basis=Credential.Basis.ROSTER,
            valid_from=held.valid_from,
            valid_to=held.valid_to,
            awarded_at=at,
        )
        event = CredentialEvent(credential=credential, to_state=held.state, at=at)
        rows.credentials.append(credential)
        rows.events.append(event)
    rows.suspensions += [
        Suspension(
            person_id=told.id,
            kind=row.kind,
            starts_at=row.starts_at,
            lifted_at=row.lifted_at,
            recorded_at=at,
        )
        for row in told.suspensions
    ]
