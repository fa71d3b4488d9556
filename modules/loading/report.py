"""What a load did, and how it tells its own words from an editor's."""

from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from modules.actions.editions import canonical_sha256, settled


class State(Enum):
    """How a row stands to the file it came from."""

    MISSING = "created"
    SAME = "unchanged"
    OUTDATED = "updated"
    EDITED = "kept as edited on this site"


@dataclass
class Report:
    """What was met while loading, by state; each entry names one thing."""

    met: dict[State, list[str]] = field(
        default_factory=lambda: {state: [] for state in State}
    )

    def note(self, state: State, name: str) -> State:
        """This will remember one thing and its state."""
        self.met[state].append(name)
        return state

    def lines(self) -> list[str]:
        """This will tell the numbers, and name what an editor had changed."""
        counts = ", ".join(f"{len(self.met[state])} {state.value}" for state in State)
        edited = [f"  kept: {name}" for name in self.met[State.EDITED]]
        return [f"{counts}.", *edited]


def digest_of(content: Any) -> str:
    """This will give the digest by which the loader knows its own words again."""
    return canonical_sha256(settled(content))


def state_of(starter_digest: str, *, present: Any, wanted: Any) -> State:
    """This will say how a row that exists stands to its file.

    Args:
        starter_digest: of what the loader wrote; empty if it never did.
        present: the content of the row.
        wanted: the same, as the file has it.
    """
    if digest_of(present) == digest_of(wanted):
        return State.SAME
    if digest_of(present) != starter_digest:
        return State.EDITED
    return State.OUTDATED
