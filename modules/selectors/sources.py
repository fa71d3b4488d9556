"""The sources a lesson rests on, found by the marks in its text."""

import json
import re

from home.kept_statements import KeptStatement
from modules.models import LessonPage, Source

_MARKED = re.compile(r'source=\\?"([A-Za-z0-9]{1,8})\\?"')


def source_codes_of(lesson: LessonPage) -> list[str]:
    """This will list the codes of the lesson's sources, in order of appearance."""
    raw = lesson.body.get_prep_value()
    codes: dict[str, None] = {}
    for block in raw:
        codes.update(dict.fromkeys(_MARKED.findall(json.dumps(block["value"]))))
        if block["type"] == "references":
            listed = block["value"].get("sources", [])
            codes.update(dict.fromkeys(_plain(entry) for entry in listed))
    return list(codes)


def sources_of(lesson: LessonPage) -> list[Source]:
    """This will give the lesson's sources, in order of appearance, in one query."""
    codes = source_codes_of(lesson)
    found = {row.code: row for row in _SOURCES.rows(codes=codes)["sources"]}
    return [found[code] for code in codes if code in found]


_SOURCES = KeptStatement(
    lambda codes: {"sources": Source.objects.filter(code__in=codes)}
)


def _plain(entry: str | dict) -> str:
    """A list block keeps its entries bare, or with an id of their own."""
    return entry["value"] if isinstance(entry, dict) else entry
