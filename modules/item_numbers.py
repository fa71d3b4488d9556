"""What is counted of a question: credit, correlation, choices. Pure and exact."""

import datetime
import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from modules.item_choices import Chosen, Content, Part

# One or two people at the top say nothing about a key.
FEWEST_AT_THE_TOP = 3
GROUP_PERCENT = 27


@dataclass(frozen=True)
class GradedItem:
    """One question of one submitted attempt.

    Args:
        version: what was asked; `modules.item_choices.version_of`.
        credit: from 0 to 1.
        rest: the mean credit of the attempt's other items; None where it has none.
        chosen: for each part of the content.
        who: only ever counted, so that one person's five attempts are one person.
        at: puts the versions in order.
    """

    question: str
    version: str
    content: Content
    credit: Fraction
    rest: Fraction | None
    chosen: tuple[Chosen, ...]
    who: Hashable
    at: datetime.datetime


@dataclass(frozen=True, order=True)
class Discrimination:
    """A correlation, kept exactly: its square, with its sign."""

    signed_square: Fraction

    @property
    def value(self) -> float:
        """This will give it as people read it, from -1 to 1."""
        return math.copysign(math.sqrt(abs(self.signed_square)), self.signed_square)

    def is_below(self, bound: Fraction) -> bool:
        """This will compare without rounding."""
        return self.signed_square < bound * abs(bound)


@dataclass(frozen=True)
class OfferCount:
    """How often an option was chosen: by all, by the top and by the bottom group."""

    text: str
    is_key: bool
    chosen: int
    top: int
    bottom: int


@dataclass(frozen=True)
class PartCount:
    """The choices of one part; `asked` are those who came to it."""

    label: str
    asked: int
    top_asked: int
    bottom_asked: int
    empty: int
    offers: tuple[OfferCount, ...]

    @property
    def most_chosen_distractor(self) -> OfferCount | None:
        """This will give the wrong option chosen most; the first of several."""
        wrong = [one for one in self.offers if not one.is_key and one.chosen]
        return max(wrong, key=lambda one: one.chosen, default=None)

    @property
    def top_prefers_a_distractor(self) -> bool:
        """This will say whether those who know most chose against the key."""
        keys = [one.top for one in self.offers if one.is_key]
        wrong = [one.top for one in self.offers if not one.is_key]
        if self.top_asked < FEWEST_AT_THE_TOP or not keys or not wrong:
            return False
        return max(wrong) > min(keys)


@dataclass(frozen=True)
class Numbers:
    """What was counted. `parts` is empty where versions are taken together.

    Args:
        shown: how often it was asked; one person may have had it more than once.
        has_top: the top and the bottom group are different people.
    """

    shown: int
    difficulty: Fraction
    discrimination: Discrimination | None
    has_top: bool
    parts: tuple[PartCount, ...]

    @property
    def most_chosen_distractor(self) -> OfferCount | None:
        """This will give the wrong option chosen most in any part."""
        found = [part.most_chosen_distractor for part in self.parts]
        return max(
            (one for one in found if one), key=lambda one: one.chosen, default=None
        )


def numbers_of(rows: Sequence[GradedItem], parts: tuple[Part, ...]) -> Numbers:
    """This will count one version, or several together when no parts are given."""
    credit = sum((row.credit for row in rows), Fraction(0))
    ranked = [row for row in rows if row.rest is not None]
    rests = _whole([row.rest for row in ranked if row.rest is not None])
    top, bottom = _groups(ranked, rests)
    return Numbers(
        shown=len(rows),
        difficulty=credit / len(rows),
        discrimination=_correlation(_whole([row.credit for row in ranked]), rests),
        has_top=not {id(row) for row in top} & {id(row) for row in bottom},
        parts=tuple(
            _part(
                part, *([row.chosen[place] for row in g] for g in (rows, top, bottom))
            )
            for place, part in enumerate(parts)
        ),
    )


def _whole(values: Sequence[Fraction]) -> list[int]:
    """The same values on one scale of whole numbers: much faster, and as exact."""
    scale = math.lcm(*(one.denominator for one in values))
    return [one.numerator * (scale // one.denominator) for one in values]


def _correlation(xs: Sequence[int], ys: Sequence[int]) -> Discrimination | None:
    """None where one of them never varies: there is nothing to go along with."""
    count, x, y = len(xs), sum(xs), sum(ys)
    across = count * sum(a * b for a, b in zip(xs, ys, strict=True)) - x * y
    spread_x = count * sum(a * a for a in xs) - x * x
    spread_y = count * sum(b * b for b in ys) - y * y
    if not spread_x or not spread_y:
        return None
    return Discrimination(Fraction(across * abs(across), spread_x * spread_y))


def _groups(
    rows: Sequence[GradedItem], rests: Sequence[int]
) -> tuple[list[GradedItem], list[GradedItem]]:
    """The best and the weakest 27 in 100 by the rest; equals go in together."""
    if not rows:
        return [], []
    ranked = sorted(rests)
    count = max(1, len(ranked) * GROUP_PERCENT // 100)
    low, high = ranked[count - 1], ranked[-count]
    both = list(zip(rows, rests, strict=True))
    return [r for r, n in both if n >= high], [r for r, n in both if n <= low]


def _part(
    part: Part, everybody: list[Chosen], top: list[Chosen], bottom: list[Chosen]
) -> PartCount:
    return PartCount(
        label=part.label,
        asked=_asked(everybody),
        top_asked=_asked(top),
        bottom_asked=_asked(bottom),
        empty=sum(one is not None and not one for one in everybody),
        offers=tuple(
            OfferCount(
                offer.text,
                offer.is_key,
                *(_times(offer.text, group) for group in (everybody, top, bottom)),
            )
            for offer in part.offers
        ),
    )


def _asked(group: list[Chosen]) -> int:
    return sum(one is not None for one in group)


def _times(text: str, group: list[Chosen]) -> int:
    return sum(one is not None and text in one for one in group)
