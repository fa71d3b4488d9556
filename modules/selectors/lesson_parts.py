"""One person's part in one lesson, in one query."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from home.kept_statements import KeptStatement
from home.models import Person
from modules.models import (
    CheckAnswer,
    Enrolment,
    LessonCompletion,
    LessonOpening,
    LessonPage,
    ModuleEdition,
)
from modules.selectors.lessons import block_ids
from modules.selectors.reading_editions import as_in


@dataclass(frozen=True)
class LessonPart:
    """How far somebody is with a lesson.

    Args:
        edition: the newest in which they were shown it, without its heavy text; None
            when they never were.
        is_enrolled: they have begun that edition's track.
        checks_left: the lesson's checks without an answer, in reading order.
        completion: of that edition.
        lesson: with the words it has in that edition.
    """

    lesson: LessonPage
    edition: ModuleEdition | None
    is_enrolled: bool
    checks_left: tuple[uuid.UUID, ...]
    completion: LessonCompletion | None


def part_of(person: Person, lesson: LessonPage) -> LessonPart:
    """This will gather a person's part in a lesson.

    One query more where a newer edition than theirs was published.
    """
    rows = _PART.rows(person_id=person.pk, lesson_key=lesson.translation_key)
    edition = rows["editions"][-1] if rows["editions"] else None
    done = {row.edition_id: row for row in rows["completions"]}
    numbers = dict(rows["newest"])
    if edition and edition.number < numbers[edition.module_key]:
        lesson = as_in(lesson, edition)
    return LessonPart(
        lesson=lesson,
        edition=edition,
        is_enrolled=edition is not None and (edition.track_key,) in rows["tracks"],
        checks_left=tuple(
            block
            for block in block_ids(lesson, "check")
            if (block,) not in rows["answered"]
        ),
        completion=done.get(edition.pk) if edition else None,
    )


def _queries(
    person_id: uuid.UUID, lesson_key: uuid.UUID
) -> dict[str, QuerySet[Any, Any]]:
    mine = {"person": person_id, "lesson_key": lesson_key}
    shown = LessonOpening.objects.filter(**mine).values("edition")
    editions = ModuleEdition.objects.filter(pk__in=shown).defer("content", "lessons")
    modules = editions.values("module_key")
    begun = Enrolment.objects.filter(person=person_id)
    return {
        "editions": editions.order_by("number"),
        "newest": ModuleEdition.objects.filter(module_key__in=modules)
        .order_by("number")
        .values_list("module_key", "number"),
        "tracks": begun.values_list("track_key"),
        "answered": CheckAnswer.objects.filter(**mine).values_list("block_id"),
        "completions": LessonCompletion.objects.filter(**mine),
    }


_PART = KeptStatement(_queries)
