"""What the office does with an application before a director decides on it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from certificates.actions.verifying import (
    mark_ready,
    take_on,
    take_up,
    verify_again,
)
from certificates.admin.applications import DIRECTORS
from certificates.admin.reviewing import (
    VERIFIERS,
    review_clinics,
    reviewed_application,
    verified_application,
)
from certificates.clearance.verdicts import Verdict
from certificates.models import Application
from certificates.selectors.judging import judgement_of
from certificates.selectors.requirements import title_of
from home.access import access, caller
from home.errors import RuleBroken

BEING_VERIFIED = (Application.State.SUBMITTED, Application.State.VERIFYING)
VERIFIED = (Application.State.READY, Application.State.IN_REVIEW)


@access(VERIFIERS)
@never_cache
@require_GET
def verifying(request: HttpRequest, pk: UUID) -> HttpResponse:
    """This will show what is still to be verified, and where each of it is done."""
    application = verified_application(request, pk)
    title = title_of(application.credential_type, application.target)
    is_director = application.clinic in review_clinics(request)
    # Whoever only verifies could tell from a line that a report is open.
    judged = judgement_of(application, timezone.now(), with_concerns=is_director)
    context = {
        "header_title": _("Verify: %(name)s") % {"name": application.person.name},
        "header_icon": "tasks",
        "breadcrumbs_items": [
            {"url": reverse("credentialing_applications"), "label": _("Applications")},
            {"url": "", "label": application.person.name},
        ],
        "application": application,
        "title": title,
        "may_be_ready": application.state in BEING_VERIFIED,
        "may_go_back": application.state in VERIFIED
        and (is_director or application.first_by is None),
        "reads_dossier": is_director,
        # What is told to a director alone is for the decision, not to be verified.
        "is_all_there": all(line.confidential_text for line in judged.missing),
        "todo": [_linked(line, application) for line in judged.missing],
        "events": application.events.select_related("by"),
    }
    return render(request, "certificates/admin/verifying.html", context)


@access(VERIFIERS)
@require_POST
def begin(request: HttpRequest, pk: UUID) -> HttpResponse:
    """This will say that the caller is verifying it."""
    return _take(request, verified_application(request, pk), take_on)


@access(VERIFIERS)
@require_POST
def all_there(request: HttpRequest, pk: UUID) -> HttpResponse:
    """This will say that everything asked for is there."""
    done = _("Ready for review.")
    return _take(request, verified_application(request, pk), mark_ready, done)


@access(VERIFIERS)
@require_POST
def again(request: HttpRequest, pk: UUID) -> HttpResponse:
    """This will send an application back to verifying."""
    return _take(request, verified_application(request, pk), verify_again)


@access(DIRECTORS)
@require_POST
def review(request: HttpRequest, pk: UUID) -> HttpResponse:
    """This will say that the caller reviews it."""
    application = reviewed_application(request, pk)
    _take(request, application, take_up, _("It is in your hands now."))
    return redirect("credentialing_application", pk)


def _take(
    request: HttpRequest, application: Application, step: Callable, done: str = ""
) -> HttpResponse:
    try:
        step(application, by=caller(request), at=timezone.now())
    except RuleBroken as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, done or _("It is with you to verify."))
    return redirect("credentialing_verifying", application.pk)


def _linked(line: Verdict, application: Application) -> dict[str, str]:
    """One line that is open, and the page on which the office can close it."""
    name, label = PLACES.get(line.code, ("credentialing_documents", ""))
    where: list[Any] = [application.clinic.slug, application.person_id]
    if line.code == "DOCUMENT-HELD" and len(line.evidence) == 1:
        name, label = "credentialing_add_verification", _("Verify this document")
        where.append(line.evidence[0])
    return {
        "text": line.told_to_director,
        "remedy": line.remedy,
        "label": str(label),
        "url": reverse(name, args=where) if label else "",
    }


# Where the office mends each kind of line: the name of the page and its words.
PLACES = {
    "EXCLUSION-CLEAR": ("credentialing_add_exclusion", gettext_lazy("Enter a check")),
    "RECORDED": ("credentialing_add_currency", gettext_lazy("Enter a date")),
    "DOCUMENT-HELD": ("credentialing_documents", gettext_lazy("Documents")),
    "WAIVER": ("credentialing_person", gettext_lazy("The person’s file")),
    "ATTESTED": ("credentialing_person", gettext_lazy("The person’s file")),
}
