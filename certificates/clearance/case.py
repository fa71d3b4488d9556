"""A question with its facts laid out for judging. Pure.

Moments become days of the clinic here; `opening` lays a question out.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import TypeGuard
from zoneinfo import ZoneInfo

from certificates.clearance import days
from certificates.clearance.question import Question
from certificates.clearance.world import (
    AttestationFacts,
    ClinicFacts,
    CredentialFacts,
    MemberFacts,
    PersonFacts,
    SessionFacts,
    SuspensionFacts,
    WorldFacts,
)

PREPARATION, MEDICATION, INTEGRATION = "PREPARATION", "MEDICATION", "INTEGRATION"
KINDS = frozenset({PREPARATION, MEDICATION, INTEGRATION})
STAFFING_CODES = frozenset("ABC")
TRAUMA_CODES = frozenset("BC")
THERAPISTS = frozenset({"lead", "co_therapist"})
ROLES = THERAPISTS | {
    "supervisor",
    "assessor",
    "observer",
    "medical_clinician",
    "second_staff",
}


class Stage(StrEnum):
    BOOK = "book"
    START = "start"
    RELEASE = "release"
    CLOSE = "close"


ACTIONS = frozenset(Stage)
ENDING = frozenset({Stage.RELEASE, Stage.CLOSE})


@dataclass(frozen=True)
class Case:
    """One question, at one moment, with what is true of clinic, session and team."""

    question: Question
    facts: WorldFacts
    stage: Stage
    moment: datetime
    clinic: ClinicFacts
    zone: ZoneInfo
    session: SessionFacts
    members: tuple[MemberFacts, ...]
    is_stored: bool

    @property
    def subject(self) -> str:
        return self.question.subject_id

    @property
    def resource(self) -> str:
        return self.question.resource_id

    @property
    def is_medication(self) -> bool:
        return self.session.kind == MEDICATION

    @property
    def is_trauma_coded(self) -> bool:
        return self.session.staffing_code in TRAUMA_CODES

    @cached_property
    def today(self) -> date:
        return self.day_of(self.moment)

    @cached_property
    def first_day(self) -> date:
        return self.day_of(self.session.starts_at)

    @cached_property
    def busy_until(self) -> datetime | None:
        """Return the end of the session and its observation; None if nobody can say."""
        return end_of_busy_time(
            self.session.kind, self.session.ends_at, self.clinic.observe_minutes
        )

    @cached_property
    def last_day(self) -> date | None:
        """Return the day everything has to hold through; None if nobody can say."""
        return self.day_of(self.busy_until) if self.busy_until else None

    @property
    def horizon(self) -> date:
        """Return the last day, where it is known.

        Raises:
            ValueError: nobody can say.
        """
        if self.last_day is None:
            raise ValueError("The horizon is not known.")
        return self.last_day

    @cached_property
    def therapists(self) -> tuple[str, ...]:
        return self.people_in(THERAPISTS)

    @cached_property
    def everybody(self) -> tuple[str, ...]:
        return self.people_in(ROLES)

    @cached_property
    def is_stored_team(self) -> bool:
        """Whether the members judged are those that were booked."""
        return self.is_stored and team_of(self.members) == team_of(self.session.members)

    @cached_property
    def attestations(self) -> Mapping[str, list[AttestationFacts]]:
        by_code: dict[str, list[AttestationFacts]] = {}
        for row in self.session.attestations:
            by_code.setdefault(row.code, []).append(row)
        return by_code

    @cached_property
    def lasting(self) -> dict[str, list[CredentialFacts]]:
        """Credentials that count, by person: whoever asks first sorts them out."""
        return {}

    def attested(self, code: str) -> list[AttestationFacts]:
        """Return the attestations of a code that exist by now and name somebody."""
        rows = self.attestations.get(code, ())
        return [row for row in rows if row.by and self.has_happened(row.at)]

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Return what to call each member; who is on no roster has no name."""
        return {m.id: self.person(m.id).name or NAMELESS for m in self.members}

    def people_in(self, roles: Collection[str]) -> tuple[str, ...]:
        """Return each person named in one of these roles, once."""
        return tuple(dict.fromkeys([m.id for m in self.members if m.role in roles]))

    def person(self, person_id: str) -> PersonFacts:
        """Return a person's facts; who is not on the roster has none."""
        return self.facts.roster.get(person_id, NOBODY)

    def name(self, person_id: str) -> str:
        return self.names.get(person_id, NAMELESS)

    def suspensions_of(self, person_id: str) -> list[SuspensionFacts]:
        """Return a person's suspensions that are open now; undated ones always are."""
        return [
            row
            for row in self.person(person_id).suspensions
            if (row.starts_at is None or self.has_happened(row.starts_at))
            and not self.has_happened(row.lifted_at)
        ]

    def day_of(self, moment: datetime | None) -> date:
        return days.day_of(moment, self.zone)

    def has_happened(self, moment: datetime | None) -> bool:
        """Whether a moment is not after now; one without an offset raises."""
        return moment is not None and moment <= self.moment


def team_of(members: Collection[MemberFacts]) -> list[tuple[str, str, str]]:
    """Return members in a form that is equal for equal teams, whatever the order."""
    return sorted(
        (m.id, m.role, (m.presence or "") if m.role == "supervisor" else "")
        for m in members
    )


NAMELESS = "This person"
NOBODY = PersonFacts("", "")
LONGEST_OBSERVATION = 7 * 24 * 60


def is_usable_minutes(minutes: int | None) -> TypeGuard[int]:
    """Whether an observation time is filled with a number one can reckon with."""
    if not isinstance(minutes, int) or isinstance(minutes, bool):
        return False
    return 0 <= minutes <= LONGEST_OBSERVATION


def end_of_busy_time(
    kind: str | None, ends_at: datetime | None, observe_minutes: int | None
) -> datetime | None:
    """Return when people are free again, observation included; None if unknown."""
    if ends_at is None:
        return None
    if kind in (PREPARATION, INTEGRATION):
        return days.utc(ends_at)
    if not is_usable_minutes(observe_minutes):
        return None
    return days.add_minutes(ends_at, observe_minutes)
