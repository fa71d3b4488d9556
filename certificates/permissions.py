"""Who may decide on whom. A superuser's rights count for nothing here."""

import datetime

from django.db.models import Q

from certificates.models import Suspension
from home.models import Clinic, DeclaredRelationship, Membership, Person, Role
from home.permissions import person_has_role
from home.selectors import clinics_where

# They may ask the gate about anybody at their clinic; the others about themselves.
MAY_ASK_ABOUT_ANYBODY = (
    Role.SCHEDULER,
    Role.CLINICAL_DIRECTOR,
    Role.MEDICAL_DIRECTOR,
    Role.MEDICAL_CLINICIAN,
)
MAY_ASK_THE_GATE = (*MAY_ASK_ABOUT_ANYBODY, Role.THERAPIST, Role.ASSESSOR)
# Whoever waits until another decision is written reads the clock before it was: two
# directors who suspend each other are not to miss one another.
WAITED = datetime.timedelta(minutes=5)


def person_directs(
    person: Person | None, clinic: Clinic, at: datetime.datetime
) -> bool:
    """This will say whether the person is a clinical director of the clinic now."""
    return person_has_role(person, clinic, Role.CLINICAL_DIRECTOR, at)


def is_suspended(person: Person, at: datetime.datetime) -> bool:
    """This will say whether any clinic keeps the person from their work now."""
    standing = Q(lifted_at__isnull=True) | Q(lifted_at__gt=at)
    rows = Suspension.objects.filter(standing, person=person)
    return rows.filter(starts_at__lte=at + WAITED).exists()


def are_related(one: Person, other: Person) -> bool:
    """This will say whether a tie between the two was ever declared (R-17)."""
    return DeclaredRelationship.objects.filter(
        Q(one=one, other=other) | Q(one=other, other=one)
    ).exists()


def person_keeps_file_of(
    keeper: Person, person: Person, roles: set[Role], at: datetime.datetime
) -> bool:
    """This will say whether the keeper has one of the roles where the person works."""
    clinics = clinics_where(keeper, roles, at)
    return Membership.objects.filter(person=person, clinic__in=clinics).exists()
