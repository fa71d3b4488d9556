"""Scores, exactly. Pure: a frozen question and a response in, a grade out.

The shapes of both are told in `modules.frozen_questions`. The curriculum's scoring
paragraph is the rule:

- passing takes the pass mark overall, and every critical item right;
- several answers: a critical item counts only as a full set; any other earns one
  point for each right choice less one for each wrong one, never below nothing;
- true or false counts only when the verdict and the reason are both right; each
  option states both, so it is one choice;
- matching: critical all or nothing, else the share of right pairs;
- ordering: the whole order or nothing, critical or not: the items teach a sequence
  of acts, and a partial score would call "breathing before help" half right;
- a case is right when every step that was reached was answered right; a case that
  is not critical earns the share of those steps.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction

from modules.frozen_questions import Malformed, chosen_ids, pairs, places, walk


@dataclass(frozen=True)
class Grade:
    """What one response earned.

    Args:
        score: from 0 to 1, exact.
        is_right: the whole of it was right.
    """

    score: Fraction
    is_right: bool


@dataclass(frozen=True)
class Result:
    """What a whole attempt earned."""

    score: Fraction
    all_critical_right: bool
    passed: bool


NOTHING = Grade(Fraction(0), False)


def grade(frozen: dict, response: object) -> Grade:
    """This will grade one response; one that is missing or malformed earns nothing.

    Changing it changes what past attempts would earn.
    """
    if response is None:
        return NOTHING
    try:
        score = SHARES[frozen["type"]](frozen, response)
    except Malformed:
        return NOTHING
    is_right = score == 1
    if frozen["critical"] and not is_right:
        return NOTHING
    return Grade(score, is_right)


def result(items: Iterable[tuple[Grade, bool]], pass_percent: int) -> Result:
    """This will add up an attempt.

    Args:
        items: each question's grade, and whether the question is critical.
        pass_percent: from 1 to 100; a score exactly as high is enough.
    """
    rows = list(items)
    earned = sum((one.score for one, _ in rows), Fraction(0))
    score = earned / len(rows) if rows else Fraction(0)
    critical = all(one.is_right for one, is_critical in rows if is_critical)
    return Result(score, critical, critical and score * 100 >= pass_percent)


def _of_one(frozen: dict, response: object) -> Fraction:
    chosen = chosen_ids(frozen, response)
    return Fraction(len(chosen) == 1 and chosen <= _right_ids(frozen))


def _of_several(frozen: dict, response: object) -> Fraction:
    chosen, right = chosen_ids(frozen, response), _right_ids(frozen)
    if not right:
        return Fraction(0)
    points = len(chosen & right) - len(chosen - right)
    return Fraction(max(points, 0), len(right))


def _of_pairs(frozen: dict, response: object) -> Fraction:
    given = pairs(frozen, response)
    options = frozen["options"]
    right = sum(given.get(option["id"]) == option["match"] for option in options)
    return Fraction(right, len(options))


def _of_order(frozen: dict, response: object) -> Fraction:
    given = places(frozen, response)
    return Fraction(
        all(given[option["id"]] == option["place"] for option in frozen["options"])
    )


def _of_steps(frozen: dict, response: object) -> Fraction:
    steps = walk(frozen, response)
    right = sum(bool(step.chosen and step.chosen["right"]) for step in steps)
    return Fraction(right, len(steps))


def _right_ids(frozen: dict) -> set[str]:
    return {option["id"] for option in frozen["options"] if option["right"]}


SHARES: dict[str, Callable[[dict, object], Fraction]] = {
    "SINGLE": _of_one,
    "TRUE_FALSE": _of_one,
    "MULTIPLE": _of_several,
    "MATCHING": _of_pairs,
    "ORDERING": _of_order,
    "MINI_BRANCH": _of_steps,
}
