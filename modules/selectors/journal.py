"""A person's own journal. Nothing here takes anybody else's."""

from dataclasses import dataclass
from typing import Any

from home.models import Person
from modules.models import JournalEntry, LessonPage
from modules.selectors.lessons import blocks_of
from modules.selectors.structure import addresses


@dataclass(frozen=True)
class JournalLine:
    """One entry, with the prompt it answers while the lesson still has it."""

    entry: JournalEntry
    prompt: Any


@dataclass(frozen=True)
class JournalSheet:
    """The entries of one lesson. The title is empty when the lesson is gone."""

    title: str
    url: str
    lines: tuple[JournalLine, ...]


def journal_of(person: Person) -> list[JournalSheet]:
    """This will give the person's entries that hold words, newest lesson first."""
    rows = JournalEntry.objects.filter(person=person).exclude(text="")
    by_lesson: dict[Any, list[JournalEntry]] = {}
    for row in rows.order_by("-saved_at"):
        by_lesson.setdefault(row.lesson_key, []).append(row)
    pages = LessonPage.objects.live().filter(translation_key__in=list(by_lesson))
    lessons = {page.translation_key: page for page in pages}
    where = addresses()
    return [
        _sheet(lessons.get(key), where.get(key, ""), entries)
        for key, entries in by_lesson.items()
    ]


def _sheet(
    lesson: LessonPage | None, url: str, entries: list[JournalEntry]
) -> JournalSheet:
    values = blocks_of(lesson, "reflection") if lesson else {}
    prompts = {key: value["prompt"] for key, value in values.items()}
    return JournalSheet(
        title=lesson.title if lesson else "",
        url=url,
        lines=tuple(JournalLine(row, prompts.get(row.block_id)) for row in entries),
    )
