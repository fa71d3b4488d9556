"""Who may decide on whom. A superuser's rights count for nothing here."""

import datetime

from django.db.models import Q, QuerySet

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
# Of two who sign, the first is a clinical director; the second may also be a medical
# one.
FIRST_SIGNERS = (Role.CLINICAL_DIRECTOR,)
SECOND_SIGNERS = (Role.CLINICAL_DIRECTOR, Role.MEDICAL_DIRECTOR)
# Whoever waits until another decision is written reads the clock before it was: two
# directors who suspend each other are not to miss one another.
WAITED = datetime.timedelta(minutes=5)


def person_directs(
    person: Person | None, clinic: Clinic, at: datetime.datetime
) -> bool:
    """This will say whether the person is a clinical director of the clinic now."""
    return person_has_role(person, clinic, Role.CLINICAL_DIRECTOR, at)


def barring_suspensions(at: datetime.datetime) -> QuerySet[Suspension]:
    """This will give the open suspensions that keep somebody from signing now.

    One that a report began by itself keeps from clinical work alone: else one person
    who reports could silence everybody who may look into it.
    """
    standing = Q(lifted_at__isnull=True) | Q(lifted_at__gt=at)
    by_itself = Q(concern__isnull=False, by__isnull=True)
    rows = Suspension.objects.filter(standing, starts_at__lte=at + WAITED)
    return rows.exclude(by_itself)


def is_barred(person: Person, at: datetime.datetime) -> bool:
    """This will say whether any clinic keeps the person from signing for others."""
    return barring_suspensions(at).filter(person=person).exists()


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
