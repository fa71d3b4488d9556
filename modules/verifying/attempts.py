"""Attempts: does each result follow from the questions and the answers kept?"""

import datetime
from collections.abc import Iterator
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from home.audit_checks import Mismatch
from home.sealed_rows import in_batches
from modules.grading import NOTHING, grade, result
from modules.models import Attempt, AttemptAnswer, AttemptItem
from modules.selectors.attempts import in_place
from modules.verifying.told import Facts, computed, entries_about, logged

ENDED = ("ATTEMPT-SUBMITTED", "ATTEMPT-CLOSED")
RESULT = ("score_numerator", "score_denominator", "all_critical_right", "passed")
# What the log says of a result.
LOGGED = ("score_numerator", "score_denominator", "passed")
GRADE = ("score_numerator", "score_denominator", "is_right")


def attempts_follow() -> Iterator[Mismatch]:
    """This will grade every attempt anew, and look at when each had to end."""
    rows = Attempt.objects.order_by("pk").iterator(chunk_size=500)
    for attempts in in_batches(rows):
        pks = [str(attempt.pk) for attempt in attempts]
        told = entries_about(Attempt._meta.label, pks, ENDED)
        items = _items_of(attempts)
        for attempt in attempts:
            where, mine = f"Attempt {attempt.pk}", items.get(attempt.pk, [])
            yield from _clock(where, attempt)
            yield from _graded(where, attempt, mine)
            entries = told.get(str(attempt.pk), [])
            if attempt.submitted_at:
                kept = {name: getattr(attempt, name) for name in LOGGED}
                yield from logged(where, entries, kept)
            elif entries:
                yield Mismatch(where, _("The log says it ended, and it is open."))


def _items_of(attempts: list[Attempt]) -> dict[Any, list[AttemptItem]]:
    counted = in_place(AttemptAnswer.objects.filter(item=OuterRef("pk")))
    rows = AttemptItem.objects.filter(attempt__in=attempts).order_by("position")
    rows = rows.annotate(counted=Subquery(counted.values("response")[:1]))
    found: dict[Any, list[AttemptItem]] = {}
    for item in rows:
        found.setdefault(item.attempt_id, []).append(item)
    return found


def _clock(where: str, attempt: Attempt) -> Iterator[Mismatch]:
    minutes = (attempt.criterion or {}).get("minutes")
    closes_at = attempt.started_at + datetime.timedelta(minutes=minutes or 0)
    anew = {"closes_at": closes_at if minutes else None}
    if attempt.criterion is not None:
        yield from computed(where, {"closes_at": attempt.closes_at}, anew)


def _graded(where: str, attempt: Attempt, items: list[Any]) -> Iterator[Mismatch]:
    is_over = attempt.submitted_at is not None
    grades = [
        grade(item.frozen, item.counted) if is_over else NOTHING for item in items
    ]
    for item, one in zip(items, grades, strict=True):
        score = one.score.numerator, one.score.denominator, one.is_right
        anew = score if is_over else (None, None, None)
        kept = {name: getattr(item, name) for name in GRADE}
        place = f"{where}, item {item.position}"
        yield from computed(place, kept, dict(zip(GRADE, anew, strict=True)))
        if item.is_critical != item.frozen["critical"]:
            yield Mismatch(place, _("It is not as critical as the question it holds."))
    if is_over:
        rated = [
            (one, item.is_critical) for item, one in zip(items, grades, strict=True)
        ]
        kept = {name: getattr(attempt, name) for name in RESULT}
        yield from computed(where, kept, _result(rated, attempt.pass_percent))


def _result(rated: list[tuple[Any, bool]], pass_percent: int) -> Facts:
    whole = result(rated, pass_percent)
    anew = (
        whole.score.numerator,
        whole.score.denominator,
        whole.all_critical_right,
        whole.passed,
    )
    return dict(zip(RESULT, anew, strict=True))
