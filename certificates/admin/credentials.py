"""Signing about a person's credentials: suspending, lifting, revoking, granting."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from certificates.actions.credentials import revoke
from certificates.actions.founding import Appointment, appoint_founder, open_kinds
from certificates.actions.grant_rules import Grant
from certificates.actions.rosters import enter_credential
from certificates.actions.signatures import digest_of_shown
from certificates.actions.suspensions import Ground, suspend_person
from certificates.admin.people import DIRECTORS, frame_of
from certificates.admin.reach import directed_person
from certificates.admin.signing import signer_of
from certificates.forms.credentials import (
    AppointmentForm,
    RosterCredentialForm,
    ShownForm,
    SuspensionForm,
)
from certificates.models import Credential
from certificates.selectors.requirements import title_of
from certificates.selectors.shown_words import facts_of_credential
from certificates.selectors.signed import shown_of_credential
from home.access import access
from home.errors import RuleBroken

TYPED = require_http_methods(["GET", "POST"])
UNUSABLE = 422
FIELD_OF = {
    "PASSWORD-WRONG": "password",
    "TOO-MANY-TRIES": "password",
    "SIGN-IN-NOT-FRESH": "password",
    "REASON-MISSING": "reason",
    "REASON-NAMES-PATIENT": "reason",
    "OVERRIDE-TOLD-UNUSABLE": "told",
    "SOURCE-MISSING": "source",
    "CREDENTIAL-PERIOD-UNUSABLE": "valid_to",
}


@access(DIRECTORS)
@never_cache
@TYPED
def suspend(request: HttpRequest, clinic: str, pk: UUID) -> HttpResponse:
    """This will keep somebody from clinical work at once."""
    where, found = directed_person(request, clinic, pk)
    form = SuspensionForm(request.POST or None)

    def act() -> None:
        ground = Ground(form.cleaned_data["kind"], form.cleaned_data["reason"])
        suspend_person(found, where, ground, signer=signer_of(request, form))

    frame = frame_of(where, found, _("Suspend")) | {
        "lead": _(
            "From the moment you sign, clearance is refused for this person at every "
            "clinic. A suspension is neutral; two directors can lift it."
        ),
        "button": _("Suspend now"),
        "is_grave": True,
    }
    return signed_page(request, form, act, frame)


@access(DIRECTORS)
@never_cache
@TYPED
def take_away(
    request: HttpRequest, clinic: str, pk: UUID, credential: UUID
) -> HttpResponse:
    """This will revoke a credential for good."""
    where, found = directed_person(request, clinic, pk)
    rows = Credential.objects.filter(person=found, clinic=where)
    row = get_object_or_404(rows.select_related("person", "clinic"), pk=credential)
    shown = digest_of_shown(shown_of_credential(row))
    form = ShownForm(request.POST or None, initial={"shown": shown})

    def act() -> None:
        told = {name: form.cleaned_data[name] for name in ("reason", "shown")}
        signer = signer_of(request, form)
        revoke(row, reason=told["reason"], shown_sha256=told["shown"], signer=signer)

    heading = _("Revoke %(title)s") % {"title": title_of(row.type, row.target)}
    frame = frame_of(where, found, heading) | {
        "lead": _(
            "This cannot be undone. Whoever checks the certificate reads “revoked” "
            "from this moment on."
        ),
        "facts": facts_of_credential(row),
        "button": _("Revoke for good"),
        "is_grave": True,
        "shown": shown,
    }
    return signed_page(request, form, act, frame)


@access(DIRECTORS)
@never_cache
@TYPED
def appoint(request: HttpRequest, clinic: str, pk: UUID) -> HttpResponse:
    """This will grant L3, T or S for a year on what was done elsewhere."""
    where, found = directed_person(request, clinic, pk)
    kinds = open_kinds(where)
    if not kinds:
        frame = frame_of(where, found, _("Founding appointment"))
        return render(request, "certificates/admin/founding_none.html", frame)
    form = AppointmentForm(request.POST or None, kinds=kinds)

    def act() -> None:
        told = {k: v for k, v in form.cleaned_data.items() if k != "password"}
        signer = signer_of(request, form)
        appoint_founder(found, where, Appointment(**told), signer=signer)

    frame = frame_of(where, found, _("Founding appointment")) | {
        "lead": _(
            "For a clinic that begins: on documented outside training and experience "
            "that somebody outside the clinic reviewed. It lasts one year from today "
            "and is followed by an application. It is open until somebody here "
            "was granted the credential on other grounds."
        ),
        "button": _("Appoint for one year"),
    }
    return signed_page(request, form, act, frame)


@access(DIRECTORS)
@never_cache
@TYPED
def enter(request: HttpRequest, clinic: str, pk: UUID) -> HttpResponse:
    """This will enter what somebody holds already from the clinic's roster."""
    where, found = directed_person(request, clinic, pk)
    form = RosterCredentialForm(request.POST or None)

    def act() -> None:
        told = form.cleaned_data
        type_, target = form.kind_of()
        days = {name: told[name] for name in ("valid_from", "valid_to")}
        grant = Grant(where, type_, **days, target=target)
        signer = signer_of(request, form)
        enter_credential(found, grant, source=told["source"], signer=signer)

    frame = frame_of(where, found, _("Enter from the roster")) | {
        "lead": _(
            "For what the clinic granted before it kept its credentials here. The "
            "certificate says that it was entered and not judged here. What two sign "
            "for, such as L3 or Endorsement S, counts once another clinical director, "
            "or a medical director, has confirmed it."
        ),
        "button": _("Enter and sign"),
    }
    return signed_page(request, form, act, frame)


def signed_page(
    request: HttpRequest,
    form: forms.Form,
    act: Callable[[], None],
    frame: dict[str, Any],
) -> HttpResponse:
    """This will do what was asked once the form is whole and the sign-in right.

    Args:
        frame: what the page shows. `shown` is the digest of it as it is now: when
            it had changed, the form carries the new one on.
    """
    status = 200
    if request.method == "POST":
        status = UNUSABLE
        if form.is_valid():
            try:
                act()
            except RuleBroken as refusal:
                field = FIELD_OF.get(refusal.code)
                form.add_error(field if field in form.fields else None, refusal.message)
                _carry_on(form, frame)
                status = refusal.status
            else:
                messages.success(request, frame.get("done", _("Done and signed.")))
                return redirect(frame["back_url"])
    template = "certificates/admin/sign.html"
    return render(request, template, frame | {"form": form}, status=status)


def _carry_on(form: Any, frame: dict[str, Any]) -> None:
    """The page shows the record as it is now, so the form is about that."""
    if "shown" in frame:
        form.data = {**form.data.dict(), "shown": frame["shown"]}
