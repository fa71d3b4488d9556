"""Which questions an attempt asks, and each of them frozen as it is asked."""

import random
import secrets
from collections.abc import Mapping, Sequence
from typing import TypeVar

from modules.blueprints import Asked, Blueprint, Item, unmet_quotas

Drawn = TypeVar("Drawn", bound=Item)


def draw(
    questions: Sequence[Drawn],
    blueprint: Blueprint,
    asked: Asked,
    chance: random.Random,
) -> list[Drawn]:
    """This will choose an attempt's questions, in a random order.

    Every critical question is drawn, even beyond the count; then what the quotas still
    miss; the others fill up. Each time those come first that this person was asked
    least, of these those that everybody was asked least, and chance decides the rest.
    """
    drawn = [question for question in questions if question.is_critical]
    others = [question for question in questions if not question.is_critical]
    chance.shuffle(others)
    others.sort(key=lambda one: _times(one, asked))
    count = max(blueprint.count, len(drawn))
    for topic, missing in unmet_quotas(blueprint, drawn).items():
        drawn += [one for one in others if one.subject == topic][:missing]
    taken = {one.code for one in drawn}
    left = [one for one in others if one.code not in taken]
    drawn += left[: count - len(drawn)]
    chance.shuffle(drawn)
    return drawn


def _times(question: Item, asked: Asked) -> tuple[int, int]:
    code = question.code
    return asked.this_person.get(code, 0), asked.everybody.get(code, 0)


def freeze(content: dict, chance: random.Random) -> tuple[dict, list[str]]:
    """This will copy a question whole, and mix the order it is shown in.

    Args:
        content: as its author wrote it (`modules.question_contents`).
    Returns: the frozen question (`modules.frozen_questions`), and the order of the
    option ids. A matching item keeps its statements and mixes what they fit.
    """
    matches = [_named(one) for one in content["matches"]]
    ids = {one["text"]: one["id"] for one in matches}
    frozen = content | {
        "options": [_matched(_named(one), ids) for one in content["options"]],
        "matches": matches,
        "steps": [
            step | {"options": [_named(one) for one in step["options"]]}
            for step in content["steps"]
        ],
    }
    groups = [step["options"] for step in frozen["steps"]]
    groups.append(frozen["matches"] or frozen["options"])
    shown = [[option["id"] for option in group] for group in groups]
    for group in shown:
        chance.shuffle(group)
    return frozen, [one for group in shown for one in group]


def _named(option: dict) -> dict:
    """A fresh id says nothing about the key."""
    return {"id": secrets.token_hex(8)} | option


def _matched(option: dict, ids: Mapping[str, str]) -> dict:
    if "match" not in option:
        return option
    return option | {"match": ids[option["match"]]}
