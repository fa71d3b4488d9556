"""What changed between two requirement trees. Pure.

Groups that ask for all of their parts add nothing to what is asked: they are opened.
What is left are leaves and choices, and these are compared, wherever they stand.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from certificates.requirements.editing import parts_of

Node = Mapping[str, Any]
# What a leaf is about; everything else it says is how much of it.
SUBJECTS = ("track", "module", "kind", "kinds", "form", "code", "by", "supervision")


@dataclass(frozen=True)
class Changes:
    """What the newer tree asks in addition, no longer, or otherwise (old and new)."""

    added: tuple[Node, ...]
    removed: tuple[Node, ...]
    changed: tuple[tuple[Node, Node], ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


def compare(old: Node, new: Node) -> Changes:
    """This will tell the changes from one tree to another, in the order of each."""
    removed, added = list(units(old)), list(units(new))
    for unit in list(removed):
        if unit in added:
            removed.remove(unit)
            added.remove(unit)
    changed = []
    for alike in (_same_subject, _same_kind):
        for unit in list(removed):
            match = next((other for other in added if alike(unit, other)), None)
            if match is not None:
                removed.remove(unit)
                added.remove(match)
                changed.append((unit, match))
    return Changes(tuple(added), tuple(removed), tuple(changed))


def units(tree: Node) -> Iterator[Node]:
    """This will list what a tree asks for: its leaves, and each choice as one."""
    if "all" not in tree:
        yield tree
        return
    for part in parts_of(tree):
        yield from units(part)


def _same_subject(one: Node, other: Node) -> bool:
    if "leaf" in one and "leaf" in other:
        return _subject(one) == _subject(other)
    # Two choices are versions of one when they share something to choose.
    return any(part in parts_of(other) for part in parts_of(one))


def _same_kind(one: Node, other: Node) -> bool:
    """The second look: a leaf that has one subject only, such as credentials held."""
    subjects = any(name in node for node in (one, other) for name in SUBJECTS)
    return "leaf" in one and one["leaf"] == other.get("leaf") and not subjects


def _subject(leaf: Node) -> list:
    return [leaf["leaf"], *(leaf.get(name) for name in SUBJECTS)]
