"""What the timeline tells of applications, signatures, certificates and waivers."""

from collections.abc import Callable, Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from certificates.clearance.days import in_words
from certificates.models import (
    Application,
    ApplicationEvent,
    Certificate,
    Condition,
    FoundingAppointment,
    Signature,
    Statement,
    Suspension,
    Waiver,
)
from certificates.rules.standings_at import Event, TimelineKind
from certificates.selectors.requirements import title_of
from certificates.selectors.state_words import application_word
from certificates.selectors.timeline_scope import Scope, name_of

Source = Callable[[Scope], Iterator[Event]]
# What signs about a confidential report is no part of anybody's timeline.
CONFIDENTIAL = Q(meaning=Signature.Meaning.CONCERN_CLOSED) | Q(
    subject_kind__icontains="concern"
)


def applications(scope: Scope) -> Iterator[Event]:
    """Each step of each application; a draft is its writer's alone."""
    rows = ApplicationEvent.objects.filter(scope.at("application__clinic"))
    if scope.clinic:
        rows = rows.exclude(state=Application.State.DRAFT)
    rows = rows.select_related("application__clinic", "by")
    for row in rows.defer("application__dossier"):
        asked = row.application
        yield Event(
            effective=row.at,
            recorded=row.at,
            kind=TimelineKind.APPLICATION,
            what=_("Application for %(title)s: %(state)s")
            % {
                "title": title_of(asked.credential_type, asked.target),
                "state": application_word(row.state),
            },
            words=row.reason,
            by=name_of(row.by),
            url=scope.application_url(asked.pk),
            where=scope.names(asked.clinic),
        )


def conditions(scope: Scope) -> Iterator[Event]:
    """The conditions of an approval that were met."""
    rows = Condition.objects.filter(
        scope.at("application__clinic"), met_at__isnull=False
    )
    rows = rows.select_related("application__clinic", "met_by")
    for row in rows.defer("application__dossier"):
        if row.met_at is None:
            continue
        yield Event(
            effective=row.met_at,
            recorded=row.met_at,
            kind=TimelineKind.APPLICATION,
            what=_("Condition %(number)d met") % {"number": row.number},
            words=row.text,
            by=name_of(row.met_by),
            url=scope.application_url(row.application_id),
            where=scope.names(row.application.clinic),
        )


def foundings(scope: Scope) -> Iterator[Event]:
    """Founding appointments, and who outside looked at the experience (R-41)."""
    rows = FoundingAppointment.objects.filter(scope.at("credential__clinic"))
    for row in rows.select_related("credential__clinic", "by"):
        held = row.credential
        yield Event(
            effective=row.at,
            recorded=row.at,
            kind=TimelineKind.CREDENTIAL,
            what=_("Founding appointment: %(title)s")
            % {"title": title_of(held.type, held.target)},
            words=_("Reviewed outside by %(name)s, %(organisation)s, on %(day)s.")
            % {
                "name": row.reviewer_name,
                "organisation": row.reviewer_organisation,
                "day": in_words(row.reviewed_on),
            },
            by=name_of(row.by),
            where=scope.names(held.clinic),
        )


def certificates(scope: Scope) -> Iterator[Event]:
    """Papers that were issued."""
    rows = Certificate.objects.filter(scope.at("credential__clinic"))
    for row in rows.select_related("credential__clinic").defer("snapshot"):
        held = row.credential
        yield Event(
            effective=row.issued_at,
            recorded=row.issued_at,
            kind=TimelineKind.CERTIFICATE,
            what=_("Certificate %(serial)s issued") % {"serial": row.serial},
            words=title_of(held.type, held.target),
            url=reverse("certificate_pdf", args=[row.code]) if row.file else "",
            where=scope.names(held.clinic),
        )


def signatures(scope: Scope) -> Iterator[Event]:
    """Who signed, as what, and with which meaning; the reason stands with the deed."""
    rows = Signature.objects.filter(about=scope.person).exclude(CONFIDENTIAL)
    if scope.clinic:
        rows = rows.filter(clinic=scope.clinic)
    from_reports = Suspension.objects.filter(
        person=scope.person, concern__isnull=False
    ).values_list("pk", flat=True)
    rows = rows.exclude(subject_id__in=[str(pk) for pk in from_reports])
    for row in rows.select_related("clinic").defer("shown"):
        yield Event(
            effective=row.at,
            recorded=row.at,
            kind=TimelineKind.SIGNATURE,
            what=_("Signed: %(meaning)s") % {"meaning": row.get_meaning_display()},
            words=_("As %(role)s.") % {"role": row.printed_role},
            by=row.printed_name,
            where=scope.names(row.clinic),
        )


def statements(scope: Scope) -> Iterator[Event]:
    """What somebody stated, in the words that stood then."""
    rows = Statement.objects.filter(scope.at()).select_related("clinic", "by")
    for row in rows:
        yield scope.dated(
            row.on,
            row.recorded_at,
            TimelineKind.STATEMENT,
            _("Statement"),
            words=row.words,
            by=name_of(row.by),
            where=scope.names(row.clinic),
        )


def waivers(scope: Scope) -> Iterator[Event]:
    """Requirements that a director let be met in another way, and when that ended."""
    kind = TimelineKind.WAIVER
    rows = Waiver.objects.filter(scope.at()).select_related("clinic", "by", "ended_by")
    for row in rows:
        where, code = scope.names(row.clinic), {"code": row.code}
        yield scope.dated(
            row.granted_on,
            row.recorded_at,
            kind,
            _("Waiver %(code)s") % code,
            words=_("%(reason)s (to %(day)s)")
            % {"reason": row.reason, "day": in_words(row.expires_on)},
            by=name_of(row.by),
            where=where,
        )
        if row.ended_at:
            yield Event(
                effective=row.ended_at,
                recorded=row.ended_at,
                kind=kind,
                what=_("Waiver %(code)s ended") % code,
                by=name_of(row.ended_by),
                where=where,
            )


PAPERS: tuple[Source, ...] = (
    applications,
    conditions,
    foundings,
    certificates,
    signatures,
    statements,
    waivers,
)
