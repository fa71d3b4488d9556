"""The shape of everything a decision needs to know. Pure data, no judgement.

Moments are aware datetimes, everything else is a calendar date. None means that
nothing is on record. `id` names the row, as evidence. Collections are sets in
meaning: their order changes neither an answer nor the digest.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any


@dataclass(frozen=True)
class ClinicFacts:
    """A clinic and the site values set for it, all blank until somebody sets them."""

    slug: str
    name: str
    time_zone: str
    jurisdiction: str
    in_person: bool | None = None
    bp_review: str = ""
    bp_stop: str = ""
    observe_minutes: int | None = None
    release_criteria: str = ""
    set_on: date | None = None


@dataclass(frozen=True)
class MembershipFacts:
    """A role at a clinic; `ends_on` None is open-ended."""

    clinic: str
    role: str
    starts_on: date | None
    ends_on: date | None = None
    id: str = ""


@dataclass(frozen=True)
class VerificationFacts:
    on: date | None
    method: str
    outcome: str
    id: str = ""


@dataclass(frozen=True)
class DocumentFacts:
    """A licence, liability cover or life support card: LICENCE, LIABILITY, BLS."""

    kind: str
    issued_on: date | None
    expires_on: date | None
    jurisdiction: str = ""
    discipline: bool = False
    verifications: tuple[VerificationFacts, ...] = ()
    id: str = ""


@dataclass(frozen=True)
class ExclusionCheckFacts:
    on: date | None
    outcome: str
    id: str = ""


@dataclass(frozen=True)
class CredentialFacts:
    """A grant at one clinic: CANDIDATE (with target), L1, L2A, L2B, L3, T, S."""

    type: str
    clinic: str
    valid_from: date | None
    valid_to: date | None
    state: str
    target: str = ""
    id: str = ""


@dataclass(frozen=True)
class SuspensionFacts:
    starts_at: datetime | None
    lifted_at: datetime | None = None
    kind: str = ""
    id: str = ""


@dataclass(frozen=True)
class BusyFacts:
    """One role of a person in one session, whatever its state and clinic.

    `observe_minutes` are those of that session's own clinic.
    """

    session: str
    clinic: str
    role: str
    kind: str
    starts_at: datetime | None
    ends_at: datetime | None
    state: str
    observe_minutes: int | None = None


@dataclass(frozen=True)
class PersonFacts:
    id: str
    name: str
    gender: str = "UNDISCLOSED"
    matching_consent: bool = False
    memberships: tuple[MembershipFacts, ...] = ()
    documents: tuple[DocumentFacts, ...] = ()
    exclusion_checks: tuple[ExclusionCheckFacts, ...] = ()
    credentials: tuple[CredentialFacts, ...] = ()
    refreshed_on: date | None = None
    drilled_on: date | None = None
    suspensions: tuple[SuspensionFacts, ...] = ()
    busy: tuple[BusyFacts, ...] = ()


@dataclass(frozen=True)
class RelationFacts:
    a: str
    b: str
    kind: str
    id: str = ""


@dataclass(frozen=True)
class MemberFacts:
    """Somebody named for a session. `presence` is read for supervisors only."""

    id: str
    role: str
    presence: str | None = None


@dataclass(frozen=True)
class AttestationFacts:
    code: str
    by: str
    at: datetime | None
    id: str = ""


@dataclass(frozen=True)
class SignatureFacts:
    code: str
    by: str
    reason: str
    at: datetime | None
    id: str = ""


@dataclass(frozen=True)
class SessionFacts:
    """A session as the gate holds it, or as a question describes it."""

    code: str
    clinic: str | None = None
    kind: str | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    route: str = ""
    ordinal: int | None = None
    staffing_code: str | None = None
    preference: str | None = None
    state: str | None = None
    members: tuple[MemberFacts, ...] = ()
    attestations: tuple[AttestationFacts, ...] = ()
    signatures: tuple[SignatureFacts, ...] = ()
    started_at: datetime | None = None
    released_at: datetime | None = None


@dataclass(frozen=True)
class OverrideFacts:
    """A director let the session go on in an emergency, from a moment to a moment."""

    by: str
    at: datetime | None
    ends_at: datetime | None
    id: str = ""


@dataclass(frozen=True)
class ClockFacts:
    """Both clocks, and the newest audit entry (None: the log is empty)."""

    application_at: datetime | None
    database_at: datetime | None
    newest_audit_at: datetime | None = None


@dataclass(frozen=True)
class WorldFacts:
    """Everything one question needs.

    `clinic` is the stored session's clinic, or else the one asked about.
    `session` is the stored session of that code, if there is one, with what was made
    void left out. `overrides` are those of that session. `people` are
    all of `question.people_needed`; who is not among them is not on the roster.
    """

    clinic: ClinicFacts | None
    clock: ClockFacts
    people: tuple[PersonFacts, ...] = ()
    relations: tuple[RelationFacts, ...] = ()
    session: SessionFacts | None = None
    overrides: tuple[OverrideFacts, ...] = ()

    @cached_property
    def roster(self) -> Mapping[str, PersonFacts]:
        return {person.id: person for person in self.people}


@dataclass(frozen=True)
class CriterionParameters:
    """A criterion as a policy version orders it."""

    code: str
    parameters: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class PolicyFacts:
    """A policy version. `in_force_until` is the moment a later one replaced it."""

    id: str
    version: int
    sha256: str
    in_force_from: datetime | None
    criteria: tuple[CriterionParameters, ...]
    in_force_until: datetime | None = None
