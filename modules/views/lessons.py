"""What a reader does in a lesson: answer its questions, and finish it."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from home.access import PEOPLE, access
from home.fetches import is_fetched
from modules.actions.checks import NoSuchCheck, NoSuchOption
from modules.actions.lessons import ChecksLeft, complete_lesson
from modules.actions.sendings import SentAnswer, keep_sent_answer
from modules.models import LessonPage
from modules.selectors.checks import shown_check
from modules.selectors.lesson_parts import part_of
from modules.selectors.lessons import address_after, blocks_of, live_lesson
from modules.sent_keys import key_of
from modules.views.learner import learner_of, zone_for


@access(PEOPLE)
@require_POST
def finish_lesson(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """This will finish a lesson and go on to the next; or say what is still to do."""
    lesson = lesson_or_404(key)
    person, at = learner_of(request), timezone.now()
    try:
        complete_lesson(lesson, by=person, at=at)
    except ChecksLeft as refusal:
        if is_fetched(request):
            raise
        messages.warning(request, refusal.message)
        left = part_of(person, lesson).checks_left
        return redirect(f"{lesson.url}#check-{left[0]}" if left else lesson.url)
    messages.success(
        request, _("You finished “%(lesson)s”.") % {"lesson": lesson.title}
    )
    onward = address_after(lesson) or reverse("my_path")
    if is_fetched(request):
        clock = time_format(timezone.localtime(at, zone_for(request)), "H:i")
        return JsonResponse({"saved_at": clock, "next": onward})
    return redirect(onward)


@access(PEOPLE)
@require_POST
def check(request: HttpRequest, key: uuid.UUID, block: uuid.UUID) -> HttpResponse:
    """This will take an answer to a lesson's question and show what follows from it."""
    lesson = lesson_or_404(key)
    option = request.POST.get("option", "")
    sent = SentAnswer(block, option, key_of(request))
    try:
        keep_sent_answer(lesson, sent, by=learner_of(request), at=timezone.now())
    except NoSuchCheck as refusal:
        raise Http404 from refusal
    except NoSuchOption as refusal:
        return _again(request, lesson, block, refusal)
    if is_fetched(request):
        return _partial(request, lesson, block, chosen=int(option))
    return redirect(f"{lesson.url}#check-{block}")


def lesson_or_404(key: uuid.UUID) -> LessonPage:
    """This will find a published lesson by its lasting key.

    Raises:
        Http404: there is none.
    """
    lesson = live_lesson(key)
    if lesson is None:
        raise Http404
    return lesson


def _again(
    request: HttpRequest, lesson: LessonPage, block: uuid.UUID, refusal: NoSuchOption
) -> HttpResponse:
    if is_fetched(request):
        return _partial(request, lesson, block, error=refusal.message)
    messages.warning(request, refusal.message)
    return redirect(f"{lesson.url}#check-{block}")


def _partial(
    request: HttpRequest,
    lesson: LessonPage,
    block: uuid.UUID,
    *,
    chosen: int | None = None,
    error: str = "",
) -> HttpResponse:
    shown = part_of(learner_of(request), lesson).lesson
    value = blocks_of(shown, "check")[block]
    context = {
        "check": shown_check(value, chosen),
        "block_id": str(block),
        "lesson_key": str(lesson.translation_key),
        "error": error,
    }
    status = NoSuchOption.status if error else 200
    return render(request, "blocks/check.html", context, status=status)
