"""What a branching case earns, read from its graph. Pure.

The graph is told in `modules.models.scenarios`; a run keeps its own copy.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Moment:
    """A node that was decided: what was told, what was chosen, what it was worth."""

    code: str
    node: dict
    choice: dict

    @property
    def points(self) -> int:
        """What the choice earned; a critical one earns nothing."""
        return 0 if self.is_critical else self.choice["points"] or 0

    @property
    def is_critical(self) -> bool:
        """True when the choice crossed a safety line."""
        return bool(self.choice["critical"])

    @property
    def on_offer(self) -> int:
        """The most that could be earned here."""
        return max((one["points"] or 0) for one in self.node["choices"])

    @property
    def is_best(self) -> bool:
        """True when nothing better was on offer."""
        return not self.is_critical and self.points == self.on_offer


@dataclass(frozen=True)
class Score:
    points: int
    possible: int
    was_critical: bool
    passed: bool


def moment(graph: dict, node: str, choice: str) -> Moment | None:
    """This will find a choice of a node; None when the node has no such choice."""
    found = graph["nodes"].get(node)
    options = found["choices"] if found else []
    chosen = next((one for one in options if one["id"] == choice), None)
    return Moment(node, found, chosen) if found and chosen else None


def moments(graph: dict, steps: Sequence[tuple[str, str]]) -> list[Moment]:
    """This will read (node, choice) pairs in the order they were decided."""
    found = (moment(graph, node, choice) for node, choice in steps)
    return [one for one in found if one]


def current(graph: dict, decided: Sequence[Moment]) -> str:
    """This will give the code of the node that waits, or of the ending reached."""
    return decided[-1].choice["next"] if decided else graph["start"]


def score(decided: Sequence[Moment], pass_percent: int) -> Score:
    """This will add up a finished run.

    What was possible is counted along the path that was walked, the best choice of
    every node on it: nobody loses points for scenes their own story never reached.
    """
    points = sum(one.points for one in decided)
    possible = sum(one.on_offer for one in decided)
    critical = any(one.is_critical for one in decided)
    enough = bool(decided) and points * 100 >= pass_percent * possible
    return Score(points, possible, critical, enough and not critical)


def lessons_reopened(decided: Sequence[Moment]) -> list[str]:
    """This will list the lessons behind every choice that was not the best one."""
    codes = [c for one in decided if not one.is_best for c in one.node["lessons"]]
    return list(dict.fromkeys(codes))
