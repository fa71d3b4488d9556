"""How well a question works, counted from what people answered. Pure and exact.

Difficulty is the mean credit: 1 means everybody had it right. Discrimination is the
correlation of the credit with the rest of the attempt: whether those who know more
do better on this question too. Numbers that fewer than five people stand behind are
never made: with so few, somebody could be known by them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from modules.item_choices import Content, Part
from modules.item_numbers import GradedItem, Numbers, numbers_of

LIKELY_WRONG_KEY = "LIKELY-WRONG-KEY"
TOO_HARD = "TOO-HARD"
TOO_EASY = "TOO-EASY"
NO_DISCRIMINATION = "NO-DISCRIMINATION"
NOT_YET = "NOT-YET"

FEWEST_PEOPLE = 5
# With fewer answers, or nearer to nothing than one group in twenty comes by chance, a
# correlation below nothing is no sign of a wrong key: 1.645 standard errors, squared.
FEWEST_FOR_A_SIGN = 20
BY_CHANCE = Fraction(2706, 1000)
EASY, HARD, APART = Fraction(95, 100), Fraction(25, 100), Fraction(1, 10)


@dataclass(frozen=True)
class Statistics:
    """Numbers with what they give to think about; no numbers before five people."""

    numbers: Numbers | None
    flags: tuple[str, ...]


@dataclass(frozen=True)
class VersionStatistics(Statistics):
    """One version; `number` counts from 1 in the order they were first asked."""

    number: int
    version: str
    content: Content


@dataclass(frozen=True)
class QuestionStatistics:
    """A question: all versions together, and each for itself, the newest first."""

    code: str
    whole: Statistics
    versions: tuple[VersionStatistics, ...]

    @property
    def judged(self) -> Statistics:
        """This will give the newest version with numbers, else the whole.

        A key that was mended must not stay flagged for what its old version did.
        """
        counted = (one for one in self.versions if one.numbers)
        return next(counted, self.whole)


UNASKED = Statistics(None, (NOT_YET,))


def statistics_of(items: Iterable[GradedItem]) -> dict[str, QuestionStatistics]:
    """This will count every question by its code; the order of items is no matter."""
    by_question: dict[str, list[GradedItem]] = {}
    for item in items:
        by_question.setdefault(item.question, []).append(item)
    return {code: _question(code, rows) for code, rows in by_question.items()}


def _question(code: str, rows: list[GradedItem]) -> QuestionStatistics:
    by_version: dict[str, list[GradedItem]] = {}
    for row in rows:
        by_version.setdefault(row.version, []).append(row)
    ordered = sorted(
        by_version.items(), key=lambda pair: (min(r.at for r in pair[1]), pair[0])
    )
    versions = [
        _version(number, version, group)
        for number, (version, group) in enumerate(ordered, 1)
    ]
    hidden = [
        row for one in versions if not one.numbers for row in by_version[one.version]
    ]
    # Whoever is hidden in a version must not come out by subtraction.
    if _is_few(hidden) and len(hidden) < len(rows):
        few = {one.version for one in versions if not one.numbers}
        rows = [row for row in rows if row.version not in few]
    return QuestionStatistics(code, _judge(rows, ()), tuple(reversed(versions)))


def _version(number: int, version: str, rows: list[GradedItem]) -> VersionStatistics:
    content = rows[0].content
    counted = _judge(rows, content.parts)
    return VersionStatistics(counted.numbers, counted.flags, number, version, content)


def _is_few(rows: Sequence[GradedItem]) -> bool:
    return len({row.who for row in rows}) < FEWEST_PEOPLE


def _judge(rows: Sequence[GradedItem], parts: tuple[Part, ...]) -> Statistics:
    if _is_few(rows):
        return UNASKED
    numbers = numbers_of(rows, parts)
    return Statistics(numbers, _flags(numbers))


def _flags(numbers: Numbers) -> tuple[str, ...]:
    apart, shown = numbers.discrimination, numbers.shown
    against = apart is not None and -apart.signed_square * (shown - 1) > BY_CHANCE
    doubted = numbers.has_top and any(p.top_prefers_a_distractor for p in numbers.parts)
    found = {
        LIKELY_WRONG_KEY: doubted or (against and shown >= FEWEST_FOR_A_SIGN),
        TOO_HARD: numbers.difficulty < HARD,
        TOO_EASY: numbers.difficulty > EASY,
        NO_DISCRIMINATION: apart is not None and apart.is_below(APART),
    }
    return tuple(flag for flag, holds in found.items() if holds)
