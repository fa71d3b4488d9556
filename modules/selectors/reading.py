"""A lesson as one person reads it: where it stands, and what is done in it."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from home.kept_statements import KeptStatement
from home.models import Person
from modules.models import CheckAnswer, JournalEntry, LessonPage
from modules.selectors.lessons import block_ids
from modules.selectors.path import Path
from modules.selectors.track_paths import LessonPath, ModulePath, State, TrackPath


@dataclass(frozen=True)
class Place:
    """A lesson's place in the curriculum, with its neighbours in the track."""

    track: TrackPath
    module: ModulePath
    lesson: LessonPath
    previous: LessonPath | None
    next: LessonPath | None

    @property
    def is_done(self) -> bool:
        """True when this person finished the lesson."""
        return self.lesson.state == State.DONE


@dataclass(frozen=True)
class Reading:
    """One person's own part in a lesson. `checks_left` holds block ids, in order."""

    key: str
    answers: Mapping[uuid.UUID, int]
    entries: Mapping[uuid.UUID, JournalEntry]
    checks_left: tuple[str, ...]


def place_of(lesson: LessonPage, path: Path) -> Place | None:
    """This will find a lesson in somebody's path; None when no edition holds it."""
    key = str(lesson.translation_key)
    for track in path.tracks:
        rows = track.lessons
        here = next((n for n, row in enumerate(rows) if row.key == key), None)
        if here is None:
            continue
        return Place(
            track=track,
            module=next(m for m in track.modules if rows[here] in m.lessons),
            lesson=rows[here],
            previous=rows[here - 1] if here else None,
            next=rows[here + 1] if here + 1 < len(rows) else None,
        )
    return None


def reading_of(person: Person, lesson: LessonPage) -> Reading:
    """This will gather the person's answers and journal entries, in one query."""
    rows = _READING.rows(person_id=person.pk, lesson_key=lesson.translation_key)
    answers = dict(rows["answers"])
    left = [block for block in block_ids(lesson, "check") if block not in answers]
    return Reading(
        key=str(lesson.translation_key),
        answers=answers,
        entries={row.block_id: row for row in rows["entries"]},
        checks_left=tuple(str(block) for block in left),
    )


def _queries(
    person_id: uuid.UUID, lesson_key: uuid.UUID
) -> dict[str, QuerySet[Any, Any]]:
    mine = {"person": person_id, "lesson_key": lesson_key}
    answers = CheckAnswer.objects.filter(**mine).order_by("id")
    return {
        "answers": answers.values_list("block_id", "option"),
        "entries": JournalEntry.objects.filter(**mine),
    }


_READING = KeptStatement(_queries)
