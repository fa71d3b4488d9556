"""Taking an assessment: its questions one by one, a last look, and handing it in."""

import uuid
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)

from home.access import PEOPLE, access
from home.errors import RuleBroken
from home.fetches import is_fetched, refused
from modules.actions.attempts import AlreadySubmitted, save_answer, submit_attempt
from modules.actions.ending_attempts import close_overdue
from modules.forms.responses import response_from
from modules.frozen_questions import ANSWERED
from modules.idempotency import HIGHEST, sent_with
from modules.models import Attempt
from modules.responses import ResponseRefused
from modules.selectors.attempts import Answered, answered_items, own_attempt, states_of
from modules.sent_keys import KeyRefused
from modules.shown_questions import show
from modules.views.learner import learner_of, zone_for


@access(PEOPLE)
@never_cache
@require_GET
def attempt(request: HttpRequest, attempt_id: uuid.UUID) -> HttpResponse:
    """This will go to where the attempt was left, or to its result."""
    mine = attempt_of(request, attempt_id)
    if mine.submitted_at:
        return redirect("attempt_result", attempt_id=mine.pk)
    states = states_of(answered_items(mine))
    waiting = [position for position, state in states.items() if state != ANSWERED]
    if not waiting:
        return redirect("attempt_review", attempt_id=mine.pk)
    return redirect("attempt_item", attempt_id=mine.pk, position=waiting[0])


@access(PEOPLE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def attempt_item(
    request: HttpRequest, attempt_id: uuid.UUID, position: int
) -> HttpResponse:
    """This will show one question, and keep the answer to it."""
    mine = attempt_of(request, attempt_id)
    items = answered_items(mine)
    asked = next((one for one in items if one.item.position == position), None)
    if asked is None:
        raise Http404
    if request.method == "POST":
        return _save(request, mine, items, asked)
    if mine.submitted_at:
        return redirect("attempt_result", attempt_id=mine.pk)
    return _question(request, items, asked)


@access(PEOPLE)
@never_cache
@require_GET
def attempt_review(request: HttpRequest, attempt_id: uuid.UUID) -> HttpResponse:
    """This will show what is answered and what is not, before it is handed in."""
    mine = attempt_of(request, attempt_id)
    if mine.submitted_at:
        return redirect("attempt_result", attempt_id=mine.pk)
    items = answered_items(mine)
    states = states_of(items)
    rows = [
        {
            "position": one.item.position,
            "is_critical": one.item.is_critical,
            "stem": show(one.item.frozen, [], None).stem,
            "state": states[one.item.position],
        }
        for one in items
    ]
    unanswered = sum(state != ANSWERED for state in states.values())
    context = {
        "attempt": mine,
        "rows": rows,
        "unanswered": unanswered,
        "zone": zone_for(request),
    }
    return render(request, "modules/attempt_review.html", context)


@access(PEOPLE)
@require_POST
def attempt_submit(request: HttpRequest, attempt_id: uuid.UUID) -> HttpResponse:
    """This will hand the attempt in; a second time changes nothing."""
    mine = attempt_of(request, attempt_id)
    submit_attempt(mine, by=learner_of(request), at=timezone.now())
    result = reverse("attempt_result", args=[mine.pk])
    return JsonResponse({"next": result}) if is_fetched(request) else redirect(result)


def attempt_of(request: HttpRequest, attempt_id: uuid.UUID) -> Attempt:
    """This will find the caller's own attempt; one whose time is over ends here.

    Raises:
        Http404: there is none, or it is somebody else's.
    """
    person, now = learner_of(request), timezone.now()
    found = own_attempt(person, attempt_id)
    if found and not found.submitted_at and found.is_over(now):
        close_overdue(at=now, person=person)
        found = own_attempt(person, attempt_id)
    if found is None:
        raise Http404
    return found


def _save(
    request: HttpRequest, mine: Attempt, items: list[Answered], asked: Answered
) -> HttpResponse:
    item = asked.item
    response = response_from(item, request.POST, asked.response)
    person, now = learner_of(request), timezone.now()
    try:
        sent = sent_with(request)
        kept = save_answer(item, response, by=person, at=now, sent=sent)
    except (ResponseRefused, KeyRefused, AlreadySubmitted) as refusal:
        if is_fetched(request):
            return refused(refusal)
        if not isinstance(refusal, AlreadySubmitted):
            return _question(request, items, asked, Refused(response, refusal))
        messages.warning(request, refusal.message)
        return redirect("attempt_result", attempt_id=mine.pk)
    newer = _newer() if (kept.place or 0) < asked.place else ""
    onward = _onward(mine, item.position, len(items), request.POST.get("go", ""))
    if is_fetched(request):
        local = kept.given_at.astimezone(zone_for(request))
        told = {"saved_at": date_format(local, "H:i")}
        if newer:
            told["message"] = newer
        elif request.POST.get("go") == "next" or "path" in response:
            told["next"] = onward
        return JsonResponse(told)
    if newer:
        messages.warning(request, newer)
        onward = reverse("attempt_item", args=[mine.pk, item.position])
    return redirect(onward)


def _newer() -> str:
    return _(
        "A newer answer to this question came from another page or device. It counts."
    )


def _onward(mine: Attempt, position: int, last: int, go: str) -> str:
    """After a case's step the same page shows the next one."""
    if go == "next" and position == last:
        return reverse("attempt_review", args=[mine.pk])
    return reverse("attempt_item", args=[mine.pk, position + (go == "next")])


@dataclass(frozen=True)
class Refused:
    """An answer that could not be kept, and why: the page shows it again."""

    response: dict
    refusal: RuleBroken


def _question(
    request: HttpRequest,
    items: list[Answered],
    asked: Answered,
    again: Refused | None = None,
) -> HttpResponse:
    item = asked.item
    response = again.response if again else asked.response
    question = show(item.frozen, item.shown_order, response)
    context = {
        "attempt": item.attempt,
        "item": item,
        "question": question,
        "template": f"questions/{question.kind}.html",
        "states": states_of(items),
        "total": len(items),
        "place": min(asked.place + 1, HIGHEST),
        "saved_at": None if again else asked.given_at,
        "zone": zone_for(request),
        "error": again.refusal.message if again else "",
    }
    status = again.refusal.status if again else 200
    return render(request, "modules/attempt_item.html", context, status=status)
