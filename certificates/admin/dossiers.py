"""The dossier in the Wagtail admin: everything on one page, and the decision on it."""

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from certificates.actions.signatures import digest_of_shown
from certificates.admin.applications import FIELD_OF, UNUSABLE
from certificates.admin.reviewing import REVIEWERS, reviewed_application
from certificates.admin.rulings import Ruling, ruling_of, rulings_on
from certificates.admin.signing import signer_of
from certificates.admin.standing_to_sign import standing_to_sign
from certificates.forms.applications import ConditionsForm, DecisionForm
from certificates.models import Application, Signature
from certificates.rules.dossier_changes import changed_since, changes_between, marks_of
from certificates.selectors.judging import Judgement, judgement_of
from certificates.selectors.requirements import title_of
from certificates.selectors.signed import first_signature_of, signatures_of
from home.access import access, caller
from home.errors import RuleBroken


@access(REVIEWERS)
@never_cache
@require_GET
def dossier(request: HttpRequest, pk: UUID) -> HttpResponse:
    """This will show everything a decision rests on, and the form that was chosen."""
    application = reviewed_application(request, pk)
    ruling = ruling_of(application, request.GET.get("decision", ""))
    return dossier_page(request, application, ruling)


@access(REVIEWERS)
@never_cache
@require_POST
def decide(request: HttpRequest, pk: UUID, slug: str) -> HttpResponse:
    """This will decide, signed with the password or a code."""
    application = reviewed_application(request, pk)
    ruling = ruling_of(application, slug)
    if ruling is None:
        return _too_late(request, application, slug)
    form = ruling.form(request.POST)
    if not form.is_valid():
        return dossier_page(request, application, ruling, form, UNUSABLE)
    told: dict[str, Any] = {"reason": form.cleaned_data["reason"]}
    if isinstance(form, ConditionsForm):
        told["conditions"] = form.conditions()
    try:
        signer = signer_of(request, form)
        shown = form.cleaned_data["shown"]
        ruling.action(application, signer=signer, shown_sha256=shown, **told)
    except RuleBroken as refusal:
        application.refresh_from_db()
        if ruling_of(application, slug) is None:
            return _too_late(request, application, slug)
        form.add_error(FIELD_OF.get(refusal.code), refusal.message)
        return dossier_page(request, application, ruling, form, refusal.status)
    messages.success(request, _done(application, ruling))
    return redirect("credentialing_application", pk)


def dossier_page(
    request: HttpRequest,
    application: Application,
    ruling: Ruling | None = None,
    form: DecisionForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """This will render the dossier with one decision open beside it."""
    if form is not None:
        application.refresh_from_db()
    judged = judgement_of(application, timezone.now())
    context = _frame(application) | _record(application, judged)
    context |= {
        "events": application.events.select_related("by"),
        "signatures": signatures_of(application),
        "conditions": application.conditions.select_related("met_by"),
        "ruling": ruling,
        "rulings": rulings_on(application),
        "standing": standing_to_sign(caller(request), judged),
    }
    if ruling is not None:
        # Before the form takes the marks of now.
        context["changed"] = _changed(form, judged) if status == 409 else []
        context["form"] = _form(ruling, application, judged, form)
    template = "certificates/admin/dossier.html"
    return render(request, template, context, status=status)


def _frame(application: Application) -> dict[str, Any]:
    title = title_of(application.credential_type, application.target)
    return {
        "header_title": application.person.name,
        "header_icon": "doc-full",
        "breadcrumbs_items": [
            {"url": reverse("credentialing_applications"), "label": _("Applications")},
            {"url": "", "label": application.person.name},
        ],
        "application": application,
        "title": title,
    }


def _record(application: Application, judged: Judgement) -> dict[str, Any]:
    """What is shown: the record as it is now, or as it was when it was decided."""
    if not rulings_on(application):
        return {"dossier": _decided_on(application), "is_open": False}
    return {
        "dossier": judged.dossier,
        "is_open": True,
        "missing": judged.missing,
        "changes": changes_between(application.dossier, judged.dossier),
        "shown_sha256": digest_of_shown(judged.shown),
    }


def _decided_on(application: Application) -> dict[str, Any]:
    """The record under the decision; rows of before kept the frozen one only."""
    signed = signatures_of(application).filter(shown__now__isnull=False).last()
    return signed.shown["now"] if signed and signed.shown else application.dossier


def _form(
    ruling: Ruling,
    application: Application,
    judged: Judgement,
    form: DecisionForm | None,
) -> DecisionForm:
    """A form over what is shown now; what was typed stays, the password never."""
    now = {
        "shown": digest_of_shown(judged.shown),
        "marks": json.dumps(marks_of(judged.dossier)),
    }
    if form is not None:
        form.data = {**form.data.dict(), **now}  # type: ignore[attr-defined]
        return form
    more: dict[str, Any] = {}
    first = first_signature_of(application)
    if first and first.shown and issubclass(ruling.form, ConditionsForm):
        more["conditions"] = first.shown["conditions"]
    return ruling.form(initial=now, **more)


def _changed(form: DecisionForm | None, judged: Judgement) -> list[str]:
    """What is another one than it was on the page that was signed."""
    return changed_since(form.shown_marks(), judged.dossier) if form else []


def _too_late(
    request: HttpRequest, application: Application, slug: str
) -> HttpResponse:
    """Somebody else was faster; a word nobody knows is not there at all."""
    if slug not in KNOWN:
        raise Http404
    messages.error(
        request, _("This was decided by somebody else meanwhile. Nothing was signed.")
    )
    return dossier_page(request, application, status=409)


KNOWN = ("approve", "conditional", "defer", "decline", "reopen", "uphold")


def _done(application: Application, ruling: Ruling) -> str:
    application.refresh_from_db(fields=["state"])
    if ruling.grants and application.state == Application.State.IN_REVIEW:
        return _("Signed. It is granted when a second person has signed as well.")
    return _("Done and signed: %(meaning)s.") % {
        "meaning": str(Signature.Meaning(ruling.meaning).label).lower()
    }
