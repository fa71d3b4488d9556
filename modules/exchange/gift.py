"""GIFT, the plain text format of Moodle: read and write."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from modules.exchange.drafts import (
    QuestionDraft,
    Row,
    UnreadableError,
    Written,
    check_size,
    kept_and_left,
    plain,
    row_of,
)
from modules.exchange.tags import tags_of, with_tags
from modules.question_rules import Option

_TO_ESCAPE = re.compile(r"[\\~=#{}:]|->")
_ESCAPED = re.compile(r"\\(n|[\\~=#{}:>-])")
_TAG = re.compile(r"\[tag:([^\]]+)\]")
_ID = re.compile(r"\[id:([^\]]+)\]")
_TITLE = re.compile(r"::((?:\\.|[^:\\]|:(?!:))*)::", re.DOTALL)
_FORMAT = re.compile(r"\[(html|markdown|moodle|plain)\]", re.IGNORECASE)
_WEIGHT = re.compile(r"%(-?\d{1,3}(?:\.\d+)?)%")
_VERDICT = re.compile(r"(T|TRUE|F|FALSE)\s*(?=#|$)", re.IGNORECASE)
_GAP = "_____"


@dataclass
class _Block:
    """The lines of one question, with the comments and category before it."""

    category: str = ""
    notes: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)


def read_gift(text: str) -> list[Row]:
    """This will read every question of a file, or say what is wrong with it.

    Raises:
        UnreadableError: the file is too large.
    """
    check_size(text)
    blocks = _blocks(text.removeprefix("\ufeff"))
    return [_row(number, block) for number, block in enumerate(blocks, start=1)]


def write_gift(drafts: Iterable[QuestionDraft]) -> Written:
    """This will write questions so that reading gives the same again."""
    kept, left_out = kept_and_left(drafts)
    parts: list[str] = []
    bank = ""
    for draft in kept:
        if draft.bank != bank:
            parts.append(f"$CATEGORY: {draft.bank}")
            bank = draft.bank
        parts.append(_written(draft))
    return Written("\n\n".join(parts) + "\n", left_out)


def _blocks(text: str) -> list[_Block]:
    found: list[_Block] = []
    block = _Block()
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        bare = line.strip()
        if bare.startswith("//"):
            block.notes.append(bare)
        elif bare.startswith("$CATEGORY:"):
            bank = bare.removeprefix("$CATEGORY:").strip().rpartition("/")[2]
            block.category = bank
        elif bare:
            block.lines.append(line)
        elif block.lines:
            found.append(block)
            block = _Block(block.category)
    return [*found, block] if block.lines else found


def _row(number: int, block: _Block) -> Row:
    body = "\n".join(block.lines).strip()
    notes = " ".join(block.notes)
    # A tag that is never closed must not be looked for to the end, again and again.
    notes = notes[: notes.rfind("]") + 1]
    titled = _TITLE.match(body)
    name = _ID.search(notes)
    code = name[1] if name else _words(titled[1]) if titled else ""
    try:
        draft = _draft(body[titled.end() :] if titled else body, block.category)
        draft = with_tags(replace(draft, code=code), _TAG.findall(notes))
    except UnreadableError as fault:
        return Row(number, code, None, (str(fault),))
    return row_of(number, draft)


def _draft(body: str, bank: str) -> QuestionDraft:
    stem, inside, after = _parts(body)
    markup = _FORMAT.match(stem.strip())
    kind = markup[1].lower() if markup else ""
    stem = stem.strip()[markup.end() :] if markup else stem
    if after.strip():
        stem = f"{stem.rstrip()} {_GAP} {after.strip()}"
    inside, _mark, general = _cut(inside, "####")
    type_, options = _options(inside.strip(), kind)
    return QuestionDraft(
        code="",
        bank=bank,
        type=type_,
        stem=_reduced(_words(stem), kind),
        options=options,
        common_errors=_formatted(general, kind),
    )


def _parts(body: str) -> tuple[str, str, str]:
    stem, opened, rest = _cut(body, "{")
    inside, closed, after = _cut(rest, "}")
    if not opened:
        raise UnreadableError(_("It asks nothing: there are no answers in braces."))
    if not closed:
        raise UnreadableError(_("The brace that ends the answers is missing."))
    if _cut(after, "{")[1]:
        raise UnreadableError(_("It has answers in two places; only one can be read."))
    return stem, inside, after


def _options(inside: str, kind: str) -> tuple[str, tuple[Option, ...]]:
    if inside.startswith("#"):
        raise UnreadableError(_("Answers in numbers are not read."))
    if not inside:
        raise UnreadableError(_("Answers in free text are not read."))
    verdict = _VERDICT.match(inside)
    if verdict:
        return "TRUE_FALSE", _verdicts(verdict, inside, kind)
    pieces = _pieces(inside)
    if not pieces:
        raise UnreadableError(_("No answer begins with = or ~."))
    if all(mark == "=" for mark, _piece in pieces):
        return "MATCHING", tuple(_pair(piece, kind) for _mark, piece in pieces)
    return _chosen(pieces, kind)


def _verdicts(verdict: re.Match[str], inside: str, kind: str) -> tuple[Option, ...]:
    wrong, _mark, right = _cut(inside[verdict.end() :].removeprefix("#"), "#")
    true = verdict[1].upper().startswith("T")
    said = {true: _formatted(right, kind), (not true): _formatted(wrong, kind)}
    return (
        Option(_("True"), said[True], is_right=true),
        Option(_("False"), said[False], is_right=not true),
    )


def _pair(piece: str, kind: str) -> Option:
    text, arrow, match = _cut(piece, "->")
    if not arrow:
        raise UnreadableError(_("Answers that are typed in are not read."))
    return Option(_formatted(text, kind), "", True, _formatted(match, kind))


def _chosen(pieces: list[tuple[str, str]], kind: str) -> tuple[str, tuple[Option, ...]]:
    weights = [_weight(mark, piece) for mark, piece in pieces]
    several = all(mark == "~" for mark, _piece in pieces)
    if not several and any(0 < weight < 100 for weight in weights):
        raise UnreadableError(_("An answer counts in part; here it is right or wrong."))
    options = tuple(
        _option(piece, weight > 0, kind)
        for (_mark, piece), weight in zip(pieces, weights, strict=True)
    )
    return ("MULTIPLE" if several else "SINGLE"), options


def _weight(mark: str, piece: str) -> float:
    found = _WEIGHT.match(piece.strip())
    return float(found[1]) if found else 100.0 if mark == "=" else 0.0


def _option(piece: str, is_right: bool, kind: str) -> Option:
    weight = _WEIGHT.match(piece.strip())
    said = piece.strip()[weight.end() :] if weight else piece
    text, _mark, feedback = _cut(said, "#")
    return Option(_formatted(text, kind), _formatted(feedback, kind), is_right)


def _cut(text: str, mark: str) -> tuple[str, str, str]:
    """As `partition`, past what is escaped."""
    for found in re.finditer(r"\\.|" + re.escape(mark), text, re.DOTALL):
        if found.group() == mark:
            return text[: found.start()], mark, text[found.end() :]
    return text, "", ""


def _pieces(text: str) -> list[tuple[str, str]]:
    marks = [
        found
        for found in re.finditer(r"\\.|[~=]", text, re.DOTALL)
        if len(found.group()) == 1
    ]
    ends = [found.start() for found in marks[1:]] + [len(text)]
    return [
        (mark.group(), text[mark.end() : end])
        for mark, end in zip(marks, ends, strict=True)
    ]


def _formatted(raw: str, kind: str) -> str:
    """The words of a piece, by its own format or else that of the question."""
    own = _FORMAT.match(raw.strip())
    if own:
        return _reduced(_words(raw.strip()[own.end() :]), own[1].lower())
    return _reduced(_words(raw), kind)


def _reduced(words: str, kind: str) -> str:
    return plain(words) if kind == "html" else words.strip()


def _words(raw: str) -> str:
    return _ESCAPED.sub(lambda found: "\n" if found[1] == "n" else found[1], raw)


def _escaped(words: str) -> str:
    marked = _TO_ESCAPE.sub(lambda found: "\\" + found.group(), words)
    marked = marked.replace("\n", "\\n")
    return f"[plain]{marked}" if words.startswith("[") else marked


def _written(draft: QuestionDraft) -> str:
    tags = " ".join(f"[tag:{tag}]" for tag in tags_of(draft))
    lines = [f"// [id:{draft.code}] {tags}"]
    lines += [f"::{_escaped(draft.code)}::{_escaped(draft.stem)} {{"]
    lines += _answers(draft)
    if draft.common_errors:
        lines.append(f"####{_escaped(draft.common_errors)}")
    return "\n".join([*lines, "}"])


def _answers(draft: QuestionDraft) -> list[str]:
    if draft.type == "MATCHING":
        return [f"={_escaped(o.text)} -> {_escaped(o.match)}" for o in draft.options]
    if draft.type == "ORDERING":
        # Any Moodle can ask this: which place does each line go to.
        places = enumerate(draft.options, start=1)
        return [f"={_escaped(o.text)} -> {place}" for place, o in places]
    if draft.type == "MULTIPLE":
        right = sum(option.is_right for option in draft.options) or 1
        share = {True: f"{100 / right:.5f}".rstrip("0").rstrip("."), False: "-100"}
        return [_answer("~", share[o.is_right], o) for o in draft.options]
    return [
        _answer("=", "100", option) if option.is_right else _answer("~", "0", option)
        for option in draft.options
    ]


def _answer(mark: str, weight: str, option: Option) -> str:
    return f"{mark}%{weight}%{_escaped(option.text)}#{_escaped(option.feedback)}"
