"""The inline mark: what a sentence rests on, as an entity of the rich text editor.

In the database a mark is `<a linktype="mark" kind="verified" source="S31">S31</a>`.
Readers get a reference to the page's list of sources, or a remark such as
"clinic to decide"; editors get a small form.
"""

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from draftjs_exporter.dom import DOM
from wagtail.admin.rich_text.converters.html_to_contentstate import (
    InlineEntityElementHandler,
)
from wagtail.admin.rich_text.editors.draftail import features as draftail
from wagtail.rich_text import LinkHandler
from wagtail.rich_text.feature_registry import FeatureRegistry

# Kind of mark: the class a reader's page gives it, and what editors choose by.
KINDS = {
    "verified": ("source", gettext_lazy("Source, read in full or in part")),
    "second-hand": ("reported", gettext_lazy("Source, known at second hand")),
    "seed": ("seed", gettext_lazy("Clinic’s own text")),
    "policy": ("clinic", gettext_lazy("Clinic to decide")),
    "local": ("local", gettext_lazy("Local law decides")),
    "general": ("knowledge", gettext_lazy("General knowledge, unreviewed")),
}
SOURCE_KINDS = ("verified", "second-hand")
# What stands in the text; the same words as in the starter files.
LABELS = {
    "seed": "clinic's own text",
    "policy": "clinic to decide",
    "local": "local law decides",
    "general": "general knowledge, unreviewed",
}


class MarkHandler(LinkHandler):
    """Opens a mark on a reader's page; the words inside and `</a>` stay as stored."""

    identifier = "mark"

    @staticmethod
    def expand_db_attributes(attrs: dict[str, str]) -> SafeString:
        """This will give the opening tag, with words for those who do not see."""
        kind, source = attrs.get("kind", ""), attrs.get("source", "")
        css, _label = KINDS.get(kind, ("", ""))
        if kind in SOURCE_KINDS and source:
            return format_html(
                '<a class="mark mark--{}" href="#source-{}">'
                '<span class="visually-hidden">{} </span>{}',
                css,
                source,
                _("Source") if kind == "verified" else _("Source at second hand,"),
                "" if kind == "verified" else _("via") + " ",
            )
        if not css:
            return format_html("<a>")
        # Wagtail replaces the opening tag alone: a link without an address is text.
        return format_html('<a class="mark mark--{}">', css)


class MarkElementHandler(InlineEntityElementHandler):
    """Reads a stored mark into the editor; it is removed as a whole, never typed in."""

    mutability = "IMMUTABLE"

    def get_attribute_data(self, attrs: dict[str, str]) -> dict[str, str]:
        """This will keep what the mark says; a remark has no source."""
        return {"kind": attrs.get("kind", ""), "source": attrs.get("source", "")}


def mark_entity(props: dict[str, Any]) -> Any:
    """This will write a mark from the editor as it is stored.

    An entity that somebody tampered with becomes plain words.
    """
    kind, source = props.get("kind"), props.get("source") or ""
    if kind not in KINDS or (kind in SOURCE_KINDS) != bool(source):
        return DOM.create_element("span", {}, props["children"])
    attributes = {"linktype": "mark", "kind": kind}
    if source:
        attributes["source"] = source
    return DOM.create_element("a", attributes, props["children"])


def register_mark(features: FeatureRegistry) -> None:
    """This will teach Wagtail the feature named "mark"."""
    features.register_link_type(MarkHandler)
    features.register_editor_plugin("draftail", "mark", _plugin())
    features.register_converter_rule(
        "contentstate",
        "mark",
        {
            "from_database_format": {
                'a[linktype="mark"]': MarkElementHandler("MARK"),
            },
            "to_database_format": {"entity_decorators": {"MARK": mark_entity}},
        },
    )


def _plugin() -> draftail.EntityFeature:
    return draftail.EntityFeature(
        {
            "type": "MARK",
            "icon": "tag",
            "description": gettext_lazy("Mark: source or remark"),
            "attributes": ["kind", "source"],
            "kinds": [
                {
                    "value": kind,
                    "name": name,
                    "label": LABELS.get(kind, ""),
                    "hasSource": kind in SOURCE_KINDS,
                }
                for kind, (_css, name) in KINDS.items()
            ],
            "words": {
                "kind": gettext_lazy("What does this rest on?"),
                "source": gettext_lazy("Code of the source, such as S31"),
                "wrong": gettext_lazy("Please give the code as S and two digits."),
                "insert": gettext_lazy("Set mark"),
                "remove": gettext_lazy("Remove mark"),
                "cancel": gettext_lazy("Cancel"),
            },
        },
        js=["modules/js/mark-editor.js"],
        css={"all": ["modules/css/mark-editor.css"]},
    )
