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
    # What follows a founding appointment is asked for in full: it is no renewal.
    is_founding: bool = False


@dataclass(frozen=True)
class CurrencyFacts:
    """Something a clinic recorded with a date, such as an emergency drill."""

    kind: str
    on: date
    id: str = ""


@dataclass(frozen=True)
class StatementFacts:
    """Somebody stated something about the person, in the words of the catalogue.

    Args:
        by: SELF for the person, DIRECTOR for a director about them.
    """

    code: str
    by: str
    on: date
    id: str = ""


@dataclass(frozen=True)
class WaiverFacts:
    """A director lets a requirement be met in another way; one that was not ended."""

    code: str
    granted_on: date
    expires_on: date
    id: str = ""


@dataclass(frozen=True)
class SupervisedFacts:
    """A closed session in which the person worked and somebody supervised.

    Args:
        presence: IN_ROOM or ON_SITE, of every supervisor on the team.
    """

    session: str
    kind: str
    on: date
    presence: frozenset[str]


@dataclass(frozen=True)
class Evidence:
    """Everything a requirement may be judged on, on one day at one clinic.

    Args:
        today: the calendar day at the clinic.
        credentials, statements, waivers: those of this clinic only.
        open_suspensions: ids, of every clinic.
        open_concerns: how many; None when nobody looked, as on the person's own page.
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
    statements: tuple[StatementFacts, ...] = ()
    waivers: tuple[WaiverFacts, ...] = ()
    supervised: tuple[SupervisedFacts, ...] = ()
    open_concerns: int | None = None

    def active(self, types: Collection[str]) -> list[GrantFacts]:
        """This will list the credentials of these types that may be used today."""
        return [
            row
            for row in self.credentials
            if row.type in types
            and row.state == "ACTIVE"
            and row.valid_from <= self.today <= row.valid_to
        ]
