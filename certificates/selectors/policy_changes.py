"""The shapes in which it is told what signing a version of the policy would change."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from certificates.models import Session


@dataclass(frozen=True)
class Seat:
    """One place in a standard session."""

    kind: str
    role: str
    label: Any


SEATS = (
    Seat("PREPARATION", "lead", _("Preparation")),
    Seat("MEDICATION", "lead", _("Medication, as lead")),
    Seat("MEDICATION", "co_therapist", _("Medication, as co-therapist")),
    Seat("MEDICATION", "medical_clinician", _("Medication, as medical clinician")),
    Seat("MEDICATION", "second_staff", _("Medication, as second staff")),
    Seat("INTEGRATION", "lead", _("Integration")),
)


@dataclass(frozen=True)
class Reason:
    """What stands in the way under one of the two versions."""

    code: str
    subject: str
    text: str
    remedy: str

    @property
    def facts(self) -> list[str]:
        """What the digest is made of: words with dates in them change by themselves."""
        return [self.code, self.subject]


@dataclass(frozen=True)
class SeatChange:
    """Seats that somebody would gain or lose for the same reasons."""

    seats: tuple[Seat, ...]
    reasons: tuple[Reason, ...]

    @property
    def facts(self) -> list:
        """What the digest of a preview is made of."""
        seats = [[seat.kind, seat.role] for seat in self.seats]
        return [seats, [reason.facts for reason in self.reasons]]


@dataclass(frozen=True)
class PersonChange:
    """One person who would gain seats, or lose them."""

    person_id: str
    name: str
    changes: tuple[SeatChange, ...]

    @property
    def facts(self) -> list:
        """What the digest of a preview is made of."""
        return [self.person_id, self.name, [one.facts for one in self.changes]]


@dataclass(frozen=True)
class SessionChange:
    """A booked session whose answer, or whose door, would be another one."""

    code: str
    kind: str
    starts_at: datetime.datetime
    people: frozenset[str]
    reasons: tuple[Reason, ...]

    @property
    def kind_label(self) -> str:
        """What kind of session it is, in a word."""
        return str(Session.Kind(self.kind).label)

    @property
    def facts(self) -> list:
        """What the digest of a preview is made of."""
        moment = self.starts_at.astimezone(datetime.UTC).isoformat()
        return [self.code, moment, [reason.facts for reason in self.reasons]]


@dataclass(frozen=True)
class PolicyPreview:
    """What signing a version would change, by name and by session.

    Args:
        closes, opens: booked sessions whose answer turns to no, or to yes.
        harder, easier: those whose answer stays, but who are asked more, or less, at
            the door, as far as it is attested by now.
    """

    gains: tuple[PersonChange, ...] = ()
    loses: tuple[PersonChange, ...] = ()
    closes: tuple[SessionChange, ...] = ()
    opens: tuple[SessionChange, ...] = ()
    harder: tuple[SessionChange, ...] = ()
    easier: tuple[SessionChange, ...] = ()
    people: int = 0
    sessions: int = 0

    @property
    def facts(self) -> dict[str, list]:
        """What a signature is bound to. Changing it orphans those on record."""
        lists = ("gains", "loses", "closes", "opens", "harder", "easier")
        return {name: [one.facts for one in getattr(self, name)] for name in lists}

    @property
    def counts(self) -> dict[str, int]:
        """How many each list has."""
        return {name: len(rows) for name, rows in self.facts.items()}

    @property
    def gainers(self) -> frozenset[str]:
        """Who would be cleared for something that they are not cleared for now."""
        opened = (one.people for one in (*self.opens, *self.easier))
        return frozenset(one.person_id for one in self.gains).union(*opened)
