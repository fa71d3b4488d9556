"""Questions about people, clinics and roles."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from home.kept_statements import KeptStatement
from home.models import Clinic, Membership, Person, Role
from home.rows_together import keep_one


@dataclass(frozen=True)
class SignedIn:
    """Who is behind a sign-in, and all their memberships, with their clinics."""

    person: Person | None
    memberships: list[Membership]


def signed_in_as(user_id: int) -> SignedIn:
    """This will give the person behind a sign-in, in one query."""
    rows = _SIGNED_IN.rows(user_id=user_id)
    person = rows["people"][0] if rows["people"] else None
    keep_one(rows["memberships"], "clinic", {row.pk: row for row in rows["clinics"]})
    if person:
        keep_one(rows["memberships"], "person", {person.pk: person})
    return SignedIn(person, rows["memberships"])


def _signed_in_queries(user_id: int) -> dict[str, QuerySet[Any, Any]]:
    memberships = Membership.objects.filter(person__user=user_id)
    return {
        "people": Person.objects.filter(user=user_id),
        "memberships": memberships.order_by("clinic__name", "role"),
        "clinics": Clinic.objects.filter(memberships__person__user=user_id).distinct(),
    }


_SIGNED_IN = KeptStatement(_signed_in_queries)


def memberships_of(person: Person, at: datetime.datetime) -> list[Membership]:
    """This will list the memberships in force now, each by its own clinic's day."""
    rows = person.memberships.select_related("clinic").order_by("clinic__name", "role")
    return in_force(rows, at)


def in_force(rows: Iterable[Membership], at: datetime.datetime) -> list[Membership]:
    """This will keep the memberships in force now, each by its own clinic's day."""
    return [
        row
        for row in rows
        if row.starts_on <= row.clinic.day_of(at)
        and (row.ends_on is None or row.clinic.day_of(at) <= row.ends_on)
    ]


def clinics_where(
    person: Person, roles: set[Role], at: datetime.datetime
) -> list[Clinic]:
    """This will list the clinics where the person holds one of the roles now."""
    rows = memberships_of(person, at)
    found = {row.clinic_id: row.clinic for row in rows if row.role in roles}
    return list(found.values())


def people_of(clinics: list[Clinic]) -> QuerySet[Person]:
    """This will give everybody who belongs, or once belonged, to these clinics."""
    return Person.objects.filter(memberships__clinic__in=clinics).distinct()
