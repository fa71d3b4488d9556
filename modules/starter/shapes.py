"""The shapes of the starter content, as the files hold it.

A field's type is the rule for its key in the YAML file: text, whole number, yes or
no, a list, or another shape. A field without a default must be there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

from .lesson_blocks import Block
from .placed import Placed

MarkCode = Literal["SEED", "POL", "LOCAL", "GK"]
ItemType = Literal[
    "single", "multiple", "truefalse", "matching", "ordering", "minibranch"
]


@dataclass(frozen=True, kw_only=True)
class ModuleFile(Placed):
    word: ClassVar[str] = "module"

    code: str
    title: str
    lessons: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PartFile(Placed):
    """A track. `name` is the short name lessons use for the whole part."""

    word: ClassVar[str] = "part"

    code: str
    slug: str
    name: str
    title: str
    summary: str
    prerequisites: tuple[str, ...]
    bank: str
    modules: tuple[ModuleFile, ...]
    scenario: str | None = None

    @property
    def lesson_codes(self) -> tuple[str, ...]:
        return tuple(code for module in self.modules for code in module.lessons)


@dataclass(frozen=True, kw_only=True)
class ContentsFile(Placed):
    """curriculum.yaml: the order of everything."""

    title: str
    intro: str
    parts: tuple[PartFile, ...]

    @property
    def modules(self) -> tuple[ModuleFile, ...]:
        return tuple(module for part in self.parts for module in part.modules)


@dataclass(frozen=True, kw_only=True)
class LessonHead(Placed):
    """The front matter of a lesson file."""

    id: str
    title: str
    minutes: int
    supports: tuple[str, ...]
    prerequisites: tuple[str, ...]
    objectives: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class OutlineFile(Placed):
    """The short form of a lesson, used where its own file is missing."""

    word: ClassVar[str] = "outline"

    code: str
    title: str
    minutes: int
    supports: tuple[str, ...]
    prerequisites: tuple[str, ...]
    activities: tuple[str, ...]
    objectives: tuple[str, ...]
    outline: str


@dataclass(frozen=True, kw_only=True)
class OutlinesFile(Placed):
    outlines: tuple[OutlineFile, ...]


@dataclass(frozen=True, kw_only=True)
class LessonFile(Placed):
    """A lesson ready to be loaded.

    `prerequisites` holds lesson codes and part codes, never part names.
    """

    code: str
    title: str
    minutes: int
    supports: tuple[str, ...]
    prerequisites: tuple[str, ...]
    objectives: tuple[str, ...]
    blocks: tuple[Block, ...]
    is_outline: bool


@dataclass(frozen=True, kw_only=True)
class OptionFile(Placed):
    word: ClassVar[str] = "option"
    lettered: ClassVar[bool] = True

    text: str
    feedback: str
    right: bool = False
    leads_to: str | None = None


@dataclass(frozen=True, kw_only=True)
class PairFile(Placed):
    word: ClassVar[str] = "pair"

    statement: str
    match: str
    feedback: str


@dataclass(frozen=True, kw_only=True)
class OrderStepFile(Placed):
    word: ClassVar[str] = "step"

    text: str
    feedback: str


@dataclass(frozen=True, kw_only=True)
class StepFile(Placed):
    """One question of a branching item. The first step opens it."""

    word: ClassVar[str] = "step"

    code: str
    stem: str
    options: tuple[OptionFile, ...]


@dataclass(frozen=True, kw_only=True)
class ItemFile(Placed):
    """One assessment item; which lists it holds follows from its type."""

    word: ClassVar[str] = "item"

    code: str
    type: ItemType
    critical: bool
    lessons: tuple[str, ...]
    sources: tuple[str, ...] = ()
    marks: tuple[MarkCode, ...] = ()
    note: str = ""
    stem: str = ""
    options: tuple[OptionFile, ...] = ()
    pairs: tuple[PairFile, ...] = ()
    order: tuple[OrderStepFile, ...] = ()
    steps: tuple[StepFile, ...] = ()
    common_errors: str = ""


@dataclass(frozen=True, kw_only=True)
class BlueprintFile(Placed):
    """How an assessment is drawn from the bank, and what passing asks."""

    word: ClassVar[str] = "blueprint"

    draw: int
    pass_percent: int
    critical_items_always_drawn: bool
    critical_items_all_right: bool
    retry_after_hours: int
    supervisor_after_critical_misses: int


@dataclass(frozen=True, kw_only=True)
class BankFile(Placed):
    slug: str
    title: str
    part: str
    blueprint: BlueprintFile
    items: tuple[ItemFile, ...]


@dataclass(frozen=True, kw_only=True)
class ChoiceFile(Placed):
    """What one may do at a node: a score of 0, 1 or 2, or a critical fault."""

    word: ClassVar[str] = "choice"
    lettered: ClassVar[bool] = True

    text: str
    next: str
    feedback: str
    score: int | None = None
    critical: bool = False


@dataclass(frozen=True, kw_only=True)
class NodeFile(Placed):
    """One moment of a case. `afterward` is told on leaving it, whatever was chosen.

    `reopens` is the lesson to read again after a poor choice here.
    """

    word: ClassVar[str] = "node"

    code: str
    title: str
    choices: tuple[ChoiceFile, ...]
    text: str = ""
    reopens: str | None = None
    afterward: str = ""


@dataclass(frozen=True, kw_only=True)
class EndingFile(Placed):
    word: ClassVar[str] = "ending"

    code: str
    text: str
    critical: bool = False


@dataclass(frozen=True, kw_only=True)
class ScenarioFile(Placed):
    """A branching case. The first node opens it.

    `parallel_to` is the code of the case that it can stand in for.
    """

    code: str
    slug: str
    title: str
    part: str
    level: str
    minutes: int
    content_note: str
    cast: str
    pass_percent: int
    nodes: tuple[NodeFile, ...]
    endings: tuple[EndingFile, ...]
    parallel_to: str | None = None


@dataclass(frozen=True, kw_only=True)
class RatingLevelFile(Placed):
    """What a level means. `only_for` is the one credential that it is given for."""

    word: ClassVar[str] = "level"

    level: int
    meaning: str
    only_for: str = ""


@dataclass(frozen=True, kw_only=True)
class DomainFile(Placed):
    """What is rated together. `anchors` says what a level looks like."""

    word: ClassVar[str] = "domain"

    code: str
    title: str
    behaviours: tuple[str, ...]
    anchors: Mapping[int, str]
    rated_once_for_pair: bool = False
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class PracticumFormFile(Placed):
    """An observation form; a No in a domain allows `highest_level_with_a_no`."""

    code: str
    slug: str
    title: str
    needed_for: tuple[str, ...]
    intro: str
    answers: tuple[str, ...]
    levels: tuple[RatingLevelFile, ...]
    highest_level_with_a_no: int
    critical_fails: tuple[str, ...]
    domains: tuple[DomainFile, ...]
    critical_fails_note: str = ""
