"""What a director's desk shows first: what waits for a decision, what will lapse."""

import datetime
from dataclasses import dataclass

from django.db.models import QuerySet

from certificates.models import Application, Credential, Document
from certificates.selectors.requirements import title_of
from home.models import Clinic, Person

AHEAD_DAYS = 90
SHOWN = 8


@dataclass(frozen=True)
class Lapse:
    """Something that runs out: its last day, whose it is, and where."""

    last_day: datetime.date
    person: Person
    clinic: Clinic
    what: str


def waiting_at(clinics: list[Clinic]) -> QuerySet[Application]:
    """This will give the applications that wait at these clinics, oldest first."""
    rows = Application.objects.filter(
        clinic__in=clinics, state=Application.State.SUBMITTED
    )
    return rows.select_related("person", "clinic").defer("dossier")


def lapses_at(clinics: list[Clinic], at: datetime.datetime) -> list[Lapse]:
    """This will list what runs out within 90 days at these clinics, soonest first.

    Returns: at most eight; credentials and outside documents of people there today.
    """
    found = [*_credentials(clinics, at), *_documents(clinics, at)]
    found.sort(key=lambda lapse: (lapse.last_day, lapse.person.name, lapse.what))
    return found[:SHOWN]


def _credentials(clinics: list[Clinic], at: datetime.datetime) -> list[Lapse]:
    first, last = at.date(), at.date() + datetime.timedelta(days=AHEAD_DAYS)
    rows = Credential.objects.filter(
        clinic__in=clinics,
        state=Credential.State.ACTIVE,
        valid_to__range=(first, last),
    )
    rows = rows.select_related("person", "clinic").order_by("valid_to")[:SHOWN]
    return [
        Lapse(row.valid_to, row.person, row.clinic, title_of(row.type, row.target))
        for row in rows
    ]


def _documents(clinics: list[Clinic], at: datetime.datetime) -> list[Lapse]:
    first, last = at.date(), at.date() + datetime.timedelta(days=AHEAD_DAYS)
    here = {clinic.pk: clinic for clinic in clinics}
    rows = Document.objects.filter(
        person__memberships__clinic__in=clinics,
        person__memberships__ends_on__isnull=True,
        expires_on__range=(first, last),
    )
    rows = rows.select_related("person").prefetch_related("person__memberships")
    return [
        Lapse(row.expires_on, row.person, clinic, row.get_kind_display())
        for row in rows.order_by("expires_on").distinct()[:SHOWN]
        if row.expires_on and (clinic := _clinic_of(row.person, here))
    ]


def _clinic_of(person: Person, here: dict[int, Clinic]) -> Clinic | None:
    rows = person.memberships.all()
    return next((here[r.clinic_id] for r in rows if r.clinic_id in here), None)
