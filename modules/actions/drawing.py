"""Which questions an attempt asks, and each of them frozen as it is asked."""

import random
import secrets
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol, TypeVar

from modules.models import Question, QuestionOption


class Item(Protocol):
    """What drawing needs to know of a question."""

    code: str
    is_critical: bool


Drawn = TypeVar("Drawn", bound=Item)


def draw(
    questions: Sequence[Drawn],
    seen: Mapping[str, int],
    count: int,
    chance: random.Random,
) -> list[Drawn]:
    """This will choose an attempt's questions, in a random order.

    Every critical question is drawn, even beyond `count`; the others fill up to it,
    those this person has seen least first.

    Args:
        seen: how often this person was asked each question, by its code.
    """
    critical = [question for question in questions if question.is_critical]
    others = [question for question in questions if not question.is_critical]
    chance.shuffle(others)
    others.sort(key=lambda question: seen.get(question.code, 0))
    drawn = critical + others[: max(count - len(critical), 0)]
    chance.shuffle(drawn)
    return drawn


def freeze(question: Question, chance: random.Random) -> tuple[dict, list[str]]:
    """This will copy a question whole, and mix the order it is shown in.

    Returns: the frozen question (`modules.frozen_questions`), and the order of the
    option ids. A matching item keeps its statements and mixes what they fit.
    """
    frozen = {
        "type": question.type,
        "code": question.code,
        "critical": question.is_critical,
        "stem": question.stem,
        "lessons": question.lesson_codes,
        "common_errors": question.common_errors,
        "options": [],
        "matches": [],
        "steps": [],
    }
    frozen |= FREEZERS.get(question.type, _choices)(question)
    groups = [step["options"] for step in frozen["steps"]]
    groups.append(frozen["matches"] or frozen["options"])
    shown = [[option["id"] for option in group] for group in groups]
    for group in shown:
        chance.shuffle(group)
    return frozen, [one for group in shown for one in group]


def _option(option: QuestionOption) -> dict:
    return {"id": _fresh_id(), "text": option.text, "feedback": option.feedback}


def _fresh_id() -> str:
    return secrets.token_hex(8)


def _choices(question: Question) -> dict:
    return {
        "options": [
            _option(option) | {"right": option.is_right}
            for option in question.options.all()
        ]
    }


def _matching(question: Question) -> dict:
    options = list(question.options.all())
    ids = {option.match: _fresh_id() for option in options}
    return {
        "options": [_option(one) | {"match": ids[one.match]} for one in options],
        "matches": [{"id": key, "text": text} for text, key in ids.items()],
    }


def _ordering(question: Question) -> dict:
    return {
        "options": [
            _option(option) | {"place": place}
            for place, option in enumerate(question.options.all(), 1)
        ]
    }


def _steps(question: Question) -> dict:
    steps = list(question.steps.all())
    index = {step.code: number for number, step in enumerate(steps)}
    options = list(question.options.all())
    return {
        "steps": [
            {
                "stem": step.stem,
                "options": [
                    _option(option)
                    | {
                        "right": option.is_right,
                        "leads_to": index.get(option.leads_to),
                    }
                    for option in options
                    if option.step_code == step.code
                ],
            }
            for step in steps
        ]
    }


FREEZERS: dict[str, Callable[[Question], dict]] = {
    Question.Type.MATCHING: _matching,
    Question.Type.ORDERING: _ordering,
    Question.Type.MINI_BRANCH: _steps,
}
