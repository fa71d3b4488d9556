"""Who has to be looked up or verified again, and by when."""

import datetime
from dataclasses import dataclass
from typing import Any, TypeAlias

from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext as _

from certificates.models import Document, Verification
from certificates.requirements.holdings import AT_SOURCE
from certificates.selectors.documents import roster_of
from certificates.selectors.exclusions import standing_checks
from certificates.selectors.policies import check_days
from home.models import Clinic, Membership, Person, Role

LICENSED = {
    Role.THERAPIST,
    Role.ASSESSOR,
    Role.MEDICAL_CLINICIAN,
    Role.MEDICAL_DIRECTOR,
}
SCREENED = LICENSED | {Role.CLINICAL_DIRECTOR, Role.STAFF}
AHEAD_DAYS = 30
Days: TypeAlias = dict[Any, datetime.date]


@dataclass(frozen=True)
class DueCheck:
    """One check of one person at one clinic that was never made or must be again.

    Args:
        kind: EXCLUSION or LICENCE.
        last_on: the day it was last made; None when never.
        again_by: the last day on which that one holds; None when never made.
    """

    person: Person
    clinic: Clinic
    kind: str
    last_on: datetime.date | None
    again_by: datetime.date | None
    is_overdue: bool

    @property
    def what(self) -> str:
        """What has to be done, in a few words."""
        if self.kind == "EXCLUSION":
            return _("Look up in the exclusion list")
        return _("Verify the licence at its source")


def due_checks(
    clinics: list[Clinic], at: datetime.datetime, ahead_days: int = AHEAD_DAYS
) -> list[DueCheck]:
    """This will list the checks that fall due within the days ahead, in 4 queries.

    Returns: overdue and never made ones first, then by the day and the name.
    """
    here = {clinic.pk: clinic for clinic in clinics}
    roster = roster_of(clinics, at).filter(role__in=SCREENED)
    limits, checked = check_days(at, clinics), _checked_on(roster)
    verified = _verified_on(roster, at.date())
    found: dict[tuple, DueCheck] = {}
    for row in roster.select_related("person"):
        clinic = here[row.clinic_id]
        today = clinic.day_of(at)
        told = {"EXCLUSION": (checked.get(row.person_id), limits.checked)}
        if row.role in LICENSED:
            key = row.person_id, clinic.jurisdiction
            told["LICENCE"] = verified.get(key), limits.verified
        for kind, (last, within) in told.items():
            due = _due(row.person, clinic, kind, last, within, today)
            if due.again_by is None or (due.again_by - today).days <= ahead_days:
                found[row.person_id, clinic.pk, kind] = due
    return sorted(found.values(), key=_order)


def screened_people(at: datetime.datetime) -> QuerySet[Person]:
    """This will give everybody who has to be looked up, at any clinic."""
    roster = roster_of(list(Clinic.objects.all()), at).filter(role__in=SCREENED)
    return Person.objects.filter(pk__in=roster.values("person"))


def _due(person, clinic, kind, last, within, today) -> DueCheck:
    again_by = last + datetime.timedelta(days=within) if last else None
    is_overdue = again_by is None or again_by < today
    return DueCheck(person, clinic, kind, last, again_by, is_overdue)


def _order(due: DueCheck) -> tuple:
    day = due.again_by or datetime.date.min
    return day, due.person.name, due.clinic.name, due.kind


def _checked_on(roster: QuerySet[Membership]) -> Days:
    """Say when each was last looked up. A match that is open is another task."""
    rows = standing_checks().filter(person__in=roster.values("person"))
    return dict(rows.order_by().values_list("person").annotate(Max("on")))


def _verified_on(roster: QuerySet[Membership], today: datetime.date) -> Days:
    """Say when a licence of each was last confirmed, by person and jurisdiction."""
    in_date = Q(document__expires_on__isnull=True) | Q(document__expires_on__gte=today)
    rows = Verification.objects.filter(
        in_date,
        document__kind=Document.Kind.LICENCE,
        document__person__in=roster.values("person"),
        method__in=AT_SOURCE,
        outcome=Verification.Outcome.VERIFIED,
    )
    pairs = rows.order_by().values_list("document__person", "document__jurisdiction")
    newest = pairs.annotate(last=Max("on"))
    return {(person, place): last for person, place, last in newest}
