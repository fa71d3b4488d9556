"""One person as the credentials office sees them: documents, checks, register."""

import datetime
from dataclasses import dataclass

from django.db.models import QuerySet

from certificates.models import (
    Artefact,
    ExclusionCheck,
    ExclusionMatch,
    ProviderIdentity,
)
from certificates.selectors.documents import (
    DocumentLine,
    document_lines,
    files_of,
    roster_of,
)
from certificates.selectors.exclusions import TO_SETTLE
from certificates.selectors.policies import check_days
from home.models import Clinic, Person


@dataclass(frozen=True)
class OfficeFile:
    """What the office keeps of one person.

    Args:
        checks: looks into the exclusion list, newest first, corrected ones too.
        check_again_by: the last day on which the newest standing one holds.
        identity: what the register knows them by; None when nothing was entered.
        open_matches: lines of the list that somebody has to look at.
    """

    documents: list[DocumentLine]
    files: list[Artefact]
    checks: list[ExclusionCheck]
    check_again_by: datetime.date | None
    identity: ProviderIdentity | None
    open_matches: list[ExclusionMatch]
    today: datetime.date


def office_file(person: Person, clinic: Clinic, at: datetime.datetime) -> OfficeFile:
    """This will fetch it in a constant number of queries."""
    today, limits = clinic.day_of(at), check_days(at, [clinic])
    checks = list(
        person.exclusion_checks.select_related("by", "list", "corrected_by").order_by(
            "-on", "-id"
        )
    )
    identity = ProviderIdentity.objects.select_related("recorded_by")
    return OfficeFile(
        documents=document_lines(person, today, limits.verified),
        files=list(files_of(person)),
        checks=checks,
        check_again_by=_again_by(checks, limits.checked),
        identity=identity.filter(person=person).first(),
        open_matches=list(person.exclusion_matches.filter(state__in=TO_SETTLE)),
        today=today,
    )


def people_in(
    clinics: list[Clinic], at: datetime.datetime, search: str = ""
) -> QuerySet[Person]:
    """This will give everybody with a role today at these clinics, by name."""
    here = roster_of(clinics, at).values("person")
    people = Person.objects.filter(pk__in=here, name__icontains=search)
    return people.order_by("name", "pk")


def _again_by(checks: list[ExclusionCheck], within_days: int) -> datetime.date | None:
    days = [row.on for row in checks if not hasattr(row, "corrected_by")]
    within = datetime.timedelta(days=within_days)
    return max(days) + within if days else None
