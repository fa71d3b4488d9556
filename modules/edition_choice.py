"""Which edition of a module somebody reads. Pure.

Whoever is in the middle of an edition goes on in it: no publication moves a reader.
Whoever is through with it, or has not begun, reads the one in force.
"""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

RETAKE = "RETAKE"
Keys = frozenset[uuid.UUID]


@dataclass(frozen=True)
class Steps:
    """What one person did in a module, by edition number.

    Args:
        opened: the lessons that were shown to them in each edition.
        finished: the lessons they finished in each.
        moved_to: the editions they chose to move to.
    """

    opened: Mapping[int, Collection[uuid.UUID]]
    finished: Mapping[int, Collection[uuid.UUID]]
    moved_to: Collection[int] = ()


@dataclass(frozen=True)
class Asked:
    """A released edition: its number, its lessons, and what it asks."""

    number: int
    lessons: Keys
    significance: str = "COSMETIC"


def edition_to_read(editions: Sequence[Asked], steps: Steps) -> int | None:
    """This will give the number of the edition that a person reads now.

    Args:
        editions: the released ones, oldest first.
    Returns: None where none is in force.
    """
    if not editions:
        return None
    begun = edition_begun(editions, steps)
    is_going_on = begun is not None and not _is_through(begun, editions, steps)
    return begun.number if begun and is_going_on else editions[-1].number


def edition_begun(editions: Sequence[Asked], steps: Steps) -> Asked | None:
    """This will give the edition that a person began, or moved to, last.

    A lesson that only a later edition has is read in that one; having opened it
    takes nobody out of the edition in which they read the others.
    """
    begun: Asked | None = None
    for edition in editions:
        opened = frozenset(steps.opened.get(edition.number, ()))
        is_entered = begun is None or opened & begun.lessons
        if edition.number in steps.moved_to or (opened and is_entered):
            begun = edition
    return begun


def _is_through(begun: Asked, editions: Sequence[Asked], steps: Steps) -> bool:
    """Whether every lesson of it was finished since a retake was last asked."""
    retaken = [
        row.number
        for row in editions
        if row.significance == RETAKE and row.number <= begun.number
    ]
    since = retaken[-1] if retaken else 0
    finished = {
        key
        for number, keys in steps.finished.items()
        if since <= number
        for key in keys
    }
    return begun.lessons <= finished
