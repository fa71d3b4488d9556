"""Words for what changed between two editions."""

from django import template
from django.utils.translation import gettext_lazy as _

register = template.Library()

KINDS = {
    "title": _("Title"),
    "objectives": _("What you can do afterwards"),
    "text": _("Text"),
    "safety": _("Safety"),
    "vignette": _("Vignette"),
    "reveal": _("To unfold"),
    "script": _("Words to say"),
    "check": _("Question"),
    "checklist": _("Checklist"),
    "reflection": _("For your journal"),
    "key_points": _("Key points"),
    "audio": _("Audio"),
    "video": _("Video"),
    "table": _("Table"),
    "figure": _("Picture"),
    "references": _("Sources"),
}
NOTES = {
    "KEY": _(
        "The question reads the same. Which answer is better, or why, was corrected: "
        "answer it again in the lesson to see it."
    ),
    "MEDIA": _("The words are the same. The picture, sound or film is another one."),
    "FORM": _("The words are the same. A link, a mark or the type changed."),
}


@register.filter
def passage_kind(kind: str) -> str:
    """This will name a kind of block."""
    return str(KINDS.get(kind, _("Part")))


@register.filter
def passage_note(note: str) -> str:
    """This will say what changed where no word did."""
    return str(NOTES[note])
