"""After an assessment: the result, and its reasons or what to study next."""

import datetime
import uuid
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from home.access import OWN_RECORD, access
from modules.explained_questions import ExplainedPart, explain
from modules.models import Attempt, AttemptItem
from modules.selectors.assessments import must_talk_first, standing_of, who_opens
from modules.selectors.attempts import (
    Answered,
    LessonLink,
    answered_items,
    lesson_links,
    percent_of,
    study_again,
)
from modules.views.attempts import attempt_of
from modules.views.learner import learner_of, zone_for


@dataclass(frozen=True)
class ExplainedItem:
    """A question of an attempt that passed, with its key."""

    item: AttemptItem
    template: str
    common_errors: str
    parts: tuple[ExplainedPart, ...]
    lessons: list[LessonLink]


@access(OWN_RECORD)
@never_cache
@require_GET
def attempt_result(request: HttpRequest, attempt_id: uuid.UUID) -> HttpResponse:
    """This will show what was earned; why, only once it has passed.

    Whoever may try again learns the score, whether a critical question was missed and
    what to study: nothing about any one question, so that trying teaches no key.
    """
    mine = attempt_of(request, attempt_id)
    if not mine.submitted_at:
        return redirect("attempt", attempt_id=mine.pk)
    told = _reasons(mine) if mine.passed else _what_next(request, mine, timezone.now())
    context = {
        "attempt": mine,
        "percent": percent_of(mine),
        "zone": zone_for(request),
        **told,
    }
    return render(request, "modules/attempt_result.html", context)


def _reasons(mine: Attempt) -> dict[str, object]:
    items = answered_items(mine)
    codes = {code for one in items for code in one.item.frozen["lessons"]}
    links = lesson_links(codes)
    explained = [_explained(one, links) for one in items]
    return {
        "missed": [one for one in explained if not one.item.is_right],
        "right": [one for one in explained if one.item.is_right],
    }


def _what_next(
    request: HttpRequest, mine: Attempt, now: datetime.datetime
) -> dict[str, object]:
    person = learner_of(request)
    standing = standing_of(person, mine.assessment, now)
    return {
        "standing": standing,
        "openers": who_opens(person, now) if standing.is_locked else [],
        "must_talk": must_talk_first(person, mine.assessment),
        "topics_again": study_again(mine),
    }


def _explained(answered: Answered, links: dict[str, LessonLink]) -> ExplainedItem:
    item = answered.item
    kind, codes = item.frozen["type"], item.frozen["lessons"]
    names = {"MATCHING": "pairs", "ORDERING": "order"}
    return ExplainedItem(
        item=item,
        template=f"questions/explained_{names.get(kind, 'choices')}.html",
        common_errors="" if item.is_right else item.frozen["common_errors"],
        parts=explain(item.frozen, item.shown_order, answered.response),
        lessons=[link for code, link in links.items() if code in codes],
    )
