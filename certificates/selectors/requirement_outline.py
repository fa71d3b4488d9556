"""A requirement tree as a numbered outline that pages can show and edit."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from certificates.requirements.editing import (
    Place,
    group_key,
    numbered,
    parts_of,
    unfinished,
    written,
)
from certificates.selectors.requirement_words import Names, in_words


@dataclass(frozen=True)
class Part:
    """One line of the outline, with the parts of a group below it.

    Args:
        place: as addresses write it. number: as people read it, such as 1.3.
        problem: what keeps it from being asked of anybody.
    """

    place: str
    number: str
    words: str
    is_group: bool
    clinic_decides: bool
    problem: str
    parts: tuple["Part", ...]
    is_first: bool = True
    is_last: bool = True


def outline(tree: Mapping[str, Any], names: Names) -> Part:
    """This will turn a tree into its outline."""
    return _part(tree, (), 1, (names, dict(unfinished(tree))))


def _part(
    node: Mapping[str, Any],
    place: Place,
    siblings: int,
    known: tuple[Names, dict[Place, str]],
) -> Part:
    names, problems = known
    parts = parts_of(node)
    return Part(
        place=written(place),
        number=numbered(place),
        words=in_words(node, names),
        is_group=bool(group_key(node)),
        clinic_decides="mark" in node,
        problem=problems.get(place, ""),
        parts=tuple(
            _part(part, (*place, step), len(parts), known)
            for step, part in enumerate(parts)
        ),
        is_first=not place or place[-1] == 0,
        is_last=not place or place[-1] == siblings - 1,
    )
