"""Rich text as the editor would save it, so that opening and saving changes nothing."""

import functools
from typing import Any

from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.blocks import Block, ListBlock, RichTextBlock, StructBlock

from modules.actions.editions import settled
from modules.blocks import LESSON_BLOCKS


def as_saved(body: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """This will give a lesson's body with every rich text in the editor's own form."""
    return [
        entry
        | {"value": _saved(LESSON_BLOCKS.child_blocks[entry["type"]], entry["value"])}
        for entry in body
    ]


def _saved(block: Block, value: Any) -> Any:
    if isinstance(block, RichTextBlock):
        converter = _converter(tuple(block.features))
        return settled(
            converter.to_database_format(converter.from_database_format(value))
        )
    if isinstance(block, StructBlock):
        children = block.child_blocks
        return {name: _saved(children[name], part) for name, part in value.items()}
    if isinstance(block, ListBlock):
        child = block.child_block
        return [item | {"value": _saved(child, item["value"])} for item in value]
    return value


@functools.cache
def _converter(features: tuple[str, ...]) -> ContentstateConverter:
    return ContentstateConverter(features)
