"""Which suspensions stand, and what whoever ends one has in view."""

import datetime
from typing import Any

from django.db.models import Q, QuerySet

from certificates.models import Credential, Suspension
from certificates.permissions import WAITED
from home.models import Clinic, Person


def open_suspensions(
    person: Person, clinic: Clinic, at: datetime.datetime
) -> QuerySet[Suspension]:
    """This will give the person's open suspensions that cover the clinic."""
    begun = Q(starts_at__lte=at) & (Q(lifted_at__isnull=True) | Q(lifted_at__gt=at))
    return _covering(person, clinic).filter(begun)


def suspensions_in_the_way(
    person: Person, clinic: Clinic, at: datetime.datetime
) -> QuerySet[Suspension]:
    """This will give those that let nothing be granted now.

    Whoever waited for a suspension to be written read the clock before it was.
    """
    begun = Q(starts_at__lte=at + WAITED, lifted_at__isnull=True)
    return _covering(person, clinic).filter(begun)


def shown_of_lift(suspension: Suspension, clinic: Clinic) -> dict[str, Any]:
    """This will give what both who lift a suspension have in view, as plain data.

    Never the concern behind it: signatures lie in files that many may open.
    """
    return {
        "suspension": str(suspension.pk),
        "person": {"id": str(suspension.person_id), "name": suspension.person.name},
        "clinic": clinic.name,
        "kind": suspension.kind,
        "reason": suspension.reason,
        "since": suspension.starts_at.isoformat(),
        "suspended_by": suspension.by.name if suspension.by else None,
        "credentials": [
            {
                "id": str(row.pk),
                "type": row.type,
                "target": row.target,
                "valid_to": row.valid_to.isoformat(),
            }
            for row in suspended_credentials(suspension, clinic)
        ],
    }


def shown_of_second_lift(suspension: Suspension, clinic: Clinic) -> dict[str, Any]:
    """This will give what the second of them has in view: the same, and the first."""
    by, at = suspension.lift_proposed_by, suspension.lift_proposed_at
    proposal = {
        "by": by.name if by else None,
        "at": at.isoformat() if at else None,
        "reason": suspension.lift_reason,
    }
    return shown_of_lift(suspension, clinic) | {"proposal": proposal}


def suspended_credentials(
    suspension: Suspension, clinic: Clinic
) -> QuerySet[Credential]:
    """This will give the credentials that come back when nothing else is open.

    A suspension that names no clinic came with a roster and holds everywhere: what it
    suspended comes back at every clinic.
    """
    rows = Credential.objects.filter(person=suspension.person_id)
    if suspension.clinic_id is not None:
        rows = rows.filter(clinic=clinic)
    return rows.filter(state=Credential.State.SUSPENDED).order_by("pk")


def _covering(person: Person, clinic: Clinic) -> QuerySet[Suspension]:
    here = Q(clinic=clinic) | Q(clinic__isnull=True)
    return Suspension.objects.filter(here, person=person)
