"""A therapist's own applications: written, sent, followed, taken back, appealed."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from certificates.actions.appeals import appeal as appeal_decision
from certificates.actions.appeals import appeal_ends_on
from certificates.actions.applications import (
    AlreadyApplied,
    Wish,
    send_application,
    start_application,
    withdraw_application,
)
from certificates.actions.statements import state_about_self
from certificates.forms.applications import AppealForm
from certificates.models import Application
from certificates.requirements.statements import SELF, words_of
from certificates.requirements.tree import leaves, lines
from certificates.rules.application_moves import MOVES
from certificates.selectors.judging import Judgement, judgement_of, tree_of
from certificates.selectors.requirements import title_of
from certificates.views.application_words import SENTENCES, told
from home.access import OWN_RECORD, PEOPLE, access, caller, clinics_of, roles
from home.errors import RuleBroken
from home.models import Clinic, Role

UNUSABLE = 422
State = Application.State
# Whether one was open is not told to the person, not even by a line left out of place.
CONCERNS = "NO-OPEN-CONCERN"


@access(roles(Role.THERAPIST))
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """This will begin an application, or go on with the one that is open."""
    wish = Wish(
        _own_clinic(request, request.POST.get("clinic", "")),
        request.POST.get("type", ""),
        request.POST.get("target", ""),
    )
    try:
        found = start_application(caller(request), wish, at=timezone.now())
    except AlreadyApplied:
        found = _open_one(request, wish)
    except RuleBroken as refusal:
        messages.error(request, refusal.message)
        return redirect("credentials")
    return redirect("application", found.pk)


@access(OWN_RECORD)
@never_cache
@require_GET
def application(request: HttpRequest, pk: UUID) -> HttpResponse:
    """This will show one of the caller's applications and what became of it."""
    return _page(request, _own(request, pk))


@access(PEOPLE)
@require_POST
def send(request: HttpRequest, pk: UUID) -> HttpResponse:
    """This will put the application before the clinic."""
    return _take(
        request, _own(request, pk), send_application, _("Your application is sent.")
    )


@access(PEOPLE)
@require_POST
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """This will take one of the caller's applications back."""
    done = _("Your application is withdrawn.")
    return _take(request, _own(request, pk), withdraw_application, done)


@access(PEOPLE)
@require_POST
def state(request: HttpRequest, pk: UUID, code: str) -> HttpResponse:
    """This will keep what the caller states about themselves, in the words shown."""
    found = _own(request, pk)

    def act(_application: Application, **who: Any) -> None:
        state_about_self(found.person, found.clinic, code, **who)

    return _take(request, found, act, _("Your statement is kept."))


@access(OWN_RECORD)
@never_cache
@require_POST
def appeal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """This will ask for a refusal to be heard by another director."""
    found, form = _own(request, pk), AppealForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, UNUSABLE)
    grounds = form.cleaned_data["grounds"]
    try:
        appeal_decision(found, grounds=grounds, by=caller(request), at=timezone.now())
    except RuleBroken as refusal:
        form.add_error(None, refusal.message)
        return _page(request, found, form, refusal.status)
    messages.success(request, _("Your appeal is sent. Another director hears it."))
    return redirect("application", pk)


def _take(
    request: HttpRequest, found: Application, act: Callable, done: str
) -> HttpResponse:
    try:
        act(found, by=caller(request), at=timezone.now())
    except RuleBroken as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, done)
    return redirect("application", found.pk)


def _page(
    request: HttpRequest,
    found: Application,
    form: AppealForm | None = None,
    status: int = 200,
) -> HttpResponse:
    is_here = PEOPLE.allows(request)
    context = {
        "application": found,
        "title": title_of(found.credential_type, found.target),
        "trail": [{"label": _("Credentials"), "url": reverse("credentials")}],
        "sentence": SENTENCES[found.state],
        "events": [told(row, found) for row in found.events.select_related("by")],
        "may_withdraw": State.WITHDRAWN in MOVES[found.state] and is_here,
        "is_here": is_here,
    }
    if found.state == State.DRAFT:
        context |= _draft(found)
        return render(request, "certificates/application_draft.html", context)
    context |= _outcome(found)
    context["form"] = form or AppealForm()
    return render(request, "certificates/application.html", context, status=status)


def _draft(found: Application) -> dict[str, Any]:
    """What is missing now, what the office does later, and what is to be stated."""
    judged = judgement_of(found, timezone.now(), with_concerns=False)
    missing = judged.applicants_missing
    own = {line.text for line in missing}
    asked = lines(judged.standing.verdict)
    statements = _statements(found, judged)
    return {
        # What is to be stated has a part of the page of its own.
        "own": [line for line in missing if line.code != "ATTESTED"],
        "office": [row for row in asked if row.is_open and row.text not in own],
        "met": [row for row in asked if not row.is_open],
        "may_do": found.requirement_set.may_do,
        "statements": statements,
        "is_ready": not missing,
        "signers": found.requirement_set.signers,
    }


def _statements(found: Application, judged: Judgement) -> list[dict[str, Any]]:
    """What the applicant has to state about themselves, and since when they have."""
    codes = [
        leaf["code"]
        for leaf in leaves(tree_of(found))
        if leaf["leaf"] == "attestation" and leaf["by"] == SELF
    ]
    made = {row.code: row.on for row in judged.evidence.statements if row.by == SELF}
    return [
        {"code": code, "words": words_of(code, SELF), "on": made.get(code)}
        for code in dict.fromkeys(codes)
    ]


def _outcome(found: Application) -> dict[str, Any]:
    appeal_until = appeal_ends_on(found)
    today = found.clinic.day_of(timezone.now())
    if appeal_until and appeal_until < today:
        appeal_until = None
    rows = Application.objects.filter(
        person=found.person_id,
        clinic=found.clinic,
        credential_type=found.credential_type,
        target=found.target,
    )
    again = rows.filter(state__in=Application.OPEN).exists()
    return {
        "appeal_until": appeal_until,
        "may_send_again": found.state == State.DEFERRED and not again,
        "conditions": found.conditions.all(),
        "asked": [
            row for row in found.dossier.get("asked", []) if row["code"] != CONCERNS
        ],
    }


def _own(request: HttpRequest, pk: UUID) -> Application:
    rows = Application.objects.select_related(
        "person", "clinic", "requirement_set", "decided_by", "heard_by", "continues"
    )
    return get_object_or_404(rows, pk=pk, person=caller(request))


def _own_clinic(request: HttpRequest, slug: str) -> Clinic:
    for clinic in clinics_of(request, Role.THERAPIST):
        if clinic.slug == slug:
            return clinic
    raise Http404


def _open_one(request: HttpRequest, wish: Wish) -> Application:
    rows = Application.objects.filter(state__in=Application.OPEN)
    return get_object_or_404(
        rows,
        person=caller(request),
        clinic=wish.clinic,
        credential_type=wish.credential_type,
        target=wish.target,
    )
