"""Gives the questions of a bank as a file, and keeps in the log who took them."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import transaction

from home.actions import audit
from home.models import Person
from modules.actions.question_import import draft_of
from modules.exchange.drafts import QuestionDraft, Written
from modules.exchange.gift import write_gift
from modules.exchange.moodle_xml import write_moodle_xml
from modules.models import QuestionBank


@dataclass(frozen=True)
class Format:
    """A format of files: how it is written, and how browsers are told of it."""

    write: Callable[[Iterable[QuestionDraft]], Written]
    ending: str
    content_type: str


FORMATS = {
    "GIFT": Format(write_gift, "gift", "text/plain; charset=utf-8"),
    "XML": Format(write_moodle_xml, "xml", "application/xml; charset=utf-8"),
}


def export_questions(
    bank: QuestionBank, name: str, *, by: Person | None, at: datetime.datetime
) -> Written:
    """This will write every question of a bank, its key included.

    Args:
        name: a key of `FORMATS`.
    """
    with transaction.atomic():
        questions = bank.questions.select_related("bank").prefetch_related("options")
        written = FORMATS[name].write(draft_of(one) for one in questions)
        audit.append(
            "QUESTIONS-EXPORTED",
            by=by,
            at=at,
            about=bank,
            format=name,
            left_out=len(written.left_out),
        )
    return written
