"""What a lesson's text is made of. Every `html` here is safe to store as rich text."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class TitledText:
    """A call-out, a vignette, its reveal or a script: a plain title and html."""

    title: str
    html: str


@dataclass(frozen=True)
class Table:
    """Every cell is html without block elements."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class CheckOption:
    html: str
    feedback: str
    right: bool


@dataclass(frozen=True)
class Check:
    """A formative question, never scored. Question and options are html lines."""

    question: str
    options: tuple[CheckOption, ...]


@dataclass(frozen=True)
class Checklist:
    """A plain title, and html lines."""

    title: str
    entries: tuple[str, ...]


@dataclass(frozen=True)
class Media:
    """A clip still to be filmed. `script` is html; captions follow from it."""

    medium: Literal["video", "audio"]
    minutes: int
    title: str
    script: str


BlockValue = str | TitledText | Table | Check | Checklist | Media | tuple[str, ...]


@dataclass(frozen=True)
class Block:
    """One block of a lesson.

    kind         value
    text         html
    table        Table
    safety       TitledText
    vignette     TitledText
    reveal       TitledText
    script       TitledText
    check        Check
    checklist    Checklist
    reflection   html
    media        Media
    key_points   tuple of html lines
    """

    kind: str
    value: BlockValue
