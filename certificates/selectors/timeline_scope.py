"""Whose timeline is read, where, and by whom: what a line may say."""

import datetime
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.urls import reverse

from certificates.models import Suspension
from certificates.rules.standings_at import Event, TimelineKind, day_begins
from home.models import Clinic, Person


@dataclass(frozen=True)
class Scope:
    """Who reads it.

    Args:
        clinic: the reader's, whose rows are shown; None for the person themselves,
            who reads those of every clinic.
        tells_reasons: the reader directs the clinic and may read why somebody was
            suspended there. Nobody ever reads of a confidential report here.
        zone: whose days count for what belongs to no clinic.
    """

    person: Person
    clinic: Clinic | None
    tells_reasons: bool
    zone: ZoneInfo

    def at(self, field: str = "clinic") -> Q:
        """This will keep the rows of the clinic that is read for."""
        about = Q(**{field.removesuffix("clinic") + "person": self.person})
        return about & Q(**{field: self.clinic}) if self.clinic else about

    def names(self, clinic: Clinic) -> str:
        """This will name a clinic where there may be several."""
        return "" if self.clinic else clinic.name

    def covers(self, row: Suspension) -> bool:
        """This will say whether a suspension is this reader's to know about."""
        return self.clinic is None or row.clinic_id in (None, self.clinic.pk)

    def application_url(self, pk: object) -> str:
        """This will give the page of an application that this reader may open."""
        if self.clinic is None:
            return reverse("application", args=[pk])
        return reverse("credentialing_application", args=[pk])

    def dated(
        self,
        day: datetime.date,
        recorded: datetime.datetime,
        kind: TimelineKind,
        what: str,
        **more: str,
    ) -> Event:
        """This will make a line of something of which only the day is known."""
        effective = day_begins(day, self.zone)
        return Event(effective, recorded, kind, what, is_day=True, **more)


def scope_of_self(person: Person, zone: ZoneInfo) -> Scope:
    """This will let somebody read their own timeline."""
    return Scope(person=person, clinic=None, tells_reasons=False, zone=zone)


def scope_at(person: Person, clinic: Clinic, *, tells_reasons: bool) -> Scope:
    """This will let a clinic read the timeline of one of its people."""
    zone = ZoneInfo(clinic.time_zone)
    return Scope(person, clinic, tells_reasons=tells_reasons, zone=zone)


def name_of(person: Person | None) -> str:
    """This will give a name; empty for nobody."""
    return person.name if person else ""
