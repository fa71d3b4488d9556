"""The catalogue of leaves: what each asks for, and what it must be told. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from certificates.clearance.verdicts import Verdict
from certificates.requirements import holdings, learning
from certificates.requirements.evidence import Evidence

CREDENTIALS = ("CANDIDATE", "L1", "L2A", "L2B", "L3", "T", "S")


def _text(value: Any) -> str:
    return "" if isinstance(value, str) and value else "has to be a text."


def _positive(value: Any) -> str:
    whole = isinstance(value, int) and not isinstance(value, bool) and value > 0
    return "" if whole else "has to be a whole number above zero."


def _yes(value: Any) -> str:
    return "" if value is True else "can only be true."


def _one_of(*choices: str) -> Callable[[Any], str]:
    words = f"has to be one of {', '.join(choices)}."
    return lambda value: "" if value in choices else words


def _some_of(*choices: str) -> Callable[[Any], str]:
    words = f"has to be a list of {', '.join(choices)}."

    def check(value: Any) -> str:
        good = isinstance(value, list) and value and set(value) <= set(choices)
        return "" if good else words

    return check


def _floors(value: Any) -> str:
    good = isinstance(value, Mapping) and value.keys() <= set(CREDENTIALS)
    if good and value and not any(_positive(floor) for floor in value.values()):
        return ""
    return "has to give a whole number for each credential."


Checks = Mapping[str, Callable[[Any], str]]


@dataclass(frozen=True)
class Leaf:
    """How one kind of requirement is judged.

    Args:
        needs: what a tree must say for it; each check returns what is wrong.
        allows: what a tree may say as well.
    """

    judge: Callable[[Mapping, Evidence], Verdict]
    needs: Checks = field(default_factory=dict)
    allows: Checks = field(default_factory=dict)


_TRACK = {"track": _text}

LEAVES: dict[str, Leaf] = {
    "track_read": Leaf(learning.track_read, _TRACK),
    "track_passed": Leaf(learning.track_passed, _TRACK),
    "scenario_passed": Leaf(learning.scenario_passed, _TRACK),
    "observations": Leaf(
        learning.observations,
        {"form": _text, "kinds": _some_of(*learning.KINDS), "count": _positive},
        {
            "floor": _positive,
            "floor_if_held": _floors,
            "supervision": _one_of("DIRECT", "ON_SITE"),
            "distinct_assessors": _positive,
            "in_a_row": _yes,
        },
    ),
    "document_held": Leaf(
        holdings.document_held,
        {"kind": _one_of(*holdings.DOCUMENTS)},
        {"verified_within_days": _positive},
    ),
    "credential_held": Leaf(
        holdings.credential_held,
        {"types": _some_of(*CREDENTIALS)},
        {"months": _positive},
    ),
    "recorded": Leaf(
        holdings.recorded,
        {"kind": _one_of(*holdings.RECORDED)},
        {"months": _positive},
    ),
    "exclusion_clear": Leaf(holdings.exclusion_clear, {"within_days": _positive}),
    "no_open_suspension": Leaf(holdings.no_open_suspension),
}
