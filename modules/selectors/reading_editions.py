"""The edition of a lesson that one person reads, and its words."""

import copy
import datetime
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.db.models.fields.json import KeyTransform

from home.kept_statements import KeptStatement
from home.models import Person
from modules.blocks import LESSON_BLOCKS
from modules.edition_choice import Asked, Steps, edition_to_read
from modules.models import (
    EditionMove,
    EditionRelease,
    LessonCompletion,
    LessonOpening,
    LessonPage,
    ModuleEdition,
    ModulePage,
)


@dataclass(frozen=True)
class NewerEdition:
    """The edition in force, for somebody who goes on in an earlier one."""

    module_key: uuid.UUID
    number: int
    significance: str
    reason: str
    released_at: datetime.datetime


@dataclass(frozen=True)
class Standing:
    """What one person reads of a module.

    Args:
        edition: the one they read, without its heavy text; None while none is in force.
        newer: the one in force, where that is another.
        is_live: its words are those of the published pages.
        in_force: the one in force, which is mostly the same.
    """

    edition: ModuleEdition | None
    newer: NewerEdition | None
    is_live: bool
    in_force: ModuleEdition | None = None


def reading_queries(
    person_id: uuid.UUID, modules: QuerySet[Any, Any]
) -> dict[str, QuerySet[Any, Any]]:
    """This will ask for everything that decides what a person reads.

    Args:
        modules: the lasting key of one module.
    """
    mine = {"person": person_id, "edition__module_key__in": modules}
    editions = ModuleEdition.objects.filter(module_key__in=modules)
    return {
        "editions": editions.filter(release__isnull=False)
        .order_by("number")
        .defer("content"),
        "newest": editions.order_by("-number").values_list("number")[:1],
        "releases": EditionRelease.objects.filter(
            edition__module_key__in=modules
        ).values_list("edition_id", "significance", "reason", "released_at"),
        "openings": LessonOpening.objects.filter(**mine),
        "finished": LessonCompletion.objects.filter(**mine).values_list(
            "edition_id", "lesson_key"
        ),
        "moves": EditionMove.objects.filter(**mine).values_list("edition_id"),
    }


def standing_from(
    rows: Mapping[str, list[Any]], lesson: uuid.UUID | None = None
) -> Standing:
    """This will say what a person reads, from what `reading_queries` found.

    Args:
        lesson: only an edition that holds it; what the edition they began has not,
            they read in the one in force.
    """
    editions = {row.pk: row for row in rows["editions"]}
    releases = {pk: facts for pk, *facts in rows["releases"]}
    asked = [
        Asked(row.number, keys_of(row), releases[row.pk][0])
        for row in editions.values()
    ]
    number = edition_to_read(asked, _steps(rows, editions))
    if number is None:
        return Standing(None, None, is_live=True)
    in_force = list(editions.values())[-1]
    mine = next(row for row in editions.values() if row.number == number)
    if lesson and lesson not in keys_of(mine):
        mine = in_force
    if lesson and lesson not in keys_of(mine):
        return Standing(None, None, is_live=True)
    newer = None
    if mine.pk != in_force.pk:
        facts = releases[in_force.pk]
        newer = NewerEdition(in_force.module_key, in_force.number, *facts)
    ((newest,),) = rows["newest"]
    return Standing(mine, newer, mine.number == newest, in_force)


def standing_in(person: Person, module_key: uuid.UUID) -> Standing:
    """This will say which edition of a module a person reads."""
    return standing_from(_STANDING.rows(person_id=person.pk, module_key=module_key))


def _standing_queries(
    person_id: uuid.UUID, module_key: uuid.UUID
) -> dict[str, QuerySet[Any, Any]]:
    module = ModulePage.objects.filter(translation_key=module_key)
    return reading_queries(person_id, module.values("translation_key"))


_STANDING = KeptStatement(_standing_queries)


def as_in(lesson: LessonPage, edition: ModuleEdition) -> LessonPage:
    """This will give the lesson with the words it has in an edition, in one query."""
    key = str(lesson.translation_key)
    rows = ModuleEdition.objects.filter(pk=edition.pk)
    words = rows.values_list(KeyTransform(key, "content"), flat=True).get()
    line = next(line for line in edition.lessons if line["key"] == key)
    told = copy.copy(lesson)
    told.title, told.code, told.minutes = line["title"], line["code"], line["minutes"]
    told.objectives = "\n".join(words["objectives"])
    told.supports = words["supports"]
    told.prerequisite_codes = ", ".join(words["prerequisites"])
    told.body = LESSON_BLOCKS.to_python(words["body"])
    return told


def keys_of(edition: ModuleEdition) -> frozenset[uuid.UUID]:
    """This will give the keys of the lessons that an edition holds."""
    return frozenset(uuid.UUID(line["key"]) for line in edition.lessons)


def _steps(
    rows: Mapping[str, list[Any]], editions: Mapping[int, ModuleEdition]
) -> Steps:
    openings = [(row.edition_id, row.lesson_key) for row in rows["openings"]]
    return Steps(
        opened=_by_number(openings, editions),
        finished=_by_number(rows["finished"], editions),
        moved_to=[editions[pk].number for (pk,) in rows["moves"] if pk in editions],
    )


def _by_number(
    pairs: Iterable[Sequence[Any]], editions: Mapping[int, ModuleEdition]
) -> dict[int, set[uuid.UUID]]:
    found: dict[int, set[uuid.UUID]] = {}
    for pk, key in pairs:
        if pk in editions:
            found.setdefault(editions[pk].number, set()).add(key)
    return found
