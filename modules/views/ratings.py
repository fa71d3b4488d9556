"""A practicum form on a tablet: marked, saved as it is marked, then signed."""

import datetime
import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from home.access import PEOPLE, access
from home.errors import RuleBroken
from modules.actions.observation_drafts import NewerKept, drop_draft, save_draft
from modules.forms.marks import marks_in, sent_in
from modules.models import ObservationDraft
from modules.rating_rules import Marks, as_signed, faults, marks_from
from modules.selectors.observation_drafts import draft_of
from modules.shown_marks import (
    critical_shown,
    differences,
    domains_shown,
    errors_in,
)
from modules.views.learner import learner_of, zone_for
from modules.views.lessons import is_fetched

SIGN = "sign"


@access(PEOPLE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def rating(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    """This will show a form with what is marked, and keep what is sent."""
    draft = draft_at(request, draft_id)
    if not draft.is_under_way:
        return _closed(request, draft)
    if request.method == "POST":
        return _save(request, draft)
    context = _page(request, draft, marks_from(draft.marks))
    return render(request, "modules/rating.html", context)


@access(PEOPLE)
@require_POST
def rating_drop(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    """This will put a form aside."""
    draft = draft_at(request, draft_id)
    drop_draft(draft, by=learner_of(request), at=timezone.now())
    messages.success(request, _("The form is put aside. Nothing was signed."))
    return redirect("practicum_mine" if draft.is_own else "practicum")


def draft_at(request: HttpRequest, draft_id: uuid.UUID) -> ObservationDraft:
    """This will find the caller's own draft.

    Raises:
        Http404: there is none, or it is somebody else's.
    """
    found = draft_of(learner_of(request).pk, draft_id)
    if found is None:
        raise Http404
    return found


def saved_words(draft: ObservationDraft, zone: datetime.tzinfo) -> str:
    """This will say when a form was saved, by the clinic's clock."""
    if draft.saved_at is None:
        return ""
    at = date_format(draft.saved_at.astimezone(zone), "H:i")
    return _("Saved at %(time)s") % {"time": at}


def left_words(draft: ObservationDraft, marks: Marks) -> str:
    """This will say how much is left to be marked."""
    content, ready = draft.form_content, as_signed(marks)
    left = len(faults(content, ready, rated_for=draft.rated_for))
    if not left:
        return _("Everything is marked.")
    words = ngettext("%(left)s mark is left.", "%(left)s marks are left.", left)
    return words % {"left": left}


def _save(request: HttpRequest, draft: ObservationDraft) -> HttpResponse:
    try:
        sent = sent_in(draft.form_content, request.POST)
        kept = save_draft(draft, sent, by=learner_of(request), at=timezone.now())
    except RuleBroken as refusal:
        return _refused(request, draft, refusal)
    if is_fetched(request):
        return _kept(request, kept)
    if request.POST.get("go") == SIGN:
        return _on_to_sign(request, kept)
    messages.success(request, saved_words(kept, zone_for(request)))
    return redirect("rating", draft_id=kept.pk)


def _refused(
    request: HttpRequest, draft: ObservationDraft, refusal: RuleBroken
) -> HttpResponse:
    if is_fetched(request):
        told = {"message": refusal.message, "code": refusal.code}
        return JsonResponse(told, status=refusal.status)
    if isinstance(refusal, NewerKept):
        return _compare(request, refusal)
    return _again(request, draft, refusal)


def _kept(request: HttpRequest, kept: ObservationDraft) -> JsonResponse:
    told = {
        "saved_at": saved_words(kept, zone_for(request)),
        "left": left_words(kept, marks_from(kept.marks)),
        "revision": kept.revision,
    }
    return JsonResponse(told)


def _on_to_sign(request: HttpRequest, kept: ObservationDraft) -> HttpResponse:
    marks = marks_from(kept.marks)
    if not faults(kept.form_content, as_signed(marks), rated_for=kept.rated_for):
        return redirect("rating_sign", draft_id=kept.pk)
    context = _page(request, kept, marks, is_done=True)
    context["errors"] = errors_in(context["domains"])
    return render(request, "modules/rating.html", context, status=422)


def _compare(request: HttpRequest, refusal: NewerKept) -> HttpResponse:
    """Both versions: the page's own stays in the form, the kept one is told."""
    kept = refusal.kept
    here, there = marks_in(kept.form_content, request.POST), marks_from(kept.marks)
    context = _page(request, kept, here)
    context["newer"] = differences(kept.form_content, here, there)
    context["refusal"] = refusal.message
    return render(request, "modules/rating.html", context, status=refusal.status)


def _again(
    request: HttpRequest, draft: ObservationDraft, refusal: RuleBroken
) -> HttpResponse:
    """The page with what was marked; where it cannot be read, with what is kept."""
    try:
        marks = marks_in(draft.form_content, request.POST)
    except RuleBroken:
        marks = marks_from(draft.marks)
    context = _page(request, draft, marks)
    context["errors"] = [{"message": refusal.message, "url": ""}]
    return render(request, "modules/rating.html", context, status=refusal.status)


def _closed(request: HttpRequest, draft: ObservationDraft) -> HttpResponse:
    if is_fetched(request):
        told = {"message": _("This form is closed."), "code": "PRACTICUM-DRAFT-CLOSED"}
        return JsonResponse(told, status=409)
    messages.info(request, _("This form is closed: it was signed or put aside."))
    return redirect("practicum_mine" if draft.is_own else "practicum")


def _page(
    request: HttpRequest, draft: ObservationDraft, marks: Marks, is_done: bool = False
) -> dict[str, Any]:
    content = draft.form_content
    ready = as_signed(marks) if is_done else marks
    return {
        "draft": draft,
        "content": content,
        "domains": domains_shown(
            content, ready, rated_for=draft.rated_for, is_done=is_done
        ),
        "critical": critical_shown(content, marks),
        "marks": marks,
        "left": left_words(draft, marks),
        "saved": saved_words(draft, zone_for(request)),
        "page": uuid.uuid4(),
    }
