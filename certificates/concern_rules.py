"""Who may see a report, and who may be given it. A superuser's rights do not count.

An officer stands apart from a report when it is not about them, not theirs, not about
somebody with a declared tie to them, and not about a session they were part of.
"""

import datetime
import operator
from functools import reduce

from django.db.models import Exists, OuterRef, Q, QuerySet

from certificates.models import Concern, SessionMember
from certificates.permissions import barring_suspensions, is_barred
from home.models import Clinic, DeclaredRelationship, Membership, Person, Role
from home.selectors import clinics_where

Holder = OuterRef | Person


def officers_of(clinic: Clinic, at: datetime.datetime) -> QuerySet[Person]:
    """This will give the clinic's safety officers today who can sign in and look.

    Whoever was suspended by somebody, anywhere, looks into nothing meanwhile; a
    suspension that a report began by itself bars nobody from this.
    """
    today = Membership.objects.in_force(clinic.day_of(at))
    held = today.filter(clinic=clinic, role=Role.SAFETY_OFFICER)
    return Person.objects.filter(
        user__is_active=True, pk__in=held.values("person")
    ).exclude(pk__in=barring_suspensions(at).values("person"))


def officers_apart(concern: Concern, at: datetime.datetime) -> QuerySet[Person]:
    """This will give the safety officers who may be given a report, in no order."""
    about = concern.person_id
    ties = DeclaredRelationship.objects
    team = SessionMember.objects.filter(
        session__clinic=concern.clinic_id,
        session__code=concern.session_code or None,
    )
    return (
        officers_of(concern.clinic, at)
        .exclude(pk__in=[about, concern.reported_by_id])
        .exclude(pk__in=team.values("person"))
        .exclude(pk__in=ties.filter(one=about).values("other"))
        .exclude(pk__in=ties.filter(other=about).values("one"))
    )


def concerns_for(viewer: Person, at: datetime.datetime) -> QuerySet[Concern]:
    """This will give every report that somebody may read; for most people none.

    A safety officer reads the ones given to them, and the ones that nobody who may
    holds, at their own clinics and only standing apart.
    """
    clinics = clinics_where(viewer, {Role.SAFETY_OFFICER}, at)
    active = viewer.user is not None and viewer.user.is_active
    if not clinics or not active or is_barred(viewer, at):
        return Concern.objects.none()
    rows = Concern.objects.filter(clinic__in=clinics)
    rows = rows.exclude(person=viewer).exclude(reported_by=viewer)
    rows = rows.exclude(_tied(viewer)).exclude(_in_team(viewer))
    return rows.filter(Q(officer=viewer) | _without_officer(clinics, at))


def concerns_without_officer(
    clinics: list[Clinic], at: datetime.datetime
) -> QuerySet[Concern]:
    """This will give the open reports that nobody who may look into them holds."""
    rows = Concern.objects.filter(clinic__in=clinics, state__in=Concern.UNDER_WAY)
    return rows.filter(_without_officer(clinics, at)) if clinics else rows.none()


def may_read(viewer: Person, concern: Concern, at: datetime.datetime) -> bool:
    """This will say whether somebody may read one report now."""
    return concerns_for(viewer, at).filter(pk=concern.pk).exists()


def _without_officer(clinics: list[Clinic], at: datetime.datetime) -> Q:
    """Nobody yet, or somebody who left, is suspended, or no longer stands apart."""
    held = [Q(clinic=row, officer__in=officers_of(row, at)) for row in clinics]
    officer = OuterRef("officer")
    stands = reduce(operator.or_, held) & ~_tied(officer) & ~_in_team(officer)
    return Q(officer__isnull=True) | ~stands


def _tied(holder: Holder) -> Q:
    about = OuterRef("person")
    return Q(
        Exists(
            DeclaredRelationship.objects.filter(
                Q(one=about, other=holder) | Q(other=about, one=holder)
            )
        )
    )


def _in_team(holder: Holder) -> Q:
    return Q(
        Exists(
            SessionMember.objects.filter(
                person=holder,
                session__code=OuterRef("session_code"),
                session__clinic=OuterRef("clinic"),
            )
        )
    )
