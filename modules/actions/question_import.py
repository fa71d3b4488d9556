"""Takes questions that were read from a file into a bank: all of them, or none."""

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from home.actions import audit
from home.errors import RuleBroken
from home.models import Person
from modules.actions.editions import canonical_sha256
from modules.actions.questions import keep_versions
from modules.exchange.drafts import QuestionDraft, Row, settle
from modules.models import Question, QuestionBank, QuestionOption
from modules.question_rules import Option

LONGEST_CODE = 16
_FIELDS = (
    "type",
    "stem",
    "is_critical",
    "is_active",
    "lesson_codes",
    "source_codes",
    "common_errors",
    "marks",
    "note",
)
_LISTS = ("lesson_codes", "source_codes", "marks")


class ImportRefused(RuleBroken):
    """Nothing was taken over; the message says why."""

    code = "QUESTION-IMPORT-REFUSED"


class State(StrEnum):
    """What taking over a row would do."""

    NEW = "NEW"
    CHANGED = "CHANGED"
    SAME = "SAME"
    FAULT = "FAULT"


@dataclass(frozen=True)
class Line:
    """One row of the file beside the bank: `differs` are names of fields."""

    number: int
    code: str
    state: State
    draft: QuestionDraft | None
    differs: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()


@dataclass(frozen=True)
class Preview:
    """What an import would do; `digest` binds it to the bank as it stands."""

    lines: tuple[Line, ...]
    digest: str
    other_categories: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """This will tell whether it can be taken over: rows, and none at fault."""
        return bool(self.lines) and all(
            line.state is not State.FAULT for line in self.lines
        )


@dataclass(frozen=True)
class _Present:
    """What is there under the codes of the file."""

    questions: dict[str, Question]
    drafts: dict[str, QuestionDraft]


def preview_of(rows: Sequence[Row], bank: QuestionBank) -> Preview:
    """This will say for every row what taking it over would do."""
    return _preview(rows, bank, _present(rows))


def import_questions(
    rows: Sequence[Row],
    bank: QuestionBank,
    *,
    digest: str,
    by: Person | None,
    at: datetime.datetime,
) -> Preview:
    """This will take every row over, with one audit entry for each question.

    Raises:
        ImportRefused: a row is at fault, the bank is not as it was shown, or a code
            went to another bank at this moment.
    """
    deed = _Deed(by, at)
    try:
        with transaction.atomic():
            return _imported(rows, bank, digest, deed)
    except IntegrityError as clash:
        raise ImportRefused(
            _("Somebody else just took one of these codes. Look again.")
        ) from clash


def draft_of(question: Question) -> QuestionDraft:
    """This will give a question of the bank as a draft, ready to be written."""
    values = {name: getattr(question, name) for name in _FIELDS}
    return QuestionDraft(
        code=question.code,
        bank=question.bank.code,
        options=tuple(
            Option(o.text, o.feedback, o.is_right, o.match, o.step_code, o.leads_to)
            for o in question.options.all()
        ),
        **values | {name: tuple(values[name]) for name in _LISTS},
    )


@dataclass(frozen=True)
class _Deed:
    by: Person | None
    at: datetime.datetime


def _imported(
    rows: Sequence[Row], bank: QuestionBank, digest: str, deed: _Deed
) -> Preview:
    QuestionBank.objects.select_for_update().get(pk=bank.pk)
    present = _present(rows)
    preview = _preview(rows, bank, present)
    if preview.digest != digest:
        raise ImportRefused(
            _("The bank or the file changed since you looked. Look again.")
        )
    if not preview.is_whole:
        raise ImportRefused(_("Some rows are at fault. Nothing was taken."))
    _take(preview, bank, present, deed)
    return preview


def _present(rows: Sequence[Row]) -> _Present:
    found = (
        Question.objects.filter(code__in={row.code for row in rows})
        .select_related("bank")
        .prefetch_related("options")
    )
    questions = {question.code: question for question in found}
    drafts = {code: settle(draft_of(one)) for code, one in questions.items()}
    return _Present(questions, drafts)


def _preview(rows: Sequence[Row], bank: QuestionBank, present: _Present) -> Preview:
    times = Counter(row.code for row in rows)
    lines = tuple(
        _line(row, bank, present.drafts.get(row.code), times[row.code]) for row in rows
    )
    shown = [
        [asdict(line), asdict(old) if (old := present.drafts.get(line.code)) else None]
        for line in lines
    ]
    named = {line.draft.bank for line in lines if line.draft} - {"", bank.code}
    digest = canonical_sha256({"bank": bank.code, "lines": shown})
    return Preview(lines, digest, tuple(sorted(named)))


def _line(row: Row, bank: QuestionBank, old: QuestionDraft | None, times: int) -> Line:
    faults = [*row.faults, *_code_faults(row.code, times)]
    if old and old.bank != bank.code:
        words = _("Code %(code)s belongs to the bank “%(bank)s”.")
        faults.append(words % {"code": row.code, "bank": old.bank})
    if old and old.type == "MINI_BRANCH":
        faults.append(_("The question there is a case in steps; change it by hand."))
    if faults or row.draft is None:
        return Line(row.number, row.code, State.FAULT, row.draft, (), tuple(faults))
    if old is None:
        return Line(row.number, row.code, State.NEW, row.draft)
    differs = tuple(
        name
        for name in (*_FIELDS, "options")
        if getattr(old, name) != getattr(row.draft, name)
    )
    state = State.CHANGED if differs else State.SAME
    return Line(row.number, row.code, state, row.draft, differs)


def _code_faults(code: str, times: int) -> list[str]:
    faults = []
    if len(code) > LONGEST_CODE:
        words = _("The code is longer than %(longest)d characters.")
        faults.append(words % {"longest": LONGEST_CODE})
    if code and times > 1:
        faults.append(_("Two rows have this code."))
    return faults


def _take(preview: Preview, bank: QuestionBank, present: _Present, deed: _Deed) -> None:
    new = {
        line.code: _filled(Question(bank=bank, code=line.code), line.draft)
        for line in preview.lines
        if line.state is State.NEW and line.draft
    }
    changed = {
        line.code: _filled(present.questions[line.code], line.draft)
        for line in preview.lines
        if line.state is State.CHANGED and line.draft
    }
    Question.objects.bulk_create(new.values())
    Question.objects.bulk_update(changed.values(), _FIELDS, batch_size=100)
    QuestionOption.objects.filter(question__in=list(changed.values())).delete()
    written = new | changed
    drafts = {line.code: line.draft for line in preview.lines if line.draft}
    QuestionOption.objects.bulk_create(
        option
        for code, question in written.items()
        for option in _options(question, drafts[code])
    )
    keep_versions(written.values(), by=deed.by, at=deed.at)
    audit.append_many(
        (
            audit.Told(
                "QUESTION-ADDED" if code in new else "QUESTION-CHANGED",
                question,
                {"sha256": canonical_sha256(asdict(replace(drafts[code], bank="")))},
            )
            for code, question in written.items()
        ),
        by=deed.by,
        at=deed.at,
    )


def _filled(question: Question, draft: QuestionDraft) -> Question:
    for name in _FIELDS:
        value = getattr(draft, name)
        setattr(question, name, list(value) if name in _LISTS else value)
    return question


def _options(question: Question, draft: QuestionDraft) -> list[QuestionOption]:
    return [
        QuestionOption(
            question_id=question.pk,
            text=option.text,
            feedback=option.feedback,
            is_right=option.is_right,
            match=option.match,
            sort_order=place,
        )
        for place, option in enumerate(draft.options)
    ]
