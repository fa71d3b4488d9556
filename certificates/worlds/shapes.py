"""A world as it was read: what its JSON says, with the path of every row. Pure.

A date that was absent or null is None. `NO_DAY` stands in where a table needs a date:
nothing that is dated so holds on any day that somebody asks about.
"""

import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime

NO_DAY = date(1900, 1, 1)


def day_told(day: date | None) -> date | None:
    """This will give a day as the gate reads it: what stands in for none is none."""
    return None if day == NO_DAY else day


# A suspension that does not say since when has been in force since ever.
SINCE_EVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Parameters:
    bp_review: str
    bp_stop: str
    observe_minutes: int | None
    release_criteria: str
    set_on: date | None


@dataclass(frozen=True)
class ClinicRow:
    path: str
    slug: str
    name: str
    time_zone: str
    jurisdiction: str
    in_person: bool | None
    parameters: Parameters | None


@dataclass(frozen=True)
class MembershipRow:
    path: str
    clinic: str
    role: str
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True)
class VerificationRow:
    path: str
    on: date
    method: str
    outcome: str


@dataclass(frozen=True)
class DocumentRow:
    path: str
    kind: str
    jurisdiction: str
    issued_on: date | None
    expires_on: date | None
    has_discipline: bool
    verifications: tuple[VerificationRow, ...]


@dataclass(frozen=True)
class CheckRow:
    path: str
    on: date
    outcome: str


@dataclass(frozen=True)
class CredentialRow:
    path: str
    type: str
    target: str
    clinic: str
    valid_from: date
    valid_to: date
    state: str


@dataclass(frozen=True)
class SuspensionRow:
    path: str
    starts_at: datetime
    lifted_at: datetime | None
    kind: str


@dataclass(frozen=True)
class PersonRow:
    path: str
    id: uuid.UUID
    name: str
    email: str
    gender: str
    matching_consent: bool
    memberships: tuple[MembershipRow, ...]
    documents: tuple[DocumentRow, ...]
    exclusion_checks: tuple[CheckRow, ...]
    credentials: tuple[CredentialRow, ...]
    refreshed_on: date | None
    drilled_on: date | None
    suspensions: tuple[SuspensionRow, ...]


@dataclass(frozen=True)
class RelationshipRow:
    path: str
    a: uuid.UUID
    b: uuid.UUID
    kind: str


@dataclass(frozen=True)
class MemberRow:
    path: str
    id: uuid.UUID
    role: str
    presence: str


@dataclass(frozen=True)
class AttestationRow:
    path: str
    code: str
    by: uuid.UUID
    at: datetime | None


@dataclass(frozen=True)
class SignatureRow:
    path: str
    code: str
    by: uuid.UUID
    reason: str
    at: datetime | None


@dataclass(frozen=True)
class SessionRow:
    path: str
    code: str
    clinic: str
    kind: str
    starts_at: datetime | None
    ends_at: datetime | None
    route: str
    ordinal: int | None
    staffing_code: str
    preference: str
    state: str
    members: tuple[MemberRow, ...]
    attestations: tuple[AttestationRow, ...]
    signatures: tuple[SignatureRow, ...]


@dataclass(frozen=True)
class World:
    clinics: tuple[ClinicRow, ...]
    people: tuple[PersonRow, ...]
    relationships: tuple[RelationshipRow, ...]
    sessions: tuple[SessionRow, ...]
