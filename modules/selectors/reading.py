"""A lesson as one person reads it: where it stands, and what is done in it."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from home.models import Person
from modules.models import JournalEntry, LessonPage
from modules.selectors.lessons import answers_of, blocks_of, entries_of
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
    """This will gather the person's answers and journal entries, in two queries."""
    answers = answers_of(person, lesson.translation_key)
    left = [block for block in blocks_of(lesson, "check") if block not in answers]
    return Reading(
        key=str(lesson.translation_key),
        answers=answers,
        entries=entries_of(person, lesson.translation_key),
        checks_left=tuple(str(block) for block in left),
    )
