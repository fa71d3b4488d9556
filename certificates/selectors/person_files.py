"""Everything on record for one person, fetched once and read by many."""

import datetime
from dataclasses import dataclass

from django.db.models import Prefetch

from certificates.models import (
    Credential,
    CurrencyRecord,
    Document,
    ExclusionCheck,
    Suspension,
    Verification,
)
from home.models import Clinic, Person
from modules.records import LearningRecord
from modules.selectors.record import learning_record


@dataclass(frozen=True)
class PersonFile:
    """The rows about one person as one clinic may use them.

    Credentials are those of this clinic. Everything else is about the person,
    whichever clinic recorded it.
    """

    person: Person
    clinic: Clinic
    at: datetime.datetime
    learning: LearningRecord
    documents: list[Document]
    exclusion_checks: list[ExclusionCheck]
    currency: list[CurrencyRecord]
    credentials: list[Credential]
    suspensions: list[Suspension]

    @property
    def today(self) -> datetime.date:
        """The calendar day at the clinic."""
        return self.clinic.day_of(self.at)

    @property
    def open_suspensions(self) -> list[Suspension]:
        """Those that have begun and are not lifted, at any clinic."""
        return [row for row in self.suspensions if is_open(row, self.at)]


def is_open(row: Suspension, at: datetime.datetime) -> bool:
    """This will say whether a suspension stands at a moment."""
    return row.starts_at <= at and (row.lifted_at is None or at < row.lifted_at)


def person_file(
    person: Person,
    clinic: Clinic,
    at: datetime.datetime,
    *,
    learning: LearningRecord | None = None,
) -> PersonFile:
    """This will fetch the file in a constant number of queries.

    Args:
        learning: the person's learning record, when the caller has fetched it already.
    """
    verifications = Prefetch("verifications", Verification.objects.select_related("by"))
    documents = person.documents.prefetch_related(verifications)
    credentials = person.credentials.filter(clinic=clinic)
    return PersonFile(
        person=person,
        clinic=clinic,
        at=at,
        learning=learning or learning_record(person, clinic_ids=[clinic.pk]),
        documents=list(documents),
        exclusion_checks=list(person.exclusion_checks.select_related("by")),
        currency=list(person.currency_records.select_related("by")),
        credentials=list(credentials.order_by("valid_from", "id")),
        suspensions=list(person.suspensions.select_related("clinic", "by")),
    )
