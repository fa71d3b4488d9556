"""A question as its author wrote it: what a version keeps, and attempts copy.

The shape is that of a frozen question (`modules.frozen_questions`) without ids: a
statement to match names its match by its text.
"""

import hashlib
import json
from collections.abc import Callable

from modules.models import Question, QuestionOption


def written(question: Question) -> dict:
    """This will give everything that is asked and how it is graded, key included.

    What it is not asked by stands apart: its topic, its use, marks and notes.
    """
    content = {
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
    return content | WRITERS.get(question.type, _choices)(question)


def digest_of(content: dict) -> str:
    """This will give the digest of what is asked, the same for the same words."""
    text = json.dumps(
        content, sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    return hashlib.sha256(text.encode()).hexdigest()


def _option(option: QuestionOption) -> dict:
    return {"text": option.text, "feedback": option.feedback}


def _choices(question: Question) -> dict:
    return {
        "options": [
            _option(option) | {"right": option.is_right}
            for option in question.options.all()
        ]
    }


def _matching(question: Question) -> dict:
    options = list(question.options.all())
    matches = dict.fromkeys(option.match for option in options)
    return {
        "options": [_option(one) | {"match": one.match} for one in options],
        "matches": [{"text": text} for text in matches],
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


WRITERS: dict[str, Callable[[Question], dict]] = {
    Question.Type.MATCHING: _matching,
    Question.Type.ORDERING: _ordering,
    Question.Type.MINI_BRANCH: _steps,
}
