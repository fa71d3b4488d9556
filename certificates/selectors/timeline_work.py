"""What the timeline tells of documents, checks, dated facts and observed practice."""

from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _

from certificates.clearance.days import in_words
from certificates.models import (
    CurrencyRecord,
    Document,
    ExclusionCheck,
    Verification,
)
from certificates.rules.standings_at import Event, TimelineKind
from certificates.selectors.timeline_scope import Scope, name_of
from modules.models import Attempt, Observation

Source = Callable[[Scope], Iterator[Event]]


def documents(scope: Scope) -> Iterator[Event]:
    """Documents from outside, from the day they were issued."""
    rows = Document.objects.filter(person=scope.person).select_related("recorded_by")
    for row in rows:
        last = in_words(row.expires_on) if row.expires_on else ""
        told = [row.issuer, row.number, _("to %(day)s") % {"day": last} if last else ""]
        if row.has_discipline:
            told.append(_("the source reports discipline"))
        yield scope.dated(
            row.issued_on or row.recorded_at.astimezone(scope.zone).date(),
            row.recorded_at,
            TimelineKind.DOCUMENT,
            f"{row.get_kind_display()} {row.jurisdiction}".strip(),
            words=", ".join(part for part in told if part),
            by=name_of(row.recorded_by),
        )


def verifications(scope: Scope) -> Iterator[Event]:
    """What the source of a document said."""
    rows = Verification.objects.filter(document__person=scope.person)
    for row in rows.select_related("document", "by"):
        told = [row.get_method_display(), row.source]
        what = f"{row.document.get_kind_display()} {row.document.jurisdiction}".strip()
        yield scope.dated(
            row.on,
            row.recorded_at,
            TimelineKind.DOCUMENT,
            f"{what}: {row.get_outcome_display()}",
            words=", ".join(part for part in told if part),
            by=name_of(row.by),
        )


def exclusion_checks(scope: Scope) -> Iterator[Event]:
    """Looks into the exclusion list, those put right included."""
    rows = ExclusionCheck.objects.filter(person=scope.person)
    for row in rows.select_related("by", "corrects", "list").order_by("on", "id"):
        told = [row.list.name if row.list else ""]
        if row.corrects:
            day = in_words(row.corrects.on)
            told.append(_("puts the check of %(day)s right") % {"day": day})
        yield scope.dated(
            row.on,
            row.recorded_at,
            TimelineKind.EXCLUSION,
            _("Exclusion list: %(outcome)s") % {"outcome": row.get_outcome_display()},
            words=", ".join(part for part in told if part),
            by=name_of(row.by),
        )


def dates(scope: Scope) -> Iterator[Event]:
    """Drills, refreshes and other dated facts."""
    rows = CurrencyRecord.objects.filter(person=scope.person).select_related("by")
    for row in rows:
        yield scope.dated(
            row.on,
            row.recorded_at,
            TimelineKind.DATE,
            str(row.get_kind_display()),
            by=name_of(row.by),
        )


def observations(scope: Scope) -> Iterator[Event]:
    """Observed sessions, by the day on which they took place."""
    rows = Observation.objects.filter(scope.at()).select_related(
        "clinic", "assessor", "corrects"
    )
    for row in rows.defer("form_content", "corrects__form_content"):
        told = [row.form_code, row.session_code]
        if row.had_critical_fail:
            told.append(_("critical fail"))
        if row.corrects:
            day = row.corrects.recorded_at.astimezone(scope.zone).date()
            told.append(_("puts the entry of %(day)s right") % {"day": in_words(day)})
        yield scope.dated(
            row.observed_on,
            row.recorded_at,
            TimelineKind.OBSERVATION,
            _("Observed session: %(kind)s") % {"kind": row.get_kind_display()},
            words=", ".join(told),
            by=name_of(row.assessor),
            where=scope.names(row.clinic),
        )


def assessments(scope: Scope) -> Iterator[Event]:
    """Assessments that were passed."""
    rows = Attempt.objects.filter(person=scope.person, passed=True)
    for row in rows.select_related("assessment"):
        if row.submitted_at is None:
            continue
        yield Event(
            effective=row.submitted_at,
            recorded=row.submitted_at,
            kind=TimelineKind.ASSESSMENT,
            what=_("Passed: %(title)s") % {"title": row.assessment.title},
        )


WORK: tuple[Source, ...] = (
    documents,
    verifications,
    exclusion_checks,
    dates,
    observations,
    assessments,
)
