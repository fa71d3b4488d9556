"""What changed between two editions, passage by passage and word by word. Pure.

Which option of a question is right, and why, is nobody's to read here: it is taken out
before anything is compared.
"""

import difflib
import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from html.parser import HTMLParser
from typing import Any

SECRET = {"is_right", "feedback"}
# An editor's bookkeeping says nothing to readers.
SILENT = {"id", "type"}
# In which order the parts of a block are read; what is not here comes last.
ORDER = ("title", "question", "prompt", "text", "header", "rows", "options")
ENDS_A_LINE = {"p", "li", "br", "h2", "h3", "h4", "tr"}
_TOKENS = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True)
class Piece:
    """Words that stand in both texts, or only in the one they are shown in."""

    text: str
    is_changed: bool


@dataclass(frozen=True)
class Change:
    """Paragraphs that differ, side by side.

    Args:
        before: their words in the earlier edition; empty where they are new.
        after: their words in the later one; empty where they are gone.
    """

    before: tuple[Piece, ...]
    after: tuple[Piece, ...]


@dataclass(frozen=True)
class Passage:
    """One block that reads otherwise, or that only one of the editions has.

    Args:
        kind: the block's type; `objectives` or `title` for the lesson's own.
        changes: only the paragraphs that differ, in order.
        note: what changed where no word did: KEY of a question, MEDIA for a picture or
            a clip, FORM for a link, a mark or type; empty else.
    """

    kind: str
    changes: tuple[Change, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class ChangedLesson:
    """A lesson of either edition that differs.

    Args:
        state: NEW, GONE or CHANGED.
    """

    key: str
    code: str
    title: str
    state: str
    passages: tuple[Passage, ...] = ()


Lines = Sequence[Mapping[str, Any]]
Contents = Mapping[str, Any]


def changed_lessons(
    before: tuple[Lines, Contents], after: tuple[Lines, Contents]
) -> tuple[ChangedLesson, ...]:
    """This will list what differs, in the order of the later edition.

    Args:
        before: an edition's `lessons` and `content`; after: a later one's.
    """
    (old_lines, old), (new_lines, new) = before, after
    earlier = {line["key"]: line for line in old_lines}
    later = {line["key"] for line in new_lines}
    found = []
    for line in new_lines:
        key = line["key"]
        if key not in earlier:
            found.append(_lesson(line, "NEW"))
            continue
        passages = changed_passages(
            _blocks(earlier[key], old.get(key, {})), _blocks(line, new.get(key, {}))
        )
        if passages:
            found.append(_lesson(line, "CHANGED", passages))
    gone = (line for line in old_lines if line["key"] not in later)
    return (*found, *(_lesson(line, "GONE") for line in gone))


def changed_passages(old: Lines, new: Lines) -> tuple[Passage, ...]:
    """This will compare blocks ({id, type, value}) by their ids.

    What is gone stands where it stood, after the block before it.
    """
    return tuple(
        passage
        for before, after in _pairs(old, new)
        if (passage := _passage(before, after))
    )


def digest_of(lessons: Sequence[ChangedLesson]) -> str:
    """This will give the digest of everything that is shown of a change."""
    told = [asdict(lesson) for lesson in lessons]
    text = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def words_of(value: Any) -> str:
    """This will give the words of a block's value, a line for each paragraph."""
    return "\n".join(_lines(_told(value)))


def compared(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """This will mark in either text the words that the other has not."""
    old, new = _TOKENS.findall(before), _TOKENS.findall(after)
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    left: list[Piece] = []
    right: list[Piece] = []
    for how, start, end, from_, to in matcher.get_opcodes():
        is_changed = how != "equal"
        if start < end:
            left.append(Piece("".join(old[start:end]), is_changed))
        if from_ < to:
            right.append(Piece("".join(new[from_:to]), is_changed))
    return tuple(left), tuple(right)


def _lesson(
    line: Mapping[str, Any], state: str, passages: tuple[Passage, ...] = ()
) -> ChangedLesson:
    return ChangedLesson(line["key"], line["code"], line["title"], state, passages)


def _blocks(line: Mapping[str, Any], content: Mapping[str, Any]) -> list[dict]:
    """The blocks of a lesson, its title and objectives first."""
    return [
        {"id": "title", "type": "title", "value": line["title"]},
        {
            "id": "objectives",
            "type": "objectives",
            "value": content.get("objectives", []),
        },
        *content.get("body", []),
    ]


def _pairs(old: Lines, new: Lines) -> Iterator[tuple[Any, Any]]:
    known = {block["id"]: block for block in new}
    earlier = {block["id"]: block for block in old}
    gone_after: dict[Any, list] = {}
    anchor = None
    for block in old:
        if block["id"] in known:
            anchor = block["id"]
        else:
            gone_after.setdefault(anchor, []).append(block)
    yield from ((block, None) for block in gone_after.get(None, []))
    for block in new:
        yield earlier.get(block["id"]), block
        yield from ((gone, None) for gone in gone_after.get(block["id"], []))


def _passage(before: Any, after: Any) -> Passage | None:
    old = _told(before["value"]) if before else None
    new = _told(after["value"]) if after else None
    kind = (after or before)["type"]
    changes = tuple(_changes(_lines(old), _lines(new)))
    if changes:
        return Passage(kind, changes)
    if before is None or after is None:
        return Passage(kind, note="MEDIA")
    if _media(old) != _media(new):
        return Passage(kind, note="MEDIA")
    if old != new:
        return Passage(kind, note="FORM")
    if before["value"] != after["value"]:
        return Passage(kind, note="KEY")
    return None


def _changes(old: list[str], new: list[str]) -> Iterator[Change]:
    """The paragraphs that differ; as many of either side are taken one by one."""
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for how, start, end, from_, to in matcher.get_opcodes():
        if how == "equal":
            continue
        if end - start == to - from_:
            pairs = zip(old[start:end], new[from_:to], strict=True)
            yield from (Change(*compared(one, other)) for one, other in pairs)
        else:
            yield Change(*compared("\n".join(old[start:end]), "\n".join(new[from_:to])))


def _told(value: Any) -> Any:
    """A value without what readers are not to see, and without bookkeeping."""
    if isinstance(value, Mapping):
        if set(value) == {"id", "type", "value"}:
            return _told(value["value"])
        keys = sorted(set(value) - SECRET - SILENT, key=_place)
        return {key: _told(value[key]) for key in keys}
    if isinstance(value, list | tuple):
        return [_told(one) for one in value]
    return value


def _place(key: str) -> tuple[int, str]:
    return ORDER.index(key) if key in ORDER else len(ORDER), key


def _lines(told: Any) -> list[str]:
    if isinstance(told, str):
        reader = _Plain()
        reader.feed(told)
        reader.close()
        return reader.lines()
    if isinstance(told, Mapping):
        return [line for part in told.values() for line in _lines(part)]
    if isinstance(told, list):
        return [line for part in told for line in _lines(part)]
    return []


def _media(told: Any) -> list[Any]:
    """What stands for pictures, clips and their lengths: everything but words."""
    if isinstance(told, Mapping):
        return [one for part in told.values() for one in _media(part)]
    if isinstance(told, list):
        return [one for part in told for one in _media(part)]
    return [] if isinstance(told, str) else [told]


class _Plain(HTMLParser):
    """Rich text as lines of words."""

    def __init__(self) -> None:
        super().__init__()
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag in ENDS_A_LINE:
            self._text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ENDS_A_LINE:
            self._text.append("\n")

    def handle_data(self, data: str) -> None:
        self._text.append(data.replace("\n", " "))

    def lines(self) -> list[str]:
        whole = "".join(self._text).split("\n")
        return [line for part in whole if (line := " ".join(part.split()))]
