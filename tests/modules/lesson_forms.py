"""The form of a lesson as the browser of an editor sends it."""

from django.db.models import Model
from wagtail.blocks import ListBlock, RichTextBlock, StructBlock
from wagtail.test.utils.form_data import nested_form_data, streamfield


def sent_back(form):
    """This will give a lesson's form as the browser sends it back untouched."""
    data = {
        name: form[name].value() or ""
        for name in form.fields
        if name not in {"body", "comment_notifications"}
    }
    body = form["body"].value()
    rows = [(block.block_type, typed_block(block.block, block.value)) for block in body]
    data |= nested_form_data({"body": streamfield(rows)})
    for number, block in enumerate(body):
        data[f"body-{number}-id"] = block.id
    comments = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0}
    return data | {f"comments-{key}": value for key, value in comments.items()}


def typed_block(block, value):
    if isinstance(block, RichTextBlock):
        return block.field.widget.format_value(block.value_for_form(value))
    if isinstance(block, StructBlock):
        return {
            name: typed_block(child, value[name])
            for name, child in block.child_blocks.items()
        }
    if isinstance(block, ListBlock):
        rows = {"count": len(value)}
        for number, item in enumerate(value):
            shown = {"value": typed_block(block.child_block, item)}
            rows[str(number)] = shown | {"deleted": "", "order": str(number)}
        return rows
    if isinstance(value, Model):
        return value.pk
    return "" if value in (None, False) else value
