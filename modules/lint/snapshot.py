"""What the rules look at: a module as it would stand, and what else there is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from modules.question_rules import Draft


@dataclass(frozen=True)
class BlockSeen:
    """One block of a lesson, as it is stored."""

    id: str
    kind: str
    value: Any


@dataclass(frozen=True)
class LessonSeen:
    """A lesson as it would be published."""

    number: int
    code: str
    title: str
    minutes: int
    is_outline: bool
    is_live: bool
    prerequisites: tuple[str, ...]
    blocks: tuple[BlockSeen, ...]


@dataclass(frozen=True)
class QuestionSeen:
    """A question of the bank that the part draws from."""

    number: int
    code: str
    draft: Draft
    is_critical: bool
    is_active: bool
    lesson_codes: tuple[str, ...]
    source_codes: tuple[str, ...]
    subject: str = ""


@dataclass(frozen=True)
class AssessmentSeen:
    """What ends the part."""

    number: int
    title: str
    draw_count: int
    questions: tuple[QuestionSeen, ...]
    quotas: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class ModuleSeen:
    """A module with the lessons to judge, and the assessment of its part.

    `all_lessons` counts those that are not judged now, too.
    """

    number: int
    code: str
    title: str
    lessons: tuple[LessonSeen, ...]
    assessment: AssessmentSeen | None
    all_lessons: int


@dataclass(frozen=True)
class LessonEntry:
    """A lesson somewhere in the curriculum, under its code."""

    number: int
    is_live: bool
    prerequisites: tuple[str, ...]
    part: str = ""


@dataclass(frozen=True)
class PartEntry:
    """A part of the curriculum: the parts that come first."""

    is_live: bool
    requires: tuple[str, ...] = ()


@dataclass(frozen=True)
class Around:
    """All that may be named: lessons and parts by code, files and pages by number.

    A page's value says whether it is published.
    """

    lessons: Mapping[str, tuple[LessonEntry, ...]] = field(default_factory=dict)
    parts: Mapping[str, PartEntry] = field(default_factory=dict)
    sources: frozenset[str] = frozenset()
    pages: Mapping[int, bool] = field(default_factory=dict)
    documents: frozenset[int] = frozenset()
    images: frozenset[int] = frozenset()
    clips: frozenset[int] = frozenset()
