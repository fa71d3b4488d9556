"""Loads question banks, their questions with options and steps, and assessments."""

import datetime
from typing import Any

from modules.actions.questions import keep_versions
from modules.loading.report import Report, State, digest_of, state_of
from modules.loading.rows import put_row
from modules.loading.words import plain_words
from modules.models import (
    Assessment,
    Question,
    QuestionBank,
    QuestionOption,
    QuestionStep,
)
from modules.starter.marks import PLAIN_KINDS
from modules.starter.reference_shapes import CurriculumFile
from modules.starter.shapes import BankFile, ItemFile, OptionFile

_TYPES = {
    "single": Question.Type.SINGLE,
    "multiple": Question.Type.MULTIPLE,
    "truefalse": Question.Type.TRUE_FALSE,
    "matching": Question.Type.MATCHING,
    "ordering": Question.Type.ORDERING,
    "minibranch": Question.Type.MINI_BRANCH,
}
_FIELDS = (
    "type",
    "stem",
    "is_critical",
    "lesson_codes",
    "source_codes",
    "common_errors",
    "marks",
    "note",
)
_OPTION = ("step_code", "text", "feedback", "is_right", "match", "leads_to")
_STEP = ("code", "stem")


def load_banks(
    curriculum: CurriculumFile, report: Report, *, at: datetime.datetime
) -> None:
    """This will load every bank with its questions and its assessment."""
    for file in curriculum.banks:
        content = {"title": file.title, "track_code": file.part}
        bank = put_row(QuestionBank, {"code": file.slug}, content, report)
        _put_assessment(file, bank, report)
        known = {
            question.code: question
            for question in bank.questions.prefetch_related("options", "steps")
        }
        for item in file.items:
            _put_question(item, bank, known.get(item.code), report)
        keep_versions(bank.questions.all(), by=None, at=at)


def _put_assessment(file: BankFile, bank: QuestionBank, report: Report) -> None:
    content = {
        "title": file.title,
        "track_code": file.part,
        "bank_id": bank.pk,
        "draw_count": file.blueprint.draw,
        "pass_percent": file.blueprint.pass_percent,
        "wait_hours": file.blueprint.retry_after_hours,
    }
    put_row(Assessment, {"code": file.slug}, content, report)


def _put_question(
    item: ItemFile, bank: QuestionBank, question: Question | None, report: Report
) -> None:
    wanted = _wanted(item)
    if question is None:
        report.note(State.MISSING, f"question {item.code}")
        _write(Question(bank=bank, code=item.code), wanted)
        return
    present = _present(question)
    state = state_of(question.starter_digest, present=present, wanted=wanted)
    if report.note(state, f"question {item.code}") is State.OUTDATED:
        question.options.all().delete()
        question.steps.all().delete()
        _write(question, wanted)


def _write(question: Question, wanted: dict[str, Any]) -> None:
    for name in _FIELDS:
        setattr(question, name, wanted[name])
    question.starter_digest = digest_of(wanted)
    question.options.set(
        QuestionOption(**option, sort_order=order)
        for order, option in enumerate(wanted["options"])
    )
    question.steps.set(
        QuestionStep(**step, sort_order=order)
        for order, step in enumerate(wanted["steps"])
    )
    question.save()


def _present(question: Question) -> dict[str, Any]:
    options, steps = question.options.all(), question.steps.all()
    return {name: getattr(question, name) for name in _FIELDS} | {
        "options": [{name: getattr(one, name) for name in _OPTION} for one in options],
        "steps": [{name: getattr(one, name) for name in _STEP} for one in steps],
    }


def _wanted(item: ItemFile) -> dict[str, Any]:
    wanted = {
        "type": _TYPES[item.type].value,
        "stem": item.stem,
        "is_critical": item.critical,
        "lesson_codes": list(item.lessons),
        "source_codes": list(item.sources),
        "common_errors": item.common_errors,
        "marks": [PLAIN_KINDS[mark][0] for mark in item.marks],
        "note": item.note,
        "options": [_EMPTY | option for option in _options(item)],
        "steps": [{"code": step.code, "stem": step.stem} for step in item.steps],
    }
    return plain_words(wanted)


_EMPTY = {"step_code": "", "is_right": True, "match": "", "leads_to": ""}


def _options(item: ItemFile) -> list[dict[str, Any]]:
    pairs = [
        {"text": pair.statement, "match": pair.match, "feedback": pair.feedback}
        for pair in item.pairs
    ]
    ordered = [{"text": step.text, "feedback": step.feedback} for step in item.order]
    chosen = [_option(option) for option in item.options]
    walked = [
        _option(option) | {"step_code": step.code, "leads_to": option.leads_to or ""}
        for step in item.steps
        for option in step.options
    ]
    return [*chosen, *pairs, *ordered, *walked]


def _option(option: OptionFile) -> dict[str, Any]:
    return {"text": option.text, "feedback": option.feedback, "is_right": option.right}
