from django.urls import reverse
from wagtail.blocks import ListBlock, RichTextBlock, StructBlock
from wagtail.test.utils.form_data import nested_form_data, streamfield

from modules.models import LessonPage


class TestOpeningAndSavingALesson:
    def test_keeps_every_mark_and_block(self, editor, built):
        page = LessonPage.objects.get(code="F1.1")
        address = reverse("wagtailadmin_pages:edit", args=[page.pk])
        shown = editor.get(address)
        assert shown.status_code == 200
        form = shown.context["form"]

        answer = editor.post(address, sent_back(form) | {"action-publish": "1"})

        assert answer.status_code == 302, answer.context["form"].errors
        after = LessonPage.objects.get(pk=page.pk)
        assert after.last_published_at is not None
        assert (
            'linktype="mark" kind="verified" source="S01"' in after.body[0].value.source
        )
        assert [b.id for b in after.body] == [b.id for b in page.body]
        assert built.editions["F1"].number == 1


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
    return "" if value in (None, False) else value
