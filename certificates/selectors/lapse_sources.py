"""Each table's own last days: which row of a person counts, and until when."""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext as _

from certificates.clearance.days import add_months
from certificates.models import (
    Condition,
    Credential,
    CurrencyRecord,
    Document,
    ExclusionCheck,
    Verification,
    Waiver,
)
from certificates.requirements.holdings import AT_SOURCE
from certificates.rules.lapse_bands import LapseKind
from certificates.selectors.requirements import short_title_of
from home.models import Clinic


class Raw(NamedTuple):
    """A last day as a table gives it; without a clinic it holds wherever they work.

    A tuple: there may be tens of thousands.
    """

    kind: LapseKind
    person_id: UUID
    last_day: datetime.date
    what: str
    clinic_id: int | None = None
    jurisdiction: str = ""


@dataclass(frozen=True)
class Roll:
    """Who is on the roster of these clinics today, and by which day.

    Args:
        people: names by person and clinic.
        until: nothing that lasts beyond it is looked for.
        limits: what the policy in force asks of each criterion.
    """

    clinics: dict[int, Clinic]
    today: dict[int, datetime.date]
    people: dict[UUID, dict[int, str]]
    here: QuerySet
    at: datetime.datetime
    until: datetime.date
    limits: Mapping[str, Mapping[str, Any]]


def _credentials(roll: Roll) -> Iterator[Raw]:
    rows = Credential.objects.filter(
        clinic__in=roll.clinics,
        state__in=Credential.LIVE,
        valid_to__lte=roll.until,
        person__in=roll.here,
    ).order_by()
    fields = ("person_id", "clinic_id", "type", "target", "valid_to")
    words = _("%(title)s credential")
    # Words are asked for once each, here and below: there may be very many rows.
    titled = cache(short_title_of)
    for person_id, clinic_id, type_, target, last_day in rows.values_list(*fields):
        what = words % {"title": titled(type_, target)}
        yield Raw(LapseKind.CREDENTIAL, person_id, last_day, what, clinic_id)


def _licences(roll: Roll) -> Iterator[Raw]:
    rows = Document.objects.filter(kind=Document.Kind.LICENCE, person__in=roll.here)
    newest = rows.order_by().values_list("person_id", "jurisdiction")
    words = _("Licence for %(where)s")
    for person_id, where, last_day in newest.annotate(last=Max("expires_on")).filter(
        last__lte=roll.until
    ):
        what = words % {"where": where}
        yield Raw(LapseKind.LICENCE, person_id, last_day, what, jurisdiction=where)


def _documents(roll: Roll) -> Iterator[Raw]:
    rows = Document.objects.exclude(kind=Document.Kind.LICENCE)
    rows = rows.filter(person__in=roll.here).order_by()
    newest = rows.values_list("person_id", "kind").annotate(last=Max("expires_on"))
    labels = {kind.value: str(kind.label) for kind in Document.Kind}
    for person_id, kind, last_day in newest.filter(last__lte=roll.until):
        yield Raw(LapseKind(kind), person_id, last_day, labels[kind])


def _verifications(roll: Roll) -> Iterator[Raw]:
    """A licence counts for 120 days from the day its source was asked."""
    within = roll.limits["LICENCE-ACTIVE"]["verified_within_days"]
    last = datetime.timedelta(days=within)
    rows = Verification.objects.filter(
        document__person__in=roll.here,
        document__kind=Document.Kind.LICENCE,
        document__expires_on__gte=min(roll.today.values()),
        method__in=AT_SOURCE,
        outcome=Verification.Outcome.VERIFIED,
    ).order_by()
    newest = rows.values_list("document__person_id", "document__jurisdiction")
    kind, words = LapseKind.VERIFICATION, _("Verification of the licence for %(where)s")
    for person_id, where, on in newest.annotate(newest=Max("on")).filter(
        newest__lte=roll.until - last
    ):
        what = words % {"where": where}
        yield Raw(kind, person_id, on + last, what, jurisdiction=where)


def _exclusions(roll: Roll) -> Iterator[Raw]:
    within = roll.limits["EXCLUSION-CLEAR"]["checked_within_days"]
    last = datetime.timedelta(days=within)
    rows = ExclusionCheck.objects.filter(
        person__in=roll.here,
        outcome=ExclusionCheck.Outcome.CLEAR,
    ).order_by()
    # Few are ever put right: the database does best to look those up apart.
    corrected = ExclusionCheck.objects.filter(corrects__isnull=False)
    rows = rows.exclude(pk__in=corrected.order_by().values("corrects"))
    newest = rows.values_list("person_id").annotate(newest=Max("on"))
    what = _("Check of the exclusion list")
    for person_id, on in newest.filter(newest__lte=roll.until - last):
        yield Raw(LapseKind.EXCLUSION, person_id, on + last, what)


def _dates(roll: Roll) -> Iterator[Raw]:
    """Drills and refreshes, each good for so many months."""
    months: dict[str, int] = {
        LapseKind.DRILL: roll.limits["DRILL-CURRENT"]["every_months"],
        LapseKind.REFRESH: roll.limits["REFRESH-CURRENT"]["every_months"],
    }
    rows = CurrencyRecord.objects.filter(person__in=roll.here, kind__in=months)
    newest = rows.order_by().values_list("person_id", "kind").annotate(newest=Max("on"))
    labels = {kind.value: str(kind.label) for kind in CurrencyRecord.Kind}
    last_days = cache(add_months)
    for person_id, kind, on in newest.filter(_soon(roll, months)):
        last_day = last_days(on, months[kind])
        yield Raw(LapseKind(kind), person_id, last_day, labels[kind])


def _soon(roll: Roll, months: Mapping[str, int]) -> Q:
    """Leave out what lasts beyond the last day looked for, by the shortest months."""
    soon = Q()
    for kind, count in months.items():
        latest = roll.until - datetime.timedelta(days=28 * count)
        soon |= Q(kind=kind, newest__lte=latest)
    return soon


def _conditions(roll: Roll) -> Iterator[Raw]:
    rows = Condition.objects.filter(
        application__clinic__in=roll.clinics,
        met_at__isnull=True,
        due_on__lte=roll.until,
    ).order_by()
    fields = ("application__person_id", "application__clinic_id", "due_on", "number")
    for person_id, clinic_id, due_on, number in rows.values_list(*fields):
        what = _("Condition %(number)d of an approval") % {"number": number}
        yield Raw(LapseKind.CONDITION, person_id, due_on, what, clinic_id)


def _waivers(roll: Roll) -> Iterator[Raw]:
    """A waiver that is past says nothing any more; what it stood for speaks then."""
    rows = Waiver.objects.filter(
        clinic__in=roll.clinics,
        ended_at__isnull=True,
        expires_on__range=(min(roll.today.values()), roll.until),
    ).order_by()
    fields = ("person_id", "clinic_id", "expires_on", "code")
    for person_id, clinic_id, last_day, code in rows.values_list(*fields):
        what = _("Waiver %(code)s") % {"code": code}
        yield Raw(LapseKind.WAIVER, person_id, last_day, what, clinic_id)


SOURCES = (
    _credentials,
    _licences,
    _documents,
    _verifications,
    _exclusions,
    _dates,
    _conditions,
    _waivers,
)
