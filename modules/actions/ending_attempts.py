"""Ending an attempt: graded once from what was kept, by its person or by the clock."""

import datetime
import uuid

from django.db import connection, transaction

from home.actions import audit
from home.models import Person
from modules.grading import Grade, grade, result
from modules.models import Attempt
from modules.selectors.to_grade import items_to_grade

GRADED = (
    "UPDATE modules_attemptitem SET score_numerator = graded.column2, "
    "score_denominator = graded.column3, is_right = graded.column4 "
    "FROM (VALUES {}) AS graded WHERE modules_attemptitem.id = graded.column1"
)


def end_attempt(
    attempt: Attempt, *, by: Person | None, at: datetime.datetime
) -> Attempt:
    """This will grade an attempt from the answers that count.

    The caller holds its lock, and has seen that it is still open.

    Args:
        by: whoever hands it in; None when its time is over.
    """
    whole = result(_grade_items(attempt), attempt.pass_percent)
    attempt.submitted_at = at
    attempt.score_numerator = whole.score.numerator
    attempt.score_denominator = whole.score.denominator
    attempt.all_critical_right = whole.all_critical_right
    attempt.passed = whole.passed
    attempt.save(
        update_fields=[
            "submitted_at",
            "score_numerator",
            "score_denominator",
            "all_critical_right",
            "passed",
        ]
    )
    audit.append(
        "ATTEMPT-SUBMITTED" if by else "ATTEMPT-CLOSED",
        by=by,
        at=at,
        about=attempt,
        score_numerator=whole.score.numerator,
        score_denominator=whole.score.denominator,
        passed=whole.passed,
    )
    return attempt


def close_overdue(*, at: datetime.datetime, person: Person | None = None) -> int:
    """This will end the attempts whose time is over, each in its own transaction.

    Args:
        person: only theirs; None for everybody's.
    Returns: how many it ended.
    """
    rows = Attempt.objects.filter(submitted_at__isnull=True, closes_at__lte=at)
    if person:
        rows = rows.filter(person=person)
    return sum(_close(pk, at) for pk in list(rows.values_list("pk", flat=True)))


def _close(attempt_id: uuid.UUID, at: datetime.datetime) -> bool:
    with transaction.atomic():
        rows = Attempt.objects.select_for_update(no_key=True)
        attempt = rows.get(pk=attempt_id)
        if attempt.submitted_at:
            return False
        end_attempt(attempt, by=None, at=at)
    return True


def _grade_items(attempt: Attempt) -> list[tuple[Grade, bool]]:
    rows = items_to_grade(attempt.pk)
    grades = [(grade(row.frozen, row.response), row) for row in rows]
    if grades:
        _write([(row.item_id, one) for one, row in grades])
    return [(one, row.is_critical) for one, row in grades]


def _write(grades: list[tuple[int, Grade]]) -> None:
    """One statement for all items, written out: Django's own takes most of the time."""
    told = [
        (item_id, one.score.numerator, one.score.denominator, one.is_right)
        for item_id, one in grades
    ]
    rows = ", ".join(["(%s, %s, %s, %s)"] * len(told))
    with connection.cursor() as cursor:
        cursor.execute(GRADED.format(rows), [value for row in told for value in row])
