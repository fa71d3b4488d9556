"""Emergencies in which a director let a session go on: in force, and to be reviewed."""

import datetime
from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet

from certificates.models import Override, Session
from certificates.selectors.sessions import snapshot_of
from home.models import Clinic, Membership, Person, Role

# Who is told at once, so that nobody is alone with it.
TOLD = (Role.CLINICAL_DIRECTOR, Role.MEDICAL_DIRECTOR, Role.SAFETY_OFFICER)


def overrides_at(clinics: Collection[Clinic]) -> QuerySet[Override]:
    """This will list the emergencies of these clinics: those to be reviewed first."""
    rows = Override.objects.filter(clinic__in=clinics)
    return rows.select_related(
        "session", "clinic", "by", "told", "reviewed_by"
    ).order_by("reviewed_at", "review_due_at")


def overrides_to_review(clinics: Collection[Clinic]) -> QuerySet[Override]:
    """This will list those that nobody has reviewed, the most urgent first."""
    return overrides_at(clinics).filter(reviewed_at__isnull=True)


def override_in_force(session: Session, at: datetime.datetime) -> Override | None:
    """This will find the emergency of a session that holds at a moment."""
    rows = Override.objects.filter(session=session, at__lte=at, ends_at__gt=at)
    in_force = [row for row in rows.order_by("-ends_at") if over_at(row) > at]
    return in_force[0] if in_force else None


def over_at(row: Override) -> datetime.datetime:
    """This will tell when an emergency is over: once it was found not needed, at once.

    `facts_sql` reads it in the same way.
    """
    if row.reviewed_at is None or row.finding != Override.Finding.NOT_JUSTIFIED:
        return row.ends_at
    return min(row.reviewed_at, row.ends_at)


def was_found_unneeded(session: Session, by: Person) -> bool:
    """This will say whether an emergency of theirs in a session was not needed."""
    unneeded = Override.Finding.NOT_JUSTIFIED
    return Override.objects.filter(session=session, by=by, finding=unneeded).exists()


def is_overdue(clinic: Clinic, at: datetime.datetime) -> bool:
    """This will say whether a review is overdue, which closes the clinic's overrides.

    Until somebody reviews it no other one begins there.
    """
    rows = Override.objects.filter(clinic=clinic, reviewed_at__isnull=True)
    return rows.filter(review_due_at__lte=at).exists()


def whom_to_tell(
    session: Session, by: Person, at: datetime.datetime
) -> QuerySet[Person]:
    """This will list who may be told at once: not on the team, and not the caller."""
    here = Membership.objects.in_force(session.clinic.day_of(at)).filter(
        clinic=session.clinic, role__in=TOLD
    )
    people = Person.objects.filter(pk__in=here.values("person")).exclude(pk=by.pk)
    return people.exclude(pk__in=session.members.values("person"))


def shown_of_emergency(session: Session) -> dict[str, Any]:
    """This will give what whoever breaks the glass has in view."""
    return {
        "session": session.code,
        "clinic": session.clinic.name,
        "booked": snapshot_of(session),
    }


def shown_of_review(override: Override) -> dict[str, Any]:
    """This will give what whoever reviews an emergency has in view."""
    return {
        "override": str(override.pk),
        "session": override.session.code,
        "clinic": override.clinic.name,
        "by": override.by.name,
        "reason": override.reason,
        "at": override.at.astimezone(datetime.UTC).isoformat(),
        "ends_at": override.ends_at.astimezone(datetime.UTC).isoformat(),
        "told": override.told.name,
    }
