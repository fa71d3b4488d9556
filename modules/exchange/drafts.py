"""What was read: a question as the file has it, with its place in the file."""

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

import nh3
from django.utils.translation import gettext as _

from modules.question_rules import Draft, Option, faults_of

LARGEST = 2_000_000
# These types have no wrong options: every option is part of the key.
WHOLE_KEYS = ("MATCHING", "ORDERING")
_LINE_ENDS = re.compile(r"<br\b[^<>]*>|</(?:p|div|li|h[1-6]|tr)\s*>", re.IGNORECASE)
_MEDIA = re.compile(
    r"<(?:img|audio|video|object|embed|iframe|svg|math)\b", re.IGNORECASE
)
# What XML cannot hold, and nobody can read.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]"
)


class UnreadableError(ValueError):
    """Something in the file cannot be taken over; the message says what."""


@dataclass(frozen=True)
class QuestionDraft:
    """A question out of any bank. `bank` is the category of the file, or empty."""

    code: str
    type: str
    stem: str
    options: tuple[Option, ...]
    bank: str = ""
    is_critical: bool = False
    is_active: bool = True
    lesson_codes: tuple[str, ...] = ()
    source_codes: tuple[str, ...] = ()
    common_errors: str = ""
    marks: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Row:
    """One question of the file: its place, and a draft or what is wrong with it."""

    number: int
    code: str
    draft: QuestionDraft | None
    faults: tuple[str, ...] = ()


@dataclass(frozen=True)
class Written:
    """A file, and the codes of the questions that its format cannot hold."""

    text: str
    left_out: tuple[str, ...]


def row_of(number: int, draft: QuestionDraft) -> Row:
    """This will judge a draft by the same rules as the question form."""
    settled = settle(draft)
    rules = Draft(settled.type, settled.stem, settled.options)
    faults = [] if settled.code else [_("Give the question a code, as its name.")]
    return Row(number, settled.code, settled, (*faults, *faults_of(rules)))


def settle(draft: QuestionDraft) -> QuestionDraft:
    """This will give all words the same line ends, and the key its one form."""
    whole = draft.type in WHOLE_KEYS
    return replace(
        draft,
        code=tidy(draft.code),
        stem=tidy(draft.stem),
        common_errors=tidy(draft.common_errors),
        note=tidy(draft.note),
        options=tuple(
            replace(
                option,
                text=tidy(option.text),
                feedback=tidy(option.feedback),
                match=tidy(option.match),
                is_right=whole or option.is_right,
            )
            for option in draft.options
        ),
    )


def tidy(words: str) -> str:
    """This will take out what nobody can see, and spaces at both ends."""
    lines = words.replace("\r\n", "\n").replace("\r", "\n")
    return _UNSEEN.sub("", lines).strip()


def plain(markup: str) -> str:
    """This will reduce HTML to its words.

    Raises:
        UnreadableError: a picture or the like is in it, which words cannot replace.
    """
    if _MEDIA.search(markup):
        raise UnreadableError(
            _("It holds a picture or a recording; only words are read.")
        )
    broken = _LINE_ENDS.sub(lambda end: end.group() + "\n", markup)
    words = html.unescape(nh3.clean(broken, tags=set())).replace("\xa0", " ")
    return re.sub(r"\n{3,}", "\n\n", tidy(words))


def check_size(data: str | bytes) -> None:
    """This will refuse a file that no bank of questions needs.

    Raises:
        UnreadableError: the file is too large.
    """
    if len(data) > LARGEST:
        raise UnreadableError(_("The file is larger than 2 MB. Split it into several."))


def kept_and_left(
    drafts: Iterable[QuestionDraft],
) -> tuple[list[QuestionDraft], tuple[str, ...]]:
    """This will part what a format can hold from the cases in steps, which none can."""
    every = [settle(draft) for draft in drafts]
    kept = [draft for draft in every if draft.type != "MINI_BRANCH"]
    return kept, tuple(draft.code for draft in every if draft.type == "MINI_BRANCH")
