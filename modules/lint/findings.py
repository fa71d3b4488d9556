"""What a rule found, how grave it is, and where to mend it."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """An error blocks publishing; a warning asks."""

    ERROR = "ERROR"
    WARNING = "WARNING"


class Kind(StrEnum):
    """What has to be opened to mend it."""

    PAGE = "PAGE"
    QUESTION = "QUESTION"
    ASSESSMENT = "ASSESSMENT"


@dataclass(frozen=True)
class Place:
    """Where to mend: `number` is the primary key of the page, question or assessment.

    `label` is the name people know it by; `block` is the id of a block of the page and
    `block_number` its place among them, from 1.
    """

    kind: Kind
    number: int
    label: str
    block: str = ""
    block_number: int = 0


@dataclass(frozen=True)
class Finding:
    """One sentence about one place."""

    level: Level
    code: str
    words: str
    place: Place


def error(code: str, words: str, place: Place) -> Finding:
    """This will make a finding that blocks."""
    return Finding(Level.ERROR, code, words, place)


def warning(code: str, words: str, place: Place) -> Finding:
    """This will make a finding that asks."""
    return Finding(Level.WARNING, code, words, place)
