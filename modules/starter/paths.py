"""Ways through a set of steps: what is reached, what ends, what goes in a circle."""

from collections.abc import Iterable, Mapping

Graph = Mapping[str, Iterable[str]]


def reached(graph: Graph, start: str) -> set[str]:
    """Everything that can be come to from here, here included."""
    seen, waiting = {start}, [start]
    while waiting:
        for following in graph.get(waiting.pop(), ()):
            if following not in seen:
                seen.add(following)
                waiting.append(following)
    return seen


def without_ending(graph: Graph, endings: set[str]) -> list[str]:
    """The steps, in order, from which no ending can be come to."""
    return [step for step in graph if not reached(graph, step) & endings]


def circle(graph: Graph) -> list[str]:
    """One circle of steps, beginning and ending with the same, or an empty list."""
    finished: set[str] = set()
    for start in graph:
        found = _circle_from(graph, start, finished)
        if found:
            return found
    return []


def _circle_from(graph: Graph, start: str, finished: set[str]) -> list[str]:
    trail: list[str] = []
    waiting = [(start, False)]
    while waiting:
        step, is_leaving = waiting.pop()
        if is_leaving:
            finished.add(trail.pop())
        elif step in trail:
            return [*trail[trail.index(step) :], step]
        elif step not in finished:
            trail.append(step)
            waiting.append((step, True))
            # The first named is looked at first.
            following = reversed(tuple(graph.get(step, ())))
            waiting.extend((one, False) for one in following)
    return []
