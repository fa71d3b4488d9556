"""Who holds which role where, asked in one place."""

import datetime

from home.models import Clinic, Person, Role
from home.selectors import memberships_of


def person_has_role(
    person: Person | None, clinic: Clinic, role: Role, at: datetime.datetime
) -> bool:
    """This will say whether the person holds the role at the clinic now."""
    return person is not None and any(
        row.clinic_id == clinic.pk and row.role == role
        for row in memberships_of(person, at)
    )


def person_has_role_anywhere(
    person: Person | None, roles: set[Role], at: datetime.datetime
) -> bool:
    """This will say whether the person holds one of the roles at any clinic now."""
    return person is not None and any(
        row.role in roles for row in memberships_of(person, at)
    )
