"""The curriculum as it lies on the shelf, read once for everybody who learns."""

import uuid
from dataclasses import dataclass
from typing import Any

from modules.models import (
    Assessment,
    LessonPage,
    ModuleEdition,
    ModulePage,
    Scenario,
    TrackPage,
)
from modules.selectors.lessons import blocks_of


@dataclass(frozen=True)
class Lesson:
    """A lesson, with the right option of each of its own questions."""

    page: LessonPage
    checks: dict[uuid.UUID, int]


@dataclass(frozen=True)
class Module:
    """A module: its newest edition and its lessons in order."""

    edition: ModuleEdition
    lessons: tuple[Lesson, ...]


@dataclass(frozen=True)
class Track:
    """A track with everything that ends it."""

    page: TrackPage
    modules: tuple[Module, ...]
    assessment: Assessment
    scenario: Scenario | None


def read_shelf() -> dict[str, Track]:
    """This will read the live tracks by code, in the curriculum's order."""
    editions = {row.module_key: row for row in ModuleEdition.objects.newest()}
    lessons = {str(page.translation_key): page for page in LessonPage.objects.live()}
    return {
        page.code: Track(
            page=page,
            modules=tuple(
                _module(editions[module.translation_key], lessons)
                for module in ModulePage.objects.live().child_of(page).order_by("path")
            ),
            assessment=Assessment.objects.get(track_code=page.code),
            scenario=Scenario.objects.filter(track_code=page.code).first(),
        )
        for page in TrackPage.objects.live().order_by("path")
    }


def _module(edition: ModuleEdition, lessons: dict[str, LessonPage]) -> Module:
    pages = [lessons[line["key"]] for line in edition.lessons]
    return Module(edition, tuple(_lesson(page) for page in pages))


def _lesson(page: LessonPage) -> Lesson:
    checks = blocks_of(page, "check")
    return Lesson(page, {block: _right(value) for block, value in checks.items()})


def _right(check: dict[str, Any]) -> int:
    places = [n for n, option in enumerate(check["options"]) if option["is_right"]]
    return places[0] if places else 0
