"""What is on record for one person, as a requirement tree needs to know it. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from certificates.clearance.world import (
    CredentialFacts,
    DocumentFacts,
    ExclusionCheckFacts,
)
from modules.records import LearningRecord


@dataclass(frozen=True)
class GrantFacts(CredentialFacts):
    """A credential that the clinic granted: it has a first and a last day."""

    valid_from: date
    valid_to: date


@dataclass(frozen=True)
class CurrencyFacts:
    """Something a clinic recorded with a date, such as an emergency drill."""

    kind: str
    on: date
    id: str = ""


@dataclass(frozen=True)
class Evidence:
    """Everything a requirement may be judged on, on one day at one clinic.

    Args:
        today: the calendar day at the clinic.
        credentials: those of this clinic only.
        open_suspensions: ids, of every clinic.
    """

    person_id: str
    clinic: str
    jurisdiction: str
    today: date
    learning: LearningRecord
    documents: tuple[DocumentFacts, ...] = ()
    exclusion_checks: tuple[ExclusionCheckFacts, ...] = ()
    credentials: tuple[GrantFacts, ...] = ()
    currency: tuple[CurrencyFacts, ...] = ()
    open_suspensions: tuple[str, ...] = ()

    def active(self, types: Collection[str]) -> list[GrantFacts]:
        """This will list the credentials of these types that may be used today."""
        return [
            row
            for row in self.credentials
            if row.type in types
            and row.state == "ACTIVE"
            and row.valid_from <= self.today <= row.valid_to
        ]
