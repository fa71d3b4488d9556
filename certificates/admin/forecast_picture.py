"""The forecast as a picture: the geometry of bars by week and weekday. Pure."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from certificates.rules.forecast import DayAhead

LABEL, CELL, HEAD, ROW = 58, 56, 22, 46
BAR, TALLEST, BASE = 20, 22, 40
WEEK = 7


@dataclass(frozen=True)
class Bar:
    """One number as a bar standing on its line; nothing is drawn for none."""

    x: int
    y: int
    height: int
    middle: int
    above: int
    number: int
    kind: str


@dataclass(frozen=True)
class Cell:
    """One day: two bars, ordinary sessions first."""

    day: datetime.date
    x: int
    line: int
    until: int
    bars: tuple[Bar, Bar]


@dataclass(frozen=True)
class Week:
    """One line of the picture."""

    monday: datetime.date
    base: int
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Picture:
    """All of it, in its own units.

    Args:
        heads: the middle of each weekday's column, Monday first, with a day of it.
    """

    width: int
    height: int
    heads: Sequence[tuple[int, datetime.date]]
    weeks: Sequence[Week]


def picture_of(days: Sequence[DayAhead]) -> Picture:
    """Return where everything stands; the tallest bar is the largest number."""
    most = max((max(row.ordinary, row.trauma) for row in days), default=0)
    first = days[0].day - datetime.timedelta(days=days[0].day.weekday())
    weeks: dict[int, list[Cell]] = {}
    for row in days:
        number = (row.day - first).days // WEEK
        weeks.setdefault(number, []).append(_cell(row, number, most))
    return Picture(
        width=LABEL + WEEK * CELL,
        height=HEAD + len(weeks) * ROW,
        heads=[
            (LABEL + place * CELL + CELL // 2, first + datetime.timedelta(days=place))
            for place in range(WEEK)
        ],
        weeks=[
            Week(
                first + datetime.timedelta(days=number * WEEK),
                HEAD + number * ROW + BASE,
                cells,
            )
            for number, cells in weeks.items()
        ],
    )


def _cell(row: DayAhead, week: int, most: int) -> Cell:
    x, line = LABEL + row.day.weekday() * CELL, HEAD + week * ROW + BASE
    gap = (CELL - 2 * BAR) // 3
    bars = (
        _bar(row.ordinary, most, x + gap, line, "ordinary"),
        _bar(row.trauma, most, x + 2 * gap + BAR, line, "trauma"),
    )
    return Cell(row.day, x + gap, line, x + CELL - gap, bars)


def _bar(number: int, most: int, x: int, line: int, kind: str) -> Bar:
    # Whatever is more than none is to be seen.
    height = max(2, round(TALLEST * number / most)) if number else 0
    return Bar(x, line - height, height, x + BAR // 2, line - height - 3, number, kind)
