"""Questions about reports whose answers are numbers and words, never an account."""

import datetime
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from certificates.clearance.digests import canonical_json, sha256_of
from certificates.concern_rules import concerns_without_officer
from certificates.models import Concern, Suspension
from home.models import Clinic, Person, Role
from home.selectors import clinics_where


def open_concerns(person: Person, clinic: Clinic) -> int:
    """This will count the reports about somebody at one clinic that are not closed.

    For directors and rules only: the person themselves never learns the number.
    """
    return open_concerns_of([person], clinic)[person.pk]


def open_concerns_of(people: Iterable[Person], clinic: Clinic) -> dict[UUID, int]:
    """This will count them for many people at once; everybody is in the answer."""
    counts = dict.fromkeys((person.pk for person in people), 0)
    rows = Concern.objects.filter(
        clinic=clinic, person__in=list(counts), state__in=Concern.UNDER_WAY
    )
    found = rows.order_by().values_list("person").annotate(Count("pk"))
    return counts | dict(found)


def waiting_for_officer(director: Person, at: datetime.datetime) -> int:
    """This will count the reports that wait for a safety officer, for a director.

    Only where they direct clinically, and none that is about them.
    """
    clinics = clinics_where(director, {Role.CLINICAL_DIRECTOR}, at)
    rows = concerns_without_officer(clinics, at)
    return rows.exclude(person=director).count()


def review_words(suspension: Suspension) -> str:
    """This will say where the review behind a suspension stands, for who lifts it.

    Returns: one neutral sentence; empty when no report began the suspension.
    """
    concern = suspension.concern
    if concern is None:
        return ""
    if concern.state != Concern.State.CLOSED:
        return _("The safety officer’s review is under way.")
    outcome = concern.get_outcome_display()
    return _("The safety officer’s review is closed: %(outcome)s.") % {
        "outcome": outcome[:1].lower() + outcome[1:]
    }


def with_everybody(rows: QuerySet[Concern]) -> QuerySet[Concern]:
    """This will fetch the people and the clinic along with the reports."""
    return rows.select_related("person", "clinic", "officer", "reported_by")


def shown_of(concern: Concern) -> dict[str, Any]:
    """This will give what an officer signs at closing: a digest of all that is there.

    Only the digest goes into the signature, so that nobody reads a report out of one.
    Signatures are bound to it: changing how it is made orphans them.
    """
    steps = [
        [
            event.step,
            str(event.by_id),
            event.at.isoformat(),
            str(event.to_id),
            event.word,
            event.note,
        ]
        for event in concern.events.all()
    ]
    record = {
        "id": str(concern.pk),
        "person": str(concern.person_id),
        "clinic": concern.clinic_id,
        "severity": concern.severity,
        "account": concern.account,
        "session": concern.session_code,
        "day": concern.occurred_on.isoformat() if concern.occurred_on else None,
        "by": str(concern.reported_by_id),
        "at": concern.reported_at.isoformat(),
        "officer": str(concern.officer_id),
        "steps": steps,
    }
    return {"concern": str(concern.pk), "record": sha256_of(canonical_json(record))}
