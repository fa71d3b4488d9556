"""What is in somebody's file from outside, and what waits for the office."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Prefetch, QuerySet

from certificates.models import Artefact, Document, Verification
from certificates.requirements.holdings import AT_SOURCE
from home.models import Clinic, Membership, Person


@dataclass(frozen=True)
class Asked:
    """One verification, its age in days, and whether it counts as one at all."""

    row: Verification
    age_days: int
    counts: bool


@dataclass(frozen=True)
class DocumentLine:
    """One document. `again_by` is the last day on which its verification holds."""

    row: Document
    asked: list[Asked]
    again_by: datetime.date | None
    is_overdue: bool
    is_expired: bool
    is_verified: bool


def document_lines(
    person: Person, today: datetime.date, within_days: int
) -> list[DocumentLine]:
    """This will list somebody's documents, each with its verifications.

    Args:
        within_days: for how long a licence that was verified counts as verified.
    """
    verifications = Verification.objects.select_related("by", "artefact")
    rows = person.documents.select_related("copy").prefetch_related(
        Prefetch("verifications", verifications.order_by("-on", "-id"))
    )
    within = datetime.timedelta(days=within_days)
    return [_line(row, today, within) for row in rows]


def files_of(person: Person) -> QuerySet[Artefact]:
    """This will give what somebody handed in, newest first, with what became of it."""
    rows = Artefact.objects.filter(person=person, uploaded_by=person)
    return rows.select_related("set_aside__by").prefetch_related("documents")


def waiting_files(people: Iterable[Any] | QuerySet) -> QuerySet[Artefact]:
    """This will give what people handed in and the office has not dealt with."""
    return Artefact.objects.filter(
        person__in=people,
        uploaded_by=F("person"),
        set_aside__isnull=True,
        documents__isnull=True,
    )


def handed_in_at(clinics: list[Clinic], at: datetime.datetime) -> QuerySet[Artefact]:
    """This will give what waits for the office of these clinics, oldest first."""
    rows = waiting_files(roster_of(clinics, at).values("person"))
    return rows.select_related("person").order_by("uploaded_at")


def roster_of(clinics: list[Clinic], at: datetime.datetime) -> QuerySet[Membership]:
    """This will give the roles in force today at clinics, each by its own day."""
    rows = Membership.objects.none()
    for clinic in clinics:
        rows |= Membership.objects.in_force(clinic.day_of(at)).filter(clinic=clinic)
    return rows


def clinic_by_person(
    clinics: list[Clinic], at: datetime.datetime, people: Iterable[Any]
) -> dict[Any, Clinic]:
    """This will tell at which of the clinics each of these people works today."""
    here = {clinic.pk: clinic for clinic in clinics}
    rows = roster_of(clinics, at).filter(person__in=people)
    pairs = rows.values_list("person", "clinic").order_by("-clinic__name")
    return {person: here[clinic] for person, clinic in pairs}


def _line(
    row: Document, today: datetime.date, within: datetime.timedelta
) -> DocumentLine:
    asked = [
        Asked(one, (today - one.on).days, one.method in AT_SOURCE)
        for one in row.verifications.all()
    ]
    days = [one.row.on for one in asked if _holds(one)]
    is_licence = row.kind == Document.Kind.LICENCE
    is_verified = bool(days) and not _doubted(asked)
    again_by = max(days) + within if is_verified and is_licence else None
    return DocumentLine(
        row=row,
        asked=asked,
        again_by=again_by,
        is_overdue=again_by is not None and again_by < today,
        is_expired=row.expires_on is not None and row.expires_on < today,
        is_verified=is_verified,
    )


def _doubted(asked: list[Asked]) -> bool:
    """The newest answer of a source decides, as it does at the gate."""
    answers = [one for one in asked if one.counts]
    newest = max(one.row.on for one in answers)
    return not all(_holds(one) for one in answers if one.row.on == newest)


def _holds(one: Asked) -> bool:
    return one.counts and one.row.outcome == Verification.Outcome.VERIFIED
