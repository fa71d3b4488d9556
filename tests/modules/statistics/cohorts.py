"""Cohorts that answer by what they know, made by a seed."""

import math
import random
from fractions import Fraction

from modules.grading import grade
from modules.item_choices import chosen_of, content_of, version_of
from modules.item_numbers import GradedItem
from tests.cast import NOW
from tests.modules.frozen import choosing, frozen

SOUND = [f"Q-{number:02}" for number in range(1, 12)]
PLANTED = "Q-WRONG"


def item(
    number: int = 0,
    credit: Fraction | int = 1,
    rest: Fraction | int | None = Fraction(1, 2),
    *,
    of: dict | None = None,
    response: object = None,
    **fields,
) -> GradedItem:
    """One graded item of person `number`."""
    of = of or choosing("SINGLE", True, False)
    made = {
        "question": of["code"],
        "version": version_of(of),
        "content": content_of(of),
        "credit": Fraction(credit),
        "rest": None if rest is None else Fraction(rest),
        "chosen": chosen_of(of, response),
        "who": number,
        "at": NOW,
    }
    return GradedItem(**made | fields)


def questions(chance: random.Random) -> list[tuple[dict, float]]:
    """Eleven sound questions, none too easy or hard, and one with the wrong key."""
    made = [
        (choosing("SINGLE", True, False, False, False) | {"code": code}, 1.0)
        for code in SOUND
    ]
    # Everybody who knows chooses option 0; the key says option 1.
    planted = choosing("SINGLE", False, True, False, False) | {"code": PLANTED}
    return [(one, chance.uniform(-1, 0.7)) for one, _ in [*made, (planted, 1.0)]]


def cohort(seed: int, people: int = 60) -> list[GradedItem]:
    """Everybody answers every question; the more they know, the rather rightly."""
    chance = random.Random(seed)
    asked = questions(chance)
    rows = []
    for number in range(people):
        ability = chance.gauss(0, 1.2)
        answers = [(one, _answer(ability - level, chance)) for one, level in asked]
        credits_ = [grade(one, response).score for one, response in answers]
        whole = sum(credits_, Fraction(0))
        rows += [
            item(number, credit, (whole - credit) / 11, of=one, response=response)
            for (one, response), credit in zip(answers, credits_, strict=True)
        ]
    return rows


def _answer(lead: float, chance: random.Random) -> dict:
    knows = chance.random() < 1 / (1 + math.exp(-1.8 * lead))
    return {"chosen": ["o0" if knows else f"o{chance.randint(1, 3)}"]}


def shuffled_ids(of: dict, chance: random.Random) -> dict:
    """The same question as another attempt would freeze it."""
    names: dict[str, str] = {}

    def fresh(value, key=""):
        if isinstance(value, dict):
            return {name: fresh(one, name) for name, one in value.items()}
        if isinstance(value, list):
            return [fresh(one) for one in value]
        if key in {"id", "match"}:
            return names.setdefault(value, f"{chance.getrandbits(64):x}")
        return value

    return frozen(of["type"]) | fresh(of)
