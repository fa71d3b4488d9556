"""One person's part in one lesson, in one query."""

import uuid
from dataclasses import dataclass

from home.models import Person
from home.rows_together import rows_together
from modules.models import (
    CheckAnswer,
    Enrolment,
    LessonCompletion,
    LessonOpening,
    LessonPage,
    ModuleEdition,
)
from modules.selectors.lessons import blocks_of


@dataclass(frozen=True)
class LessonPart:
    """How far somebody is with a lesson.

    Args:
        edition: the newest in which they were shown it, without its heavy text; None
            when they never were.
        is_enrolled: they have begun that edition's track.
        checks_left: the lesson's checks without an answer, in reading order.
        completion: of that edition.
    """

    edition: ModuleEdition | None
    is_enrolled: bool
    checks_left: tuple[uuid.UUID, ...]
    completion: LessonCompletion | None


def part_of(person: Person, lesson: LessonPage) -> LessonPart:
    """This will gather a person's part in a lesson."""
    mine = {"person": person, "lesson_key": lesson.translation_key}
    shown = LessonOpening.objects.filter(**mine).values("edition")
    editions = ModuleEdition.objects.filter(pk__in=shown).defer("content")
    rows = rows_together(
        {
            "editions": editions.order_by("number"),
            "tracks": Enrolment.objects.filter(person=person).values_list("track_key"),
            "answered": CheckAnswer.objects.filter(**mine).values_list("block_id"),
            "completions": LessonCompletion.objects.filter(**mine),
        }
    )
    edition = rows["editions"][-1] if rows["editions"] else None
    done = {row.edition_id: row for row in rows["completions"]}
    return LessonPart(
        edition=edition,
        is_enrolled=edition is not None and (edition.track_key,) in rows["tracks"],
        checks_left=tuple(
            block
            for block in blocks_of(lesson, "check")
            if (block,) not in rows["answered"]
        ),
        completion=done.get(edition.pk) if edition else None,
    )
