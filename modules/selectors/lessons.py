"""Questions about one lesson: its edition, its checks, and one person's part in it."""

import uuid
from typing import Any

from django.db.models import Exists, OuterRef
from django.db.models.functions import Substr

from home.models import Person
from modules.models import (
    CheckAnswer,
    Enrolment,
    JournalEntry,
    LessonPage,
    ModuleEdition,
    ModulePage,
)
from modules.selectors.structure import address_of, site_roots


def edition_with(lesson: LessonPage) -> ModuleEdition | None:
    """This will give the newest edition of the lesson's module.

    Returns: None while no edition holds the lesson: nobody can be credited with it.
    """
    module = ModulePage.objects.filter(path=lesson.path[: -lesson.steplen])
    edition = (
        ModuleEdition.objects.newest()
        .filter(module_key__in=module.values("translation_key"))
        .first()
    )
    key = str(lesson.translation_key)
    held = edition and any(line["key"] == key for line in edition.lessons)
    return edition if held else None


def is_enrolled(person: Person, edition: ModuleEdition) -> bool:
    """This will say whether the person has begun the edition's track."""
    return Enrolment.objects.filter(person=person, track_key=edition.track_key).exists()


def address_after(lesson: LessonPage) -> str:
    """This will give the address of the track's next lesson; empty after the last."""
    track = lesson.path[: -2 * lesson.steplen]
    module = Substr(OuterRef("path"), 1, len(lesson.path) - lesson.steplen)
    following = (
        LessonPage.objects.live()
        .filter(path__startswith=track, path__gt=lesson.path)
        .filter(Exists(ModulePage.objects.live().filter(path=module)))
        .order_by("path")
        .values_list("url_path", flat=True)
        .first()
    )
    return address_of(following, site_roots()) if following else ""


def blocks_of(lesson: LessonPage, kind: str) -> dict[uuid.UUID, Any]:
    """This will give the values of the lesson's blocks of one kind, by block id."""
    return {
        uuid.UUID(block.id): block.value
        for block in lesson.body
        if block.block_type == kind and block.id
    }


def answers_of(person: Person, lesson_key: uuid.UUID) -> dict[uuid.UUID, int]:
    """This will give the newest answer to each check of a lesson, by block id."""
    rows = CheckAnswer.objects.filter(person=person, lesson_key=lesson_key)
    return dict(rows.order_by("id").values_list("block_id", "option"))


def entries_of(person: Person, lesson_key: uuid.UUID) -> dict[uuid.UUID, JournalEntry]:
    """This will give the person's own journal entries of a lesson, by block id."""
    rows = JournalEntry.objects.filter(person=person, lesson_key=lesson_key)
    return {row.block_id: row for row in rows}
