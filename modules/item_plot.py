"""Questions as a picture: difficulty across, discrimination up. Pure geometry."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from modules.item_statistics import APART, EASY, HARD, LIKELY_WRONG_KEY, Statistics

WIDTH, HEIGHT = 360, 330
LEFT, RIGHT, TOP, BOTTOM = 44, 346, 34, 272
SOUND, LOOK, WRONG = "sound", "look", "wrong"
SHAPES = (SOUND, LOOK, WRONG)


@dataclass(frozen=True)
class Mark:
    """One question, by its code; `kind` gives its shape."""

    code: str
    x: int
    y: int
    kind: str
    difficulty: Fraction
    discrimination: float


@dataclass(frozen=True)
class Tick:
    """A number on an axis, and where it stands."""

    at: int
    text: str


@dataclass(frozen=True)
class Plot:
    """All of it, in its own units; the doubted marks come last, to lie on top.

    Args:
        hard, easy, apart: where the flags begin.
        left_out: how many questions have no place in it yet.
    """

    marks: tuple[Mark, ...]
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    hard: int
    easy: int
    apart: int
    left_out: int
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = RIGHT
    top: int = TOP
    bottom: int = BOTTOM


def plot_of(judged: Iterable[tuple[str, Statistics]]) -> Plot:
    """This will put every question in its place that has both numbers."""
    rows = list(judged)
    found = [mark for code, one in rows if (mark := _mark(code, one))]
    found.sort(key=lambda mark: (SHAPES.index(mark.kind), mark.code))
    return Plot(
        marks=tuple(found),
        across=tuple(
            Tick(_x(Fraction(n, 4)), text)
            for n, text in enumerate(("0", "0.25", "0.5", "0.75", "1"))
        ),
        up=tuple(
            Tick(_y(n / 2), text)
            for n, text in zip(
                range(-2, 3), ("−1", "−0.5", "0", "0.5", "1"), strict=True
            )
        ),
        hard=_x(HARD),
        easy=_x(EASY),
        apart=_y(float(APART)),
        left_out=len(rows) - len(found),
    )


def _mark(code: str, one: Statistics) -> Mark | None:
    if one.numbers is None or one.numbers.discrimination is None:
        return None
    difficulty, apart = one.numbers.difficulty, one.numbers.discrimination.value
    kind = WRONG if LIKELY_WRONG_KEY in one.flags else LOOK if one.flags else SOUND
    return Mark(code, _x(difficulty), _y(apart), kind, difficulty, apart)


def _x(difficulty: Fraction) -> int:
    return LEFT + round((RIGHT - LEFT) * difficulty)


def _y(discrimination: float) -> int:
    return BOTTOM - round((BOTTOM - TOP) * (discrimination + 1) / 2)
