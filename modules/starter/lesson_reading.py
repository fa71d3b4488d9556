"""Reads every lesson the contents list, from its own file or from its outline."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from .known_codes import KnownCodes, Naming
from .lesson_blocks import Block
from .lesson_text import prose_blocks, read_blocks
from .shapes import (
    ContentsFile,
    LessonFile,
    LessonHead,
    ModuleFile,
    OutlineFile,
    OutlinesFile,
)
from .shelf import Shelf
from .yaml_shapes import Place, read_shape

OUTLINE_NOTICE = (
    "This lesson is an outline. Its full text is still to be written, so read it "
    "as a summary and ask your supervisor for the rest."
)
_FENCE = "---"


@dataclass(frozen=True)
class LessonsRead:
    """What reading the lessons needs."""

    shelf: Shelf
    known: KnownCodes
    outlines: Mapping[str, OutlineFile]
    part_names: Mapping[str, str]


def read_lessons(
    shelf: Shelf,
    contents: ContentsFile,
    outlines: OutlinesFile | None,
    known: KnownCodes,
) -> dict[str, LessonFile]:
    """Every lesson by its code; a lesson that cannot be read is left out and noted."""
    short = {one.code: one for one in outlines.outlines} if outlines else {}
    names = {part.name: part.code for part in contents.parts}
    reading = LessonsRead(shelf, known, short, names)
    lessons: dict[str, LessonFile] = {}
    for module in contents.modules:
        for code in module.lessons:
            lesson = _read_lesson(reading, module, code)
            if lesson is not None:
                lessons[code] = lesson
    _note_unlisted(shelf, contents)
    return lessons


def _note_unlisted(shelf: Shelf, contents: ContentsFile) -> None:
    listed = {
        f"lessons/{module.code}/{code}.md"
        for module in contents.modules
        for code in module.lessons
    }
    for name in shelf.names("lessons/**/*.md"):
        if name not in listed:
            code = PurePosixPath(name).stem
            message = f"lesson {code} is not listed in curriculum.yaml"
            shelf.findings.add(name, 1, message)


def _read_lesson(
    reading: LessonsRead, module: ModuleFile, code: str
) -> LessonFile | None:
    name = f"lessons/{module.code}/{code}.md"
    if (reading.shelf.folder / name).exists():
        return _from_file(reading, name, code)
    if code in reading.outlines:
        return _from_outline(reading, reading.outlines[code])
    message = f"lesson {code} has neither a file nor an outline"
    reading.shelf.findings.at(module, "lessons", message)
    return None


def _from_file(reading: LessonsRead, name: str, code: str) -> LessonFile | None:
    text = reading.shelf.text(name)
    if text is None:
        return None
    findings = reading.shelf.findings
    lines = text.split("\n")
    if lines[:1] != [_FENCE] or _FENCE not in lines[1:]:
        findings.add(name, 1, "the lesson has no front matter between two lines of ---")
        return None
    end = lines.index(_FENCE, 1)
    place = Place(name, findings, first_line=2)
    head = read_shape(LessonHead, "\n".join(lines[1:end]), place)
    body = "\n".join(lines[end + 1 :])
    blocks = read_blocks(body, file=name, first_line=end + 2, findings=findings)
    if head is None:
        return None
    if head.id != code:
        findings.at(head, "id", f"lesson {head.id} is in a file named for {code}")
    return _lesson(reading, head, blocks, is_outline=False)


def _from_outline(reading: LessonsRead, outline: OutlineFile) -> LessonFile:
    notice = Block("text", f"<p>{OUTLINE_NOTICE}</p>")
    blocks = (notice, *prose_blocks(outline.outline))
    return _lesson(reading, outline, blocks, is_outline=True)


def _lesson(
    reading: LessonsRead,
    head: LessonHead | OutlineFile,
    blocks: tuple[Block, ...],
    *,
    is_outline: bool,
) -> LessonFile:
    code = head.id if isinstance(head, LessonHead) else head.code
    _check_head(reading, head, code)
    return LessonFile(
        code=code,
        title=head.title,
        minutes=head.minutes,
        supports=head.supports,
        prerequisites=_prerequisites(reading, head),
        objectives=head.objectives,
        blocks=blocks,
        is_outline=is_outline,
        file=head.file,
        line=head.line,
        lines=head.lines,
    )


def _prerequisites(
    reading: LessonsRead, head: LessonHead | OutlineFile
) -> tuple[str, ...]:
    """The codes a lesson waits for, a whole part by its code."""
    return tuple(reading.part_names.get(name, name) for name in head.prerequisites)


def _check_head(
    reading: LessonsRead, head: LessonHead | OutlineFile, code: str
) -> None:
    findings, known = reading.shelf.findings, reading.known
    name = f"lesson {code}"
    Naming(head, "supports", name, findings).check(head.supports, known.levels, "level")
    may_wait_for = (known.lessons or frozenset()) | (known.parts or frozenset())
    Naming(head, "prerequisites", name, findings).check(
        _prerequisites(reading, head), may_wait_for, "lesson or part"
    )
    if head.minutes < 1:
        findings.at(head, "minutes", f"{name} takes less than a minute")
    if not head.objectives:
        findings.at(head, "objectives", f"{name} has no objectives")
