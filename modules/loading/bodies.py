"""A lesson's blocks as Wagtail keeps them in a StreamField."""

import uuid
from collections import Counter
from typing import Any

from modules.starter.lesson_blocks import (
    Block,
    Check,
    Checklist,
    Media,
    Table,
    TitledText,
)
from modules.starter.shapes import LessonFile

# Block ids are made from the words they name: evidence points to them, and an
# unchanged question must keep its id in every load. Changing this breaks that.
_NAMES = uuid.UUID("5f0c5bd1-9c62-4a27-a4ee-0b5f3a3d6a10")


def body_of(lesson: LessonFile) -> list[dict[str, Any]]:
    """This will give the whole body, every block with a lasting id."""
    seen: Counter[str] = Counter()
    body = []
    for block in lesson.blocks:
        kind, value = _converted(block)
        name = f"{lesson.code}/{kind}/{_told_by(block)}"
        seen[name] += 1
        name = f"{name}/{seen[name]}"
        body.append({"type": kind, "value": _numbered(value, name), "id": _id_of(name)})
    return body


def _converted(block: Block) -> tuple[str, Any]:
    """The block's kind and value as Wagtail has them."""
    value = block.value
    match value:
        case Media():
            return value.medium, _clip(value)
        case TitledText():
            converted: Any = {"title": value.title, "text": value.html}
        case Table():
            rows = [{"cells": _lines(row)} for row in value.rows]
            converted = {"header": _lines(value.header), "rows": rows}
        case Check():
            converted = _check(value)
        case Checklist():
            converted = {"title": value.title, "items": _lines(value.entries)}
        case tuple():
            converted = {"points": _lines(value)}
        case _ if block.kind == "reflection":
            converted = {"prompt": _paragraph(value)}
        case _:
            converted = value
    return block.kind, converted


def _check(check: Check) -> dict[str, Any]:
    options = [
        {
            "text": _paragraph(option.html),
            "is_right": option.right,
            "feedback": _paragraph(option.feedback),
        }
        for option in check.options
    ]
    return {"question": _paragraph(check.question), "options": options}


def _clip(media: Media) -> dict[str, Any]:
    clip = {
        "title": media.title,
        "minutes": media.minutes,
        "transcript": media.script,
        "clip": None,
    }
    return clip | {"captions": None} if media.medium == "video" else clip


def _told_by(block: Block) -> str:
    """The words that make a block this one and no other."""
    value = block.value
    if isinstance(value, Check):
        return value.question
    if isinstance(value, TitledText | Checklist | Media):
        return value.title
    return str(value) if block.kind == "reflection" else ""


def _lines(entries: tuple[str, ...]) -> list[str]:
    return [_paragraph(entry) for entry in entries]


def _paragraph(html: str) -> str:
    return html if html.startswith("<p>") else f"<p>{html}</p>"


def _numbered(value: Any, name: str) -> Any:
    """Give every entry of every list the id that Wagtail would invent for it."""
    if isinstance(value, dict):
        return {key: _numbered(part, f"{name}/{key}") for key, part in value.items()}
    if isinstance(value, list):
        return [
            {
                "type": "item",
                "value": _numbered(entry, f"{name}/{number}"),
                "id": _id_of(f"{name}/{number}"),
            }
            for number, entry in enumerate(value)
        ]
    return value


def _id_of(name: str) -> str:
    return str(uuid.uuid5(_NAMES, name))
