"""What no format has a place for travels as tags: `critical`, `lesson:F1.1`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import unquote

from django.utils.translation import gettext as _

from modules.exchange.drafts import WHOLE_KEYS, QuestionDraft, UnreadableError
from modules.question_rules import Option

TYPES = ("SINGLE", "MULTIPLE", "TRUE_FALSE", "MATCHING", "ORDERING")
_UNSAFE = re.compile(r"[%\[\]<>`\\\s]")


@dataclass(frozen=True)
class Tags:
    """The tags of one question, read by what stands before the colon."""

    every: tuple[str, ...]

    def has(self, tag: str) -> bool:
        """This will tell whether a tag without a value is there."""
        return tag in self.every

    def all(self, name: str) -> tuple[str, ...]:
        """This will give every value of a name, in order."""
        start = f"{name}:"
        return tuple(
            unquote(tag.removeprefix(start))
            for tag in self.every
            if tag.startswith(start)
        )

    def one(self, name: str) -> str:
        """This will give the first value of a name, or nothing."""
        return next(iter(self.all(name)), "")


def tags_of(draft: QuestionDraft) -> list[str]:
    """This will say in tags what the format itself cannot."""
    tags = [f"type:{draft.type}"]
    tags += ["critical"] if draft.is_critical else []
    tags += [] if draft.is_active else ["out-of-use"]
    tags += [f"lesson:{_safe(code)}" for code in draft.lesson_codes]
    tags += [f"source:{_safe(code)}" for code in draft.source_codes]
    tags += [f"mark:{_safe(mark)}" for mark in draft.marks]
    tags += [f"note:{_safe(draft.note)}"] if draft.note else []
    if draft.type in WHOLE_KEYS:
        tags += [f"feedback:{_safe(option.feedback)}" for option in draft.options]
    return tags


def with_tags(draft: QuestionDraft, written: Sequence[str]) -> QuestionDraft:
    """This will add to a question what its tags say.

    Raises:
        UnreadableError: the tags name a type that cannot be read.
    """
    tags = Tags(tuple(written))
    kind = tags.one("type") or draft.type
    if kind not in TYPES:
        raise UnreadableError(_("This type of question cannot be read from a file."))
    feedback = tags.all("feedback")
    options = draft.options
    if kind in WHOLE_KEYS and len(feedback) == len(options):
        options = tuple(
            replace(option, feedback=words)
            for option, words in zip(options, feedback, strict=True)
        )
    if kind == "ORDERING":
        options = tuple(replace(one, match="") for one in _by_place(options))
    return replace(
        draft,
        type=kind,
        options=options,
        is_critical=tags.has("critical"),
        is_active=not tags.has("out-of-use"),
        lesson_codes=tags.all("lesson"),
        source_codes=tags.all("source"),
        marks=tags.all("mark"),
        note=tags.one("note"),
    )


def _by_place(options: Sequence[Option]) -> list[Option]:
    """In the order of the places they go to, as GIFT writes an order."""
    if all(option.match.isdecimal() for option in options):
        return sorted(options, key=lambda option: int(option.match))
    return list(options)


def _safe(words: str) -> str:
    return _UNSAFE.sub(_percent, words)


def _percent(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found.group().encode())
