"""How two editions of a module differ: which lessons, and whether in words. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

# Beside a digit a point or a space may change a dose, so there nothing is dropped.
# What changes a meaning anywhere, such as < or % or /, is never dropped.
_DROPPED = re.compile(r"(?<!\d)[\s.,;:!?'\"()“”‘’–—…-](?!\d)")
_SPACES = re.compile(r"\s+")

Line = Mapping[str, Any]


@dataclass(frozen=True)
class LessonChanges:
    """The lessons of a later edition beside those of an earlier one.

    Args:
        was_reordered: the lessons both have stand in another order.
    """

    added: tuple[Line, ...]
    removed: tuple[Line, ...]
    altered: tuple[Line, ...]
    was_reordered: bool

    @property
    def is_none(self) -> bool:
        """True when no lesson differs."""
        return not (self.added or self.removed or self.altered or self.was_reordered)


def lesson_changes(before: Sequence[Line], after: Sequence[Line]) -> LessonChanges:
    """This will compare the light listings of two editions."""
    old = {line["key"]: line for line in before}
    new = {line["key"]: line for line in after}
    both = [key for key in new if key in old]
    return LessonChanges(
        added=tuple(line for key, line in new.items() if key not in old),
        removed=tuple(line for key, line in old.items() if key not in new),
        altered=tuple(
            new[key] for key in both if old[key]["sha256"] != new[key]["sha256"]
        ),
        was_reordered=both != [key for key in old if key in new],
    )


def reads_the_same(one: Any, other: Any) -> bool:
    """Whether two values differ in nothing but case, punctuation and spacing."""
    return _bare(one) == _bare(other)


def _bare(value: Any) -> Any:
    if isinstance(value, str):
        return _DROPPED.sub("", _SPACES.sub(" ", value.casefold()))
    if isinstance(value, Mapping):
        kept = {key: part for key, part in value.items() if key != "sha256"}
        return {key: _bare(part) for key, part in kept.items()}
    if isinstance(value, list | tuple):
        return [_bare(part) for part in value]
    # True and 1 are equal in Python and not in what they say.
    return type(value), value
