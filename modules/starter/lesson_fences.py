"""Builds one block of a lesson from one `:::` fence."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from .findings import Findings
from .lesson_blocks import (
    Block,
    BlockValue,
    Check,
    Checklist,
    CheckOption,
    Media,
    TitledText,
)
from .rich_text import block_html, inline_html

_MEDIA = re.compile(r"(video|audio) (\d+) min \| (\S.*)")
_OPTION = re.compile(r"- \[([ x])\] (\S.*)")
_FEEDBACK = re.compile(r"\s+> (\S.*)")
_ENTRY = re.compile(r"- (?:\[ \] )?(\S.*)")
LONGEST_SCRIPT_WORDS = 150
FEWEST_OPTIONS = 2
FEWEST_KEY_POINTS, MOST_KEY_POINTS = 3, 5


@dataclass(frozen=True)
class Fence:
    """What stands between `::: kind title` and `:::`, and where."""

    kind: str
    title: str
    body: tuple[str, ...]
    file: str
    line: int
    findings: Findings

    @property
    def text(self) -> str:
        return "\n".join(self.body).strip()

    def fault(self, message: str, line: int = 0) -> None:
        self.findings.add(self.file, line or self.line, f"{self.kind} {message}")


@dataclass
class _Option:
    """An option while its feedback is still to come."""

    text: str
    right: bool
    line: int
    feedback: str = ""


def build_block(fence: Fence) -> Block | None:
    """Turn a fence into a block; faults are noted and may leave None."""
    builder = _BUILDERS.get(fence.kind)
    if builder is None:
        fence.fault("is a kind of block that is not known")
        return None
    if not fence.text:
        fence.fault("has no script" if fence.kind == "media" else "is empty")
        return None
    if not fence.title and fence.kind not in {"reflection", "key-points"}:
        fence.fault("has no title")
    value = builder(fence)
    return Block(fence.kind.replace("-", "_"), value) if value else None


def _titled(fence: Fence) -> TitledText:
    return TitledText(fence.title, block_html(fence.text))


def _html(fence: Fence) -> str:
    return block_html(fence.text)


def _media(fence: Fence) -> Media | None:
    head = _MEDIA.fullmatch(fence.title)
    if head is None:
        fence.fault('needs a head such as "video 6 min | A short title"')
        return None
    if len(fence.text.split()) > LONGEST_SCRIPT_WORDS:
        fence.fault(f"has a script of more than {LONGEST_SCRIPT_WORDS} words")
    medium: Literal["video", "audio"] = "video" if head[1] == "video" else "audio"
    return Media(medium, int(head[2]), head[3], block_html(fence.text))


def _entries(fence: Fence) -> tuple[str, ...]:
    entries = []
    for number, line in enumerate(fence.body, start=fence.line + 1):
        entry = _ENTRY.fullmatch(line)
        if entry:
            entries.append(inline_html(entry[1]))
        elif line.strip():
            fence.fault("has a line that is no entry of the list", number)
    return tuple(entries)


def _checklist(fence: Fence) -> Checklist:
    return Checklist(fence.title, _entries(fence))


def _key_points(fence: Fence) -> tuple[str, ...]:
    points = _entries(fence)
    if not FEWEST_KEY_POINTS <= len(points) <= MOST_KEY_POINTS:
        fence.fault(f"has {len(points)} sentences; three to five are wanted")
    return points


def _check(fence: Fence) -> Check:
    options = _read_options(fence)
    _judge_options(fence, options)
    return Check(
        inline_html(fence.title),
        tuple(
            CheckOption(inline_html(one.text), inline_html(one.feedback), one.right)
            for one in options
        ),
    )


def _read_options(fence: Fence) -> list[_Option]:
    options: list[_Option] = []
    for number, line in enumerate(fence.body, start=fence.line + 1):
        option, feedback = _OPTION.fullmatch(line), _FEEDBACK.fullmatch(line)
        if option:
            options.append(_Option(option[2], option[1] == "x", number))
        elif feedback and options:
            options[-1].feedback = f"{options[-1].feedback} {feedback[1]}".strip()
        elif line.strip():
            fence.fault("has a line that is neither option nor feedback", number)
    return options


def _judge_options(fence: Fence, options: list[_Option]) -> None:
    if len(options) < FEWEST_OPTIONS:
        fence.fault("has fewer than two options")
    if not any(option.right for option in options):
        fence.fault("has no right option")
    seen: set[str] = set()
    for position, option in enumerate(options):
        letter = chr(ord("A") + position)
        if not option.feedback:
            fence.fault(f"option {letter} has no feedback", option.line)
        if option.text in seen:
            fence.fault(f"option {letter} says the same as another", option.line)
        seen.add(option.text)


_BUILDERS: dict[str, Callable[[Fence], BlockValue | None]] = {
    "safety": _titled,
    "vignette": _titled,
    "reveal": _titled,
    "script": _titled,
    "reflection": _html,
    "media": _media,
    "checklist": _checklist,
    "check": _check,
    "key-points": _key_points,
}
