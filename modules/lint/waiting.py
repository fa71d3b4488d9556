"""Which lessons and parts wait for which, and whether one waits for itself."""

from collections import defaultdict
from collections.abc import Mapping

from modules.lint.snapshot import Around
from modules.starter.paths import circle, reached

Waits = Mapping[str, tuple[str, ...]]


def waits(around: Around) -> Waits:
    """This will give what has to be done before each lesson and each part.

    A lesson waits for those it names and for the parts before its own; a part waits
    for all its lessons.
    """
    graph: dict[str, tuple[str, ...]] = {
        code: part.requires for code, part in around.parts.items()
    }
    for code, entries in around.lessons.items():
        needed: list[str] = []
        for entry in entries:
            needed += entry.prerequisites
            if entry.part in around.parts:
                needed += around.parts[entry.part].requires
                graph[entry.part] = (*graph[entry.part], code)
        graph[code] = tuple(dict.fromkeys(needed))
    return graph


def circle_through(code: str, graph: Waits) -> list[str]:
    """This will give one circle that the code itself is in; others are not its own."""
    back: dict[str, list[str]] = defaultdict(list)
    for one, needed in graph.items():
        for other in needed:
            back[other].append(one)
    both = reached(graph, code) & reached(back, code)
    own = {one: [n for n in graph.get(one, ()) if n in both] for one in both}
    return circle({code: own[code]} | own)
