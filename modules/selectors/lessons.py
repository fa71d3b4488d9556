"""Questions about one lesson: its edition, its checks, and one person's part in it."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from wagtail.models import Page

from home.kept_statements import KeptStatement
from home.models import Person
from modules.models import (
    Enrolment,
    LessonOpening,
    LessonPage,
    ModuleEdition,
    ModulePage,
)
from modules.selectors.reading_editions import (
    NewerEdition,
    reading_queries,
    standing_from,
)
from modules.selectors.structure import address_of, site_roots


@dataclass(frozen=True)
class Shown:
    """A lesson as it would be shown to one person now.

    Args:
        edition: the one they read, without its heavy text; None while no edition in
            force holds the lesson: nobody can be credited with it.
        is_enrolled: the person has begun that edition's track.
        opening: when it was first shown in that edition.
        newer: the edition in force, where they go on in an earlier one.
        is_live: the edition's words are those of the published page.
    """

    edition: ModuleEdition | None
    is_enrolled: bool
    opening: LessonOpening | None
    newer: NewerEdition | None = None
    is_live: bool = True


def shown_to(person: Person, lesson: LessonPage) -> Shown:
    """This will gather in one query what showing a lesson hangs on."""
    rows = _SHOWN.rows(person_id=person.pk, module_path=lesson.path[: -lesson.steplen])
    key = lesson.translation_key
    standing = standing_from(rows, key)
    edition = standing.edition
    openings = {
        row.edition_id: row for row in rows["openings"] if row.lesson_key == key
    }
    return Shown(
        edition=edition,
        is_enrolled=edition is not None and (edition.track_key,) in rows["tracks"],
        opening=openings.get(edition.pk) if edition else None,
        newer=standing.newer,
        is_live=standing.is_live,
    )


def _shown_queries(
    person_id: uuid.UUID, module_path: str
) -> dict[str, QuerySet[Any, Any]]:
    module = ModulePage.objects.filter(path=module_path).values("translation_key")
    begun = Enrolment.objects.filter(person=person_id).values_list("track_key")
    return reading_queries(person_id, module) | {"tracks": begun}


_SHOWN = KeptStatement(_shown_queries)


def edition_with(lesson: LessonPage) -> ModuleEdition | None:
    """This will give the newest edition of the lesson's module.

    Returns: None while no edition holds the lesson: nobody can be credited with it.
    """
    return _holding(lesson, _newest(lesson.path[: -lesson.steplen]))


def _newest(module_path: str) -> QuerySet[ModuleEdition]:
    module = ModulePage.objects.filter(path=module_path).values("translation_key")
    return ModuleEdition.objects.newest().filter(module_key__in=module)


def _holding(
    lesson: LessonPage, newest: Iterable[ModuleEdition]
) -> ModuleEdition | None:
    key = str(lesson.translation_key)
    for edition in newest:
        if any(line["key"] == key for line in edition.lessons):
            return edition
    return None


def live_lesson(key: uuid.UUID) -> LessonPage | None:
    """This will find a published lesson by its lasting key."""
    return next(iter(_LIVE.rows(key=key)["lessons"]), None)


_LIVE = KeptStatement(
    lambda key: {"lessons": LessonPage.objects.live().filter(translation_key=key)}
)


def address_after(lesson: LessonPage) -> str:
    """This will give the address of the track's next lesson; empty after the last.

    A lesson in a module that is not published is passed over.
    """
    module, track = (lesson.path[: -n * lesson.steplen] for n in (1, 2))
    last = f"{track}{'Z' * 2 * lesson.steplen}"
    shown = {module}
    for path, url_path in _AFTER.rows(path=lesson.path, last=last)["pages"]:
        if len(path) < len(lesson.path):
            shown.add(path)
        elif path[: -lesson.steplen] in shown:
            return address_of(url_path, site_roots())
    return ""


def _after_queries(path: str, last: str) -> dict[str, QuerySet[Any, Any]]:
    rows = Page.objects.live().filter(path__gt=path, path__lte=last)
    return {"pages": rows.order_by("path").values_list("path", "url_path")}


_AFTER = KeptStatement(_after_queries)


def block_ids(lesson: LessonPage, kind: str) -> list[uuid.UUID]:
    """This will list the ids of the lesson's blocks of one kind, in reading order."""
    return [
        uuid.UUID(block["id"])
        for block in lesson.body.raw_data
        if block["type"] == kind and block.get("id")
    ]


def blocks_of(lesson: LessonPage, kind: str) -> dict[uuid.UUID, Any]:
    """This will give the values of the lesson's blocks of one kind, by block id."""
    return {
        uuid.UUID(block.id): block.value
        for block in lesson.body
        if block.block_type == kind and block.id
    }
