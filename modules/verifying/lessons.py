"""Lessons: was each one that counts as read opened, answered, and told in the log?

One edition after the other: what is held at once does not grow with the years.
"""

import datetime
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from home.audit_checks import Mismatch
from home.models import AuditEntry
from modules.models import (
    CheckAnswer,
    LessonCompletion,
    LessonOpening,
    ModuleEdition,
)

OPENED, COMPLETED = "LESSON-OPENED", "LESSON-COMPLETED"
# A person's id and a lesson's key.
Pair = tuple[uuid.UUID, uuid.UUID]


@dataclass(frozen=True)
class _Part:
    """What is kept of one edition's lessons: when each was opened and finished."""

    edition: ModuleEdition
    opened: dict[Pair, datetime.datetime]
    finished: dict[Pair, datetime.datetime]

    def where(self, pair: Pair) -> str:
        person, lesson = pair
        return f"Lesson {lesson} of ModuleEdition {self.edition.pk}, Person {person}"


def lessons_follow() -> Iterator[Mismatch]:
    """This will find readings that nothing bears out, and those that were lost."""
    for edition in ModuleEdition.objects.order_by("pk").iterator(chunk_size=50):
        part = _Part(
            edition,
            _kept(LessonOpening, edition, "opened_at"),
            _kept(LessonCompletion, edition, "completed_at"),
        )
        yield from _logged(part, OPENED, part.opened)
        yield from _logged(part, COMPLETED, part.finished)
        yield from _opened_first(part)
        yield from _answered_first(part)


def _kept(
    model: type, edition: ModuleEdition, at: str
) -> dict[Pair, datetime.datetime]:
    rows = model.objects.filter(edition=edition)  # type: ignore[attr-defined]
    told = rows.values_list("person_id", "lesson_key", at)
    return {(person, lesson): moment for person, lesson, moment in told}


def _logged(part: _Part, action: str, kept: dict) -> Iterator[Mismatch]:
    rows = AuditEntry.objects.filter(
        action=action,
        subject_kind=ModuleEdition._meta.label,
        subject_id=str(part.edition.pk),
    ).values_list("by", "facts__lesson")
    told = {(by, uuid.UUID(lesson)) for by, lesson in rows if by}
    for pair in sorted(told - kept.keys(), key=str):
        text = _("The log says %(action)s, and it is not there.")
        yield Mismatch(part.where(pair), text % {"action": action})
    for pair in sorted(kept.keys() - told, key=str):
        text = _("The log does not say %(action)s, and it is there.")
        yield Mismatch(part.where(pair), text % {"action": action})


def _opened_first(part: _Part) -> Iterator[Mismatch]:
    held = {uuid.UUID(line["key"]) for line in part.edition.lessons}
    for pair, finished_at in part.finished.items():
        opened_at = part.opened.get(pair)
        if pair[1] not in held:
            yield Mismatch(part.where(pair), _("The edition does not hold it."))
        if opened_at is None or opened_at > finished_at:
            yield Mismatch(part.where(pair), _("It was finished before it was opened."))


def _answered_first(part: _Part) -> Iterator[Mismatch]:
    checks = _checks_of(part.edition)
    rows = CheckAnswer.objects.filter(lesson_key__in=checks)
    answered: dict[Pair, set[uuid.UUID]] = {}
    for person, lesson, block in rows.values_list(
        "person_id", "lesson_key", "block_id"
    ).iterator(chunk_size=5000):
        answered.setdefault((person, lesson), set()).add(block)
    for pair in part.finished:
        left = checks.get(pair[1], set()) - answered.get(pair, set())
        if left:
            text = _("It was finished with %(count)d of its questions unanswered.")
            yield Mismatch(part.where(pair), text % {"count": len(left)})


def _checks_of(edition: ModuleEdition) -> dict[uuid.UUID, set[uuid.UUID]]:
    """By lesson, the questions in it."""
    found = {}
    for line in edition.lessons:
        body = edition.content.get(line["key"], {}).get("body", [])
        blocks = {
            uuid.UUID(block["id"])
            for block in body
            if block["type"] == "check" and block.get("id")
        }
        if blocks:
            found[uuid.UUID(line["key"])] = blocks
    return found
