"""What an attempt is drawn by, and whether a bank can fill it. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from django.utils.translation import gettext as _


class Item(Protocol):
    """What drawing needs to know of a question."""

    @property
    def code(self) -> str:
        """Its name in the bank."""

    @property
    def is_critical(self) -> bool:
        """It is always drawn."""

    @property
    def subject(self) -> str:
        """The topic it counts for."""


@dataclass(frozen=True)
class Blueprint:
    """How many questions an attempt asks.

    Args:
        count: of them all; more only where there are more critical ones.
        quotas: at least so many of a topic, the critical ones of it included.
    """

    count: int
    quotas: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    """How often each question was asked before, by its code."""

    this_person: Mapping[str, int] = field(default_factory=dict)
    everybody: Mapping[str, int] = field(default_factory=dict)


def unmet_quotas(blueprint: Blueprint, drawn: Iterable[Item]) -> dict[str, int]:
    """This will give by topic how many questions are still missing."""
    there = Counter(item.subject for item in drawn)
    missing = {topic: n - there[topic] for topic, n in blueprint.quotas.items()}
    return {topic: n for topic, n in missing.items() if n > 0}


def cannot_fill(blueprint: Blueprint, items: Sequence[Item]) -> list[str]:
    """This will say, a sentence each, why the quotas cannot be met from these items.

    Returns: empty when every draw can meet them.
    """
    found = []
    there = Counter(item.subject for item in items)
    for topic, wanted in blueprint.quotas.items():
        if there[topic] < wanted:
            words = _(
                "The quota asks for %(wanted)d questions of “%(topic)s”; the bank has "
                "%(there)d in use."
            )
            numbers = {"wanted": wanted, "topic": topic, "there": there[topic]}
            found.append(words % numbers)
    critical = [item for item in items if item.is_critical]
    needed = len(critical) + sum(unmet_quotas(blueprint, critical).values())
    if needed > max(blueprint.count, len(critical)):
        words = _(
            "The critical questions and the quotas need %(needed)d places; an attempt "
            "asks %(count)d."
        )
        found.append(words % {"needed": needed, "count": blueprint.count})
    return found
