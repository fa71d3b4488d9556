"""Emergencies in the Wagtail admin: invoked, listed, reviewed."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from certificates.actions.overrides import break_glass, review_override
from certificates.actions.signatures import digest_of_shown
from certificates.admin.credentials import TYPED, signed_page
from certificates.admin.signing import signer_of
from certificates.forms.overrides import EmergencyForm, ReviewForm
from certificates.models import Override, Session
from certificates.selectors.overrides import (
    is_overdue,
    overrides_at,
    shown_of_emergency,
    shown_of_review,
    whom_to_tell,
)
from certificates.selectors.sessions import session_at
from certificates.selectors.shown_words import moment_words
from home.access import access, caller, clinics_of, roles
from home.models import Clinic, Role

DIRECTORS = (Role.CLINICAL_DIRECTOR, Role.MEDICAL_DIRECTOR)
READERS = (*DIRECTORS, Role.AUDITOR)


@access(roles(*READERS))
@never_cache
@require_GET
def overrides(request: HttpRequest) -> HttpResponse:
    """This will list emergencies: what waits for a review, and what was found."""
    clinics, now = clinics_of(request, *READERS), timezone.now()
    rows = list(overrides_at(clinics))
    reviewers = clinics_of(request, *DIRECTORS)
    waiting = [
        {
            "row": row,
            "began": moment_words(row.at, row.clinic),
            "ends": moment_words(row.ends_at, row.clinic),
            "due": moment_words(row.review_due_at, row.clinic),
            "is_overdue": row.review_due_at <= now,
            "is_in_force": row.ends_at > now,
            "may_review": row.clinic in reviewers and row.by != caller(request),
        }
        for row in rows
        if row.reviewed_at is None
    ]
    reviewed = [
        {
            "row": row,
            "began": moment_words(row.at, row.clinic),
            "when": moment_words(row.reviewed_at, row.clinic),
        }
        for row in rows
        if row.reviewed_at
    ]
    context = {
        "header_title": _("Emergencies"),
        "header_icon": "warning",
        "breadcrumbs_items": [{"url": "", "label": _("Emergencies")}],
        "waiting": waiting,
        "reviewed": reviewed,
        "closed": [clinic for clinic in clinics if is_overdue(clinic, now)],
        "many_clinics": len(clinics) > 1,
    }
    return render(request, "certificates/admin/overrides.html", context)


@access(roles(*DIRECTORS))
@never_cache
@TYPED
def emergency(request: HttpRequest, clinic: str, code: str) -> HttpResponse:
    """This will let a session under way go on, signed by a director off the team."""
    where = _clinic(request, clinic)
    session = _session(where, code)
    by, now = caller(request), timezone.now()
    shown = digest_of_shown(shown_of_emergency(session))
    people = whom_to_tell(session, by, now)
    form = EmergencyForm(request.POST or None, initial={"shown": shown}, people=people)

    def act() -> None:
        data = form.cleaned_data
        break_glass(
            session,
            data["told"],
            reason=data["reason"],
            shown_sha256=data["shown"],
            signer=signer_of(request, form),
        )

    frame = _frame(where, _("Emergency")) | {
        "lead": _(
            "For relief and continuity of care in this one session, for four hours. "
            "Another director reviews it within 72 hours. Nothing overcomes a "
            "confirmed exclusion, a licence that is not active, or an open conduct "
            "suspension."
        ),
        "facts": [
            (_("Session"), session.code),
            (_("State"), session.get_state_display()),
            (_("Team"), _team(session)),
        ],
        "button": _("Go on, and sign"),
        "is_grave": True,
        "done": _("Signed. The session may go on for four hours."),
        "shown": shown,
        "back_url": reverse("session", args=[session.code]),
    }
    return signed_page(request, form, act, frame)


@access(roles(*DIRECTORS))
@never_cache
@TYPED
def review(request: HttpRequest, clinic: str, pk: UUID) -> HttpResponse:
    """This will keep what another director found."""
    where = _clinic(request, clinic)
    row = get_object_or_404(overrides_at([where]), pk=pk)
    if row.reviewed_at:
        return redirect("credentialing_overrides")
    shown = digest_of_shown(shown_of_review(row))
    form = ReviewForm(request.POST or None, initial={"shown": shown})

    def act() -> None:
        data = form.cleaned_data
        review_override(
            row,
            data["finding"],
            words=data["reason"],
            shown_sha256=data["shown"],
            signer=signer_of(request, form),
        )

    frame = _frame(where, _("Review an emergency")) | {
        "lead": _(
            "Say what you found. It cannot be changed afterwards. An emergency that "
            "was not needed ends at once."
        ),
        "facts": _facts(row),
        "button": _("Keep and sign"),
        "done": _("The review is kept."),
        "shown": shown,
    }
    return signed_page(request, form, act, frame)


def _facts(row: Override) -> list[tuple[Any, Any]]:
    return [
        (_("Session"), row.session.code),
        (_("Invoked by"), row.by.name),
        (_("From"), moment_words(row.at, row.clinic)),
        (_("Until"), moment_words(row.ends_at, row.clinic)),
        (_("Reason"), row.reason),
        (_("Told at once"), row.told.name),
        (_("To be reviewed by"), moment_words(row.review_due_at, row.clinic)),
    ]


def _frame(clinic: Clinic, heading: str) -> dict[str, Any]:
    back = reverse("credentialing_overrides")
    return {
        "header_title": heading,
        "header_icon": "warning",
        "breadcrumbs_items": [
            {"url": back, "label": _("Emergencies")},
            {"url": "", "label": heading},
        ],
        "clinic": clinic,
        "back_url": back,
    }


def _team(session: Session) -> str:
    return "\n".join(
        f"{row.get_role_display()}: {row.person.name}" for row in session.members.all()
    )


def _clinic(request: HttpRequest, slug: str) -> Clinic:
    for clinic in clinics_of(request, *DIRECTORS):
        if clinic.slug == slug:
            return clinic
    raise Http404


def _session(clinic: Clinic, code: str) -> Session:
    found = session_at([clinic], code)
    if found is None or found.state != Session.State.STARTED:
        raise Http404
    return found
