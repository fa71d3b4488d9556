"""The shapes of what stands beside the lessons: words, sources, points, rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

from .placed import Placed
from .shapes import BankFile, LessonFile, PartFile, PracticumFormFile, ScenarioFile


@dataclass(frozen=True, kw_only=True)
class TermFile(Placed):
    word: ClassVar[str] = "term"

    term: str
    meaning: str


@dataclass(frozen=True, kw_only=True)
class GlossaryFile(Placed):
    terms: tuple[TermFile, ...]


@dataclass(frozen=True, kw_only=True)
class SourceFile(Placed):
    """A source, and how much of it was really read."""

    word: ClassVar[str] = "source"

    code: str
    citation: str
    read_as: str


@dataclass(frozen=True, kw_only=True)
class SourcesFile(Placed):
    sources: tuple[SourceFile, ...]


@dataclass(frozen=True, kw_only=True)
class ReviewPointFile(Placed):
    """Something open, with the codes of the modules it touches."""

    word: ClassVar[str] = "point"

    number: int
    text: str
    modules: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ReviewPointsFile(Placed):
    points: tuple[ReviewPointFile, ...]


@dataclass(frozen=True, kw_only=True)
class RuleFile(Placed):
    """One rule of the gate. `type` opens with HARD, SIGN or WARN."""

    word: ClassVar[str] = "rule"

    code: str
    group: str
    text: str
    type: str
    checked_when: str
    tie: str


@dataclass(frozen=True, kw_only=True)
class RulesFile(Placed):
    types: Mapping[str, str]
    data_limits: str
    what_no_rule_can_do: str
    left_out_on_purpose: str
    decisions_before_go_live: str
    rules: tuple[RuleFile, ...]


@dataclass(frozen=True, kw_only=True)
class LadderStepFile(Placed):
    """A level, an endorsement or a status: what it allows and what it needs."""

    word: ClassVar[str] = "ladder step"

    code: str
    title: str
    kind: Literal["level", "endorsement", "status"]
    may_do: str
    may_not_do: str
    needs: str


@dataclass(frozen=True, kw_only=True)
class SiteValueFile(Placed):
    """A value each clinic sets, with the one proposed to start from."""

    word: ClassVar[str] = "site value"

    parameters: tuple[str, ...]
    meaning: str
    proposed: str
    reason: str
    who_decides: str


@dataclass(frozen=True, kw_only=True)
class SeedClaimFile(Placed):
    """Where the clinic's own text and the evidence pull apart."""

    word: ClassVar[str] = "claim"

    seed_says: str
    sources_support: str
    curriculum_does: str


@dataclass(frozen=True, kw_only=True)
class FactFile(Placed):
    word: ClassVar[str] = "fact"

    topic: str
    fact: str
    status: str


@dataclass(frozen=True, kw_only=True)
class LedgerFile(Placed):
    ladder_notes: tuple[str, ...]
    ladder: tuple[LadderStepFile, ...]
    site_values: tuple[SiteValueFile, ...]
    seed_and_evidence: tuple[SeedClaimFile, ...]
    facts: tuple[FactFile, ...]


@dataclass(frozen=True, kw_only=True)
class CurriculumFile:
    """Everything the content folder holds, read and found sound."""

    title: str
    intro: str
    parts: tuple[PartFile, ...]
    lessons: Mapping[str, LessonFile]
    banks: tuple[BankFile, ...]
    scenarios: tuple[ScenarioFile, ...]
    forms: tuple[PracticumFormFile, ...]
    terms: tuple[TermFile, ...]
    sources: tuple[SourceFile, ...]
    not_confirmed: tuple[ReviewPointFile, ...]
    review_points: tuple[ReviewPointFile, ...]
    rules: RulesFile
    ledger: LedgerFile
