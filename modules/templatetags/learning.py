"""Shows a lesson's blocks, each with the reader's own part in it."""

import uuid
from collections.abc import Mapping
from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString
from wagtail.blocks import StreamValue

from modules.selectors.checks import shown_check
from modules.selectors.reading import Reading

register = template.Library()


@register.simple_tag(takes_context=True)
def lesson_block(context: Context, block: StreamValue.StreamChild) -> SafeString:
    """This will render one block; without a reader, as in a preview, it only shows."""
    reading: Reading | None = context.get("reading")
    around = {str(name): value for name, value in context.flatten().items()}
    return block.render(around | part_in(block, reading))


def part_in(block: StreamValue.StreamChild, reading: Reading | None) -> dict[str, Any]:
    """This will give what a block's template needs to know about its reader."""
    found: dict[str, Any] = {"block_id": block.id or "", "lesson_key": ""}
    block_id = uuid.UUID(block.id) if block.id else None
    if reading:
        found["lesson_key"] = reading.key
    if block.block_type == "check":
        chosen = reading.answers.get(block_id) if reading and block_id else None
        found["check"] = shown_check(block.value, chosen)
    if block.block_type == "reflection" and reading and block_id:
        found["entry"] = reading.entries.get(block_id)
    if block.block_type == "table":
        found["table_rows"] = _labelled(block.value)
    return found


def _labelled(table: Mapping[str, Any]) -> list[list[dict[str, Any]]]:
    """This will put its column's heading beside every cell, for narrow screens."""
    return [
        [
            {"label": str(heading), "value": cell}
            for heading, cell in zip(table["header"], row["cells"], strict=False)
        ]
        for row in table["rows"]
    ]
