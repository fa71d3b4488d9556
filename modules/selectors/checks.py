"""A knowledge check as it may be shown: key and feedback only after the answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class ShownOption:
    """One option before answering. It has no place for a key or for feedback."""

    place: int
    text: Any


@dataclass(frozen=True)
class ToldOption:
    """One option after answering, with what follows from it."""

    text: Any
    feedback: Any
    is_right: bool


@dataclass(frozen=True)
class ShownCheck:
    """What a template gets of a check. `told` holds the chosen and the better ones."""

    question: Any
    options: tuple[ShownOption, ...]
    told: tuple[ToldOption, ...]

    @property
    def is_answered(self) -> bool:
        """True once the server has an answer of this person."""
        return bool(self.told)

    @property
    def choices(self) -> list[dict[str, Any]]:
        """The options as the `choices` component takes them."""
        return [{"value": row.place, "label": row.text} for row in self.options]


def shown_check(value: Mapping[str, Any], chosen: int | None) -> ShownCheck:
    """This will keep back whatever the person may not see yet. Pure.

    Args:
        chosen: the place of the option that was chosen; None before answering.
    """
    options = list(value["options"])
    told: tuple[ToldOption, ...] = ()
    if chosen is not None and chosen < len(options):
        better = [o for o in options if o["is_right"] and o is not options[chosen]]
        told = tuple(
            ToldOption(o["text"], o["feedback"], bool(o["is_right"]))
            for o in [options[chosen], *better]
        )
    return ShownCheck(
        question=value["question"],
        options=tuple(ShownOption(n, o["text"]) for n, o in enumerate(options)),
        told=told,
    )
