"""The safety officer's desk. Nobody else learns here that a report exists."""

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)

from certificates.actions.concern_reviews import (
    Closing,
    add_note,
    close_concern,
    hand_over,
    raise_severity,
    reopen_concern,
    take_concern,
)
from certificates.actions.signatures import digest_of_shown
from certificates.admin.signing import signer_of
from certificates.concern_rules import concerns_for, officers_apart
from certificates.forms.concerns import (
    CloseForm,
    HandOverForm,
    NoteForm,
    RaiseForm,
)
from certificates.models import Concern, ConcernEvent
from certificates.selectors.concerns import shown_of, with_everybody
from certificates.views.safety_words import (
    STEPS,
    next_steps,
    page_of,
    record_of,
    row_of,
)
from home.access import Policy, access, caller, roles
from home.errors import RuleBroken
from home.models import Role

PER_PAGE = 30
UNUSABLE = 422
FIELD_OF = {
    "CONCERN-ACCOUNT-MISSING": "note",
    "CONCERN-NAMES-PATIENT": "note",
    "CONCERN-NOT-RAISED": "severity",
    "PASSWORD-WRONG": "password",
    "TOO-MANY-TRIES": "password",
    "SIGN-IN-NOT-FRESH": "password",
}
READER = Policy(
    "CONCERN-READER",
    "the safety officer of a report; everybody else is told that there is none",
    lambda request: request.user.is_authenticated,
)


@access(roles(Role.SAFETY_OFFICER))
@never_cache
@require_GET
def safety(request: HttpRequest) -> HttpResponse:
    """This will list the reports that the caller may read, the open ones first."""
    me, now = caller(request), timezone.now()
    rows = with_everybody(concerns_for(me, now)).defer("account")
    under_way = rows.filter(state__in=Concern.UNDER_WAY).order_by("reported_at")
    closed = rows.filter(state=Concern.State.CLOSED).order_by("-closed_at")
    page_obj = Paginator(closed, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "under_way": [row_of(row, me) for row in under_way],
        "closed": [row_of(row, me) for row in page_obj],
        "page_obj": page_obj,
    }
    return render(request, "certificates/safety.html", context)


@access(READER)
@never_cache
@require_GET
def concern(request: HttpRequest, pk: UUID) -> HttpResponse:
    """This will show one report, what was done about it and what can be done next."""
    found = _readable(request, pk)
    context = page_of(found, _steps_of(found), caller(request))
    return render(request, "certificates/safety_concern.html", context)


@access(READER)
@never_cache
@require_POST
def concern_take(request: HttpRequest, pk: UUID) -> HttpResponse:
    """This will put a report into the caller's hands."""
    found = _readable(request, pk)
    try:
        take_concern(found, by=caller(request), at=timezone.now())
    except RuleBroken as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("It is yours to look into now."))
    return redirect("safety_concern", pk)


@sensitive_post_parameters("note")
@access(READER)
@never_cache
@require_http_methods(["GET", "POST"])
def concern_note(request: HttpRequest, pk: UUID) -> HttpResponse:
    """This will keep what the officer learned."""
    found, form = _readable(request, pk), NoteForm(request.POST or None)

    def act() -> None:
        note = form.cleaned_data["note"]
        add_note(found, note, by=caller(request), at=timezone.now())

    return _step(request, found, "note", form, act)


@sensitive_post_parameters("note")
@access(READER)
@never_cache
@require_http_methods(["GET", "POST"])
def concern_raise(request: HttpRequest, pk: UUID) -> HttpResponse:
    """This will say that a report weighs more."""
    found = _readable(request, pk)
    form = RaiseForm(request.POST or None, concern=found)

    def act() -> None:
        data = form.cleaned_data
        me, now = caller(request), timezone.now()
        raise_severity(found, data["severity"], data["note"], by=me, at=now)

    return _step(request, found, "raise", form, act)


@sensitive_post_parameters("note")
@access(READER)
@never_cache
@require_http_methods(["GET", "POST"])
def concern_hand_over(request: HttpRequest, pk: UUID) -> HttpResponse:
    """This will give a report to another officer who stands apart from it."""
    found, me, now = _readable(request, pk), caller(request), timezone.now()
    others = officers_apart(found, now).exclude(pk=me.pk).order_by("name")
    form = HandOverForm(request.POST or None, officers=others)

    def act() -> None:
        data = form.cleaned_data
        hand_over(found, data["officer"], data["note"], by=me, at=now)

    return _step(request, found, "hand-over", form, act)


@sensitive_post_parameters("note", "password")
@access(READER)
@never_cache
@require_http_methods(["GET", "POST"])
def concern_close(request: HttpRequest, pk: UUID) -> HttpResponse:
    """This will end the review, signed."""
    found = _readable(request, pk)
    shown = {"shown": digest_of_shown(shown_of(found))}
    form = CloseForm(request.POST or None, initial=shown)

    def act() -> None:
        data = form.cleaned_data
        closing = Closing(data["outcome"], data["note"], data["shown"])
        close_concern(found, closing, signer=signer_of(request, form))

    return _step(request, found, "close", form, act)


@sensitive_post_parameters("note")
@access(READER)
@never_cache
@require_http_methods(["GET", "POST"])
def concern_reopen(request: HttpRequest, pk: UUID) -> HttpResponse:
    """This will take a closed review up again."""
    found, form = _readable(request, pk), NoteForm(request.POST or None)

    def act() -> None:
        note = form.cleaned_data["note"]
        reopen_concern(found, note, by=caller(request), at=timezone.now())

    return _step(request, found, "reopen", form, act)


def _readable(request: HttpRequest, pk: UUID) -> Concern:
    """Missing and not theirs to read are one answer: 404."""
    rows = with_everybody(concerns_for(caller(request), timezone.now()))
    return get_object_or_404(rows, pk=pk)


def _step(
    request: HttpRequest,
    found: Concern,
    name: str,
    form: forms.Form,
    act: Callable[[], None],
) -> HttpResponse:
    """Do a step once its form is whole; back to what the caller may still read."""
    words, status = STEPS[name], UNUSABLE if form.errors else 200
    if request.method == "GET" and name not in next_steps(found, caller(request)):
        return redirect("safety_concern", found.pk)
    if form.is_valid():
        try:
            act()
        except RuleBroken as refusal:
            form.add_error(FIELD_OF.get(refusal.code), refusal.message)
            status = refusal.status
        else:
            messages.success(request, words.done)
            return redirect(*_after(name, found))
    context = record_of(found, _steps_of(found)) | {
        "form": form,
        "words": words,
        "back_url": reverse("safety_concern", args=[found.pk]),
    }
    return render(request, "certificates/safety_step.html", context, status=status)


def _steps_of(found: Concern) -> list[ConcernEvent]:
    return list(found.events.select_related("by", "to"))


def _after(name: str, found: Concern) -> tuple:
    return ("safety",) if name == "hand-over" else ("safety_concern", found.pk)
