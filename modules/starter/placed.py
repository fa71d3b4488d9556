"""The part every shape shares: where in the files it was read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar


@dataclass(frozen=True, kw_only=True)
class Placed:
    """Something read from a content file.

    `word` is how messages call it; `lettered` says whether they count A, B, C
    where it has no code of its own.
    """

    word: ClassVar[str] = "entry"
    lettered: ClassVar[bool] = False

    file: str = field(default="", compare=False, repr=False)
    line: int = field(default=0, compare=False, repr=False)
    lines: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)
    position: int = field(default=0, compare=False, repr=False)

    def line_of(self, key: str) -> int:
        """The line on which this key stands, or the first line of the whole."""
        return self.lines.get(key, self.line)

    @property
    def letter(self) -> str:
        """A for the first, B for the second."""
        return chr(ord("A") + self.position)
