"""A branching case as a picture: layers of boxes from its start to its endings.

Pure geometry. Boxes stand in columns by how far they are from the start; lines run
between columns in lanes of their own, so that no line runs behind a box.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from modules.story_rules import ways_of

WIDTH, HEIGHT = 184, 56
ACROSS, DOWN, EDGE = 72, 28, 16
# So many fit into a box, and fewer between the round ends of an ending.
LETTERS, LETTERS_OF_ENDING = 25, 20
NODE, ENDING, CRITICAL = "node", "ending", "critical"


@dataclass(frozen=True)
class Box:
    """A node or an ending in its place; `label` is cut where it is too long."""

    code: str
    label: str
    kind: str
    x: int
    y: int
    is_faulty: bool

    @property
    def middle(self) -> int:
        """How far down its middle is."""
        return self.y + HEIGHT // 2


@dataclass(frozen=True)
class Line:
    """What choices lead from one stop to the next; `path` is drawn from left to right.

    Args:
        letters: the choices, such as “A, C”.
        kind: `best` where one of them is, else `critical`, else `other`.
    """

    path: str
    letters: str
    kind: str
    label_x: int
    label_y: int


@dataclass(frozen=True)
class Picture:
    """All of it, in its own units."""

    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    width: int
    height: int
    box_width: int = WIDTH
    box_height: int = HEIGHT


@dataclass(frozen=True)
class _Way:
    start: str
    end: str
    letters: str
    kind: str


def picture_of(graph: dict[str, Any], faulty: Iterable[str] = ()) -> Picture:
    """This will lay a case out, faults and all: a stop nobody reaches stands apart.

    Args:
        faulty: the codes of the stops to mark.
    """
    stops, marked = [*graph["nodes"], *graph["endings"]], set(faulty)
    ways = [way for way in _ways(graph) if way.end in set(stops)]
    columns = _columns(graph, stops)
    # A way over several columns takes a place in each that it passes.
    chains = [_chain(way, columns) for way in ways]
    rows = _rows(columns, chains)
    places = {
        stop: (EDGE + column * (WIDTH + ACROSS), EDGE + rows[stop] * (HEIGHT + DOWN))
        for stop, column in _all_columns(columns, chains).items()
    }
    boxes = tuple(_box(graph, stop, places[stop], marked) for stop in stops)
    width = max((x for x, _y in places.values()), default=0) + WIDTH + EDGE
    height = max((y for _x, y in places.values()), default=0) + HEIGHT + EDGE
    lines = tuple(
        _line(way, chain, places) for way, chain in zip(ways, chains, strict=True)
    )
    return Picture(boxes, lines, width, height)


Stop = str | tuple[str, str, int]


def _ways(graph: dict[str, Any]) -> list[_Way]:
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for code, node in graph["nodes"].items():
        for one in node["choices"]:
            found.setdefault((code, one["next"]), []).append(one)
    return [
        _Way(start, end, ", ".join(str(one["id"]) for one in choices), _kind(choices))
        for (start, end), choices in found.items()
    ]


def _kind(choices: Sequence[Mapping[str, Any]]) -> str:
    if any(one["points"] == 2 for one in choices):
        return "best"
    return "critical" if any(one["critical"] for one in choices) else "other"


def _columns(graph: dict[str, Any], stops: list[str]) -> dict[str, int]:
    """The longest way from the start that turns back nowhere; endings stand last."""
    ways, columns = ways_of(graph), dict.fromkeys(stops, 0)
    for start in graph["nodes"]:
        _push(start, ways, columns, (start,))
    last = max((columns[code] for code in graph["nodes"]), default=-1) + 1
    return columns | dict.fromkeys(graph["endings"], last)


def _push(
    stop: str, ways: dict[str, list[str]], columns: dict[str, int], trail: tuple
) -> None:
    for following in dict.fromkeys(ways.get(stop, ())):
        is_back = following in trail or following not in ways
        if not is_back and columns[following] <= columns[stop]:
            columns[following] = columns[stop] + 1
            _push(following, ways, columns, (*trail, following))


def _chain(way: _Way, columns: Mapping[str, int]) -> list[Stop]:
    between = range(columns[way.start] + 1, columns[way.end])
    return [way.start, *((way.start, way.end, at) for at in between), way.end]


def _all_columns(
    columns: Mapping[str, int], chains: Iterable[list[Stop]]
) -> dict[Stop, int]:
    found: list[tuple[Stop, int]] = []
    found += columns.items()
    passed = (stop for chain in chains for stop in chain if isinstance(stop, tuple))
    found += [(stop, stop[2]) for stop in passed]
    return dict(found)


def _rows(columns: Mapping[str, int], chains: list[list[Stop]]) -> dict[Stop, int]:
    """Each column in the order of what leads into it, by the mean of its rows."""
    layers: dict[int, list[Stop]] = {}
    for stop, column in _all_columns(columns, chains).items():
        layers.setdefault(column, []).append(stop)
    before: dict[Stop, list[Stop]] = {}
    for chain in chains:
        for one, following in pairwise(chain):
            before.setdefault(following, []).append(one)
    rows: dict[Stop, int] = {}
    for column in sorted(layers):
        known = {
            stop: [rows[one] for one in before.get(stop, ()) if one in rows]
            for stop in layers[column]
        }
        # The main story stays on top, ways that pass it by go below.
        ordered = sorted(
            layers[column],
            key=lambda stop: (
                isinstance(stop, tuple),
                sum(known[stop]) / len(known[stop]) if known[stop] else 0,
            ),
        )
        rows |= {stop: row for row, stop in enumerate(ordered)}
    return rows


def _box(
    graph: dict[str, Any], code: str, place: tuple[int, int], marked: set[str]
) -> Box:
    if code in graph["nodes"]:
        kind, words, most = NODE, graph["nodes"][code]["title"], LETTERS
    else:
        kind = CRITICAL if code in graph["critical_endings"] else ENDING
        words, most = graph["endings"][code], LETTERS_OF_ENDING
    label = words if len(words) <= most else words[: most - 1].rstrip() + "…"
    return Box(code, label, kind, *place, code in marked)


def _line(way: _Way, chain: list[Stop], places: Mapping[Stop, tuple[int, int]]) -> Line:
    x, y = places[chain[0]]
    x, y = x + WIDTH, y + HEIGHT // 2
    path, label = [f"M{x} {y}"], (0, 0)
    if places[way.end][0] <= places[way.start][0]:
        return _back(way, x, y, places[way.end])
    for stop in chain[1:]:
        to_x, to_y = places[stop]
        to_y += HEIGHT // 2
        half = (x + to_x) // 2
        path.append(f"C{half} {y} {half} {to_y} {to_x} {to_y}")
        label = label if any(label) else (x + ACROSS - 14, _beside(y, to_y))
        if isinstance(stop, tuple):
            path.append(f"H{to_x + WIDTH}")
        x, y = to_x + WIDTH, to_y
    return Line(" ".join(path), way.letters, way.kind, *label)


def _beside(y: int, to_y: int) -> int:
    """Just above the line, near where it arrives."""
    return to_y - 6 - (4 if to_y < y else 0)


def _back(way: _Way, x: int, y: int, end: tuple[int, int]) -> Line:
    """A way that turns back, which a whole case has not: over the tops of the boxes."""
    to_x, top = end[0] + WIDTH // 2, min(y - HEIGHT // 2, end[1]) - EDGE + 4
    path = f"M{x} {y} C{x + 40} {y} {x + 40} {top} {x} {top} H{to_x} V{end[1]}"
    return Line(path, way.letters, "back", x + 8, top + 4)
