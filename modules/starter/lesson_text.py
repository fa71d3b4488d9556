"""Reads the body of a lesson file: prose, and blocks fenced by `:::`."""

import re
from dataclasses import dataclass, field

from .findings import Findings
from .lesson_blocks import Block, Table
from .lesson_fences import Fence, build_block
from .marks import BARE, BRACKET, UnknownMark, parse_marks
from .rich_text import block_html, table_cells

_OPENING = re.compile(r"::: ?([a-z-]+)\s*(.*)")
_HEADING = re.compile(r"(#+)\s")
_ALLOWED_HEADINGS = {"##", "###"}
_TABLE = re.compile(r"^(?:\|.*\n?)+", re.MULTILINE)


@dataclass
class _Reader:
    """Walks the lines once, remembering the prose or fence it is in."""

    file: str
    findings: Findings
    blocks: list[Block] = field(default_factory=list)
    prose: list[str] = field(default_factory=list)
    head: tuple[str, str] | None = None
    opened_on: int = 0
    inside: list[str] = field(default_factory=list)

    def take(self, line: str, number: int) -> None:
        if self.head is not None:
            self._take_fenced(line, number)
        elif line.startswith(":::"):
            self._open(line, number)
        else:
            self._take_prose(line, number)

    def end(self) -> None:
        if self.head is not None:
            self._fault(self.opened_on, f"{self.head[0]} is never closed")
        self._flush()

    def _take_prose(self, line: str, number: int) -> None:
        heading = _HEADING.match(line)
        if heading and heading[1] not in _ALLOWED_HEADINGS:
            self._fault(number, "a heading begins with ## or ###")
        self.prose.append(line)

    def _open(self, line: str, number: int) -> None:
        opening = _OPENING.fullmatch(line.rstrip())
        if opening is None:
            self._fault(number, "a block is closed that was never opened")
            return
        self._flush()
        self.head, self.opened_on = (opening[1], opening[2]), number

    def _take_fenced(self, line: str, number: int) -> None:
        if not line.startswith(":::"):
            self.inside.append(line)
            return
        if line.strip() != ":::":
            self._fault(number, "a block opens before the one above is closed")
        kind, title = self.head or ("", "")
        fence = Fence(
            kind, title, tuple(self.inside), self.file, self.opened_on, self.findings
        )
        block = build_block(fence)
        if block:
            self.blocks.append(block)
        self.head, self.inside = None, []

    def _flush(self) -> None:
        self.blocks.extend(prose_blocks("\n".join(self.prose)))
        self.prose = []

    def _fault(self, line: int, message: str) -> None:
        self.findings.add(self.file, line, message)


def read_blocks(
    text: str, *, file: str, first_line: int, findings: Findings
) -> tuple[Block, ...]:
    """Turn a lesson's body into blocks, noting every fault with its line.

    Args:
        first_line: the line of the file on which the body begins.
    """
    reader = _Reader(file, findings)
    for number, line in enumerate(text.split("\n"), start=first_line):
        reader.take(line, number)
    reader.end()
    _check_wanted(reader.blocks, file=file, line=first_line, findings=findings)
    return tuple(reader.blocks)


def prose_blocks(text: str) -> list[Block]:
    """Prose as text blocks, each table among it as a block of its own."""
    blocks, begin = [], 0
    for table in _TABLE.finditer(text):
        blocks.append(_text(text[begin : table.start()]))
        blocks.append(Block("table", Table(*table_cells(table.group()))))
        begin = table.end()
    blocks.append(_text(text[begin:]))
    return [block for block in blocks if block.value]


def _text(markdown: str) -> Block:
    return Block("text", block_html(markdown))


def _check_wanted(
    blocks: list[Block], *, file: str, line: int, findings: Findings
) -> None:
    kinds = {block.kind for block in blocks}
    for kind in ("check", "key_points"):
        if kind not in kinds:
            name = kind.replace("_", "-")
            findings.add(file, line, f"the lesson has no {name} block")


def check_marks(text: str, *, file: str, findings: Findings) -> list[tuple[int, str]]:
    """Note every mark in a file that is not known; return the sources named.

    Returns:
        The line and code of every source that a mark names.
    """
    sources = []
    for found in BRACKET.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        try:
            marks = parse_marks(found[1])
        except UnknownMark as error:
            findings.add(file, line, error.message)
            continue
        sources += [(line, mark.source) for mark in marks if mark.source]
    for bare in BARE.finditer(text):
        line = text.count("\n", 0, bare.start()) + 1
        findings.add(file, line, f"has a mark outside backticks, {bare[0]}")
    return sources
