"""Waiving a requirement for somebody, and stating something about them."""

import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from certificates.actions.signatures import digest_of_shown
from certificates.actions.statements import state_about_person
from certificates.actions.waivers import (
    LONGEST_MONTHS,
    Waiving,
    end_waiver,
    grant_waiver,
    shown_of_waiver,
)
from certificates.admin.credentials import signed_page
from certificates.admin.entering import enter
from certificates.admin.people import DIRECTORS, frame_of
from certificates.admin.reach import directed_person
from certificates.admin.signing import signer_of
from certificates.clearance.days import add_months
from certificates.forms.credentials import ShownForm
from certificates.forms.waivers import StatementForm, WaiverForm
from certificates.models import Waiver
from certificates.requirements.declared import waived_thing
from certificates.selectors.requirements import waivers_asked
from home.access import access
from home.models import Person


@access(DIRECTORS)
@never_cache
@require_http_methods(["GET", "POST"])
def grant(request: HttpRequest, clinic: str, pk: UUID) -> HttpResponse:
    """This will waive one requirement for somebody, for a time."""
    where, found = directed_person(request, clinic, pk)
    codes, frame = waivers_asked(where), frame_of(where, found, _("Grant a waiver"))
    if not codes:
        return render(request, "certificates/admin/waiver_none.html", frame)
    form = WaiverForm(request.POST or None, codes=codes)
    latest = add_months(where.day_of(timezone.now()), LONGEST_MONTHS)
    form.fields["expires_on"].help_text = _("At the latest %(day)s, in two years.") % {
        "day": _in_words(latest)
    }

    def act() -> None:
        told = {name: form.cleaned_data[name] for name in ("code", "expires_on")}
        waiving = Waiving(**told, reason=form.cleaned_data["reason"])
        grant_waiver(found, where, waiving, signer=signer_of(request, form))

    frame |= {
        "lead": _(
            "Until its last day the requirement counts as waived, and every page that "
            "lists it says so. A licence, the exclusion list, a suspension and an open "
            "concern cannot be waived."
        ),
        "button": _("Waive it and sign"),
    }
    return signed_page(request, form, act, frame)


@access(DIRECTORS)
@never_cache
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, clinic: str, pk: UUID, waiver: UUID) -> HttpResponse:
    """This will end a waiver before its last day."""
    where, found = directed_person(request, clinic, pk)
    rows = Waiver.objects.filter(person=found, clinic=where)
    row = get_object_or_404(rows.select_related("person", "clinic", "by"), pk=waiver)
    shown = digest_of_shown(shown_of_waiver(row))
    form = ShownForm(request.POST or None, initial={"shown": shown})

    def act() -> None:
        told = form.cleaned_data
        signer, sha256 = signer_of(request, form), told["shown"]
        end_waiver(row, reason=told["reason"], shown_sha256=sha256, signer=signer)

    frame = frame_of(where, found, _("End a waiver")) | {
        "lead": _(
            "From the moment you sign, the requirement is asked for again. What was "
            "granted while it was waived stays granted."
        ),
        "facts": _facts(row, waivers_asked(where).get(row.code, "")),
        "button": _("End it now"),
        "shown": shown,
    }
    return signed_page(request, form, act, frame)


@access(DIRECTORS)
@never_cache
@require_http_methods(["GET", "POST"])
def state(request: HttpRequest, clinic: str, pk: UUID) -> HttpResponse:
    """This will keep what a director states about somebody."""
    where, found = directed_person(request, clinic, pk)
    form = StatementForm(request.POST or None)

    def act(*, by: Person, at: datetime.datetime) -> None:
        state_about_person(found, where, form.cleaned_data["code"], by=by, at=at)

    frame = frame_of(where, found, _("Add a statement"))
    return enter(request, form, act, frame | {"done": _("Stated and kept.")})


def _facts(row: Waiver, words: str) -> list[tuple[Any, str]]:
    return [
        (_("What is waived"), capfirst(waived_thing(row.code, words))),
        (_("Granted"), _in_words(row.granted_on)),
        (_("Last day"), _in_words(row.expires_on)),
        (_("By"), row.by.name),
        (_("Reason"), row.reason),
    ]


def _in_words(day: datetime.date) -> str:
    return date_format(day, "j F Y")


PERSON = "credentialing/<slug:clinic>/people/<uuid:pk>/"
VIEWS = [
    (PERSON + "waivers/grant/", grant, "grant_waiver"),
    (PERSON + "waivers/<uuid:waiver>/end/", end, "end_waiver"),
    (PERSON + "statements/add/", state, "state"),
]
