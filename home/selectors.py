"""Questions about people, clinics and roles."""

import datetime

from django.db.models import QuerySet

from home.models import Clinic, Membership, Person, Role


def memberships_of(person: Person, at: datetime.datetime) -> list[Membership]:
    """This will list the memberships in force now, each by its own clinic's day."""
    rows = person.memberships.select_related("clinic").order_by("clinic__name", "role")
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
