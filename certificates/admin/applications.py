"""Applications in the Wagtail admin: the list, the dossier, and the decision."""

from collections.abc import Callable
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from certificates.actions.applications import (
    approve_application,
    decline_application,
    return_application,
)
from certificates.actions.signatures import Signer, require_signer
from certificates.admin.reach import directed_application, directed_clinics
from certificates.forms.signing import DecisionForm
from certificates.fresh_sign_in import require_password
from certificates.models import Application
from certificates.requirements.tree import judge, missing
from certificates.selectors.dossiers import assessors_in, recorders_in
from certificates.selectors.evidence import evidence_for
from certificates.selectors.requirements import title_of
from home.access import access, caller, roles, signed_in_user
from home.errors import NotAllowed, RuleBroken
from home.models import Role

DIRECTORS = roles(Role.CLINICAL_DIRECTOR)
PER_PAGE = 50
UNUSABLE = 422
WAITING = Application.State.SUBMITTED


@access(DIRECTORS)
@never_cache
@require_GET
def applications(request: HttpRequest) -> HttpResponse:
    """This will list the applications to the caller's clinics, oldest first."""
    state = request.GET.get("state", WAITING)
    clinics = directed_clinics(request)
    rows = Application.objects.filter(clinic__in=clinics).defer("dossier")
    rows = rows.select_related("person", "clinic", "decided_by")
    if state in Application.State.values:
        rows = rows.filter(state=state)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "header_title": _("Applications"),
        "header_icon": "doc-full",
        "breadcrumbs_items": [{"url": "", "label": _("Applications")}],
        "page_obj": page,
        "state": state,
        "query": urlencode({"state": state}) + "&",
        "states": [*Application.State.choices, ("ALL", _("All"))],
        "many_clinics": len(clinics) > 1,
    }
    return render(request, "certificates/admin/applications.html", context)


@access(DIRECTORS)
@never_cache
@require_GET
def dossier(request: HttpRequest, pk: UUID) -> HttpResponse:
    """This will show everything a decision rests on, on one page."""
    application = directed_application(request, pk)
    form = DecisionForm(initial={"shown": application.dossier_sha256})
    return _dossier_page(request, application, form)


@access(DIRECTORS)
@require_POST
def approve(request: HttpRequest, pk: UUID) -> HttpResponse:
    """This will grant the credential, signed with the password."""
    return _decide(request, pk, approve_application, _("Approved and signed."))


@access(DIRECTORS)
@require_POST
def send_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """This will return the application with a reason, signed with the password."""
    return _decide(request, pk, return_application, _("Returned with your reason."))


@access(DIRECTORS)
@require_POST
def decline(request: HttpRequest, pk: UUID) -> HttpResponse:
    """This will decline the application with a reason, signed with the password."""
    return _decide(request, pk, decline_application, _("Declined with your reason."))


def _decide(
    request: HttpRequest, pk: UUID, action: Callable, done: str
) -> HttpResponse:
    application = directed_application(request, pk)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _dossier_page(request, application, form, UNUSABLE)
    try:
        require_password(signed_in_user(request), form.cleaned_data["password"])
        action(
            application,
            by=caller(request),
            at=timezone.now(),
            shown_sha256=form.cleaned_data["shown"],
            reason=form.cleaned_data["reason"],
        )
    except RuleBroken as refusal:
        form.add_error(FIELD_OF.get(refusal.code), refusal.message)
        return _dossier_page(request, application, form, refusal.status)
    messages.success(request, done)
    return redirect("credentialing_application", pk)


FIELD_OF = {
    "PASSWORD-WRONG": "password",
    "TOO-MANY-TRIES": "password",
    "REASON-MISSING": "reason",
}


def _dossier_page(
    request: HttpRequest, application: Application, form: DecisionForm, status=200
) -> HttpResponse:
    application.refresh_from_db(fields=["state", "reason", "decided_at", "decided_by"])
    person, now = caller(request), timezone.now()
    is_open = application.state == WAITING
    title = title_of(application.credential_type, application.target)
    context = {
        "header_title": f"{application.person.name}: {title}",
        "header_icon": "doc-full",
        "breadcrumbs_items": [
            {"url": reverse("credentialing_applications"), "label": _("Applications")},
            {"url": "", "label": application.person.name},
        ],
        "application": application,
        "title": title,
        "dossier": application.dossier,
        "form": form,
        "is_open": is_open,
        "lapsed": _lapsed(application, now) if is_open else [],
        "refusal": _refusal(application, person, now) if is_open else "",
        "has_rated": str(person.pk) in assessors_in(application.dossier),
        "has_entered": str(person.pk) in recorders_in(application.dossier),
    }
    return render(request, "certificates/admin/dossier.html", context, status=status)


def _lapsed(application: Application, now) -> list:
    """What held when the application was made and no longer does."""
    evidence = evidence_for(application.person, application.clinic, now)
    return missing(judge(application.requirement_set.tree, evidence))


def _refusal(application: Application, person, now) -> str:
    """Why this director cannot decide; empty when they can."""
    try:
        require_signer(Signer(person, application.clinic, now), application.person)
    except NotAllowed as refusal:
        return refusal.message
    return ""
