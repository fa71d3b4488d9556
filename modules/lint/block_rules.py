"""Rules for the blocks of a lesson: checks, clips, images."""

from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _

from modules.lint.findings import Finding, Place, error, warning
from modules.lint.markup import is_blank, plain_items
from modules.lint.snapshot import Around, BlockSeen

Rule = Callable[[BlockSeen, Place, Around], Iterator[Finding]]


def block_findings(block: BlockSeen, place: Place, around: Around) -> list[Finding]:
    """This will judge one block by the rules of its kind."""
    rule = _RULES.get(block.kind)
    return list(rule(block, place, around)) if rule else []


def _check(block: BlockSeen, place: Place, around: Around) -> Iterator[Finding]:
    options = plain_items(block.value.get("options"))
    if is_blank(block.value.get("question", "")):
        yield error("CHECK-ASKS-NOTHING", _("The knowledge check asks nothing."), place)
    if not any(option.get("is_right") for option in options):
        words = _("No option of the knowledge check is right: nobody can answer it.")
        yield error("CHECK-WITHOUT-KEY", words, place)
    for option in options:
        if not is_blank(option.get("feedback", "")):
            continue
        if option.get("is_right"):
            words = _("The right option of the knowledge check has no feedback.")
            yield warning("CHECK-FEEDBACK-MISSING", words, place)
        else:
            words = _("A wrong option of the knowledge check has no feedback.")
            yield error("CHECK-FEEDBACK-MISSING", words, place)


def _clip(block: BlockSeen, place: Place, around: Around) -> Iterator[Finding]:
    clip = block.value.get("clip")
    if is_blank(block.value.get("transcript", "")):
        words = _("The clip has no transcript.")
        yield error("CLIP-WITHOUT-TRANSCRIPT", words, place)
    if clip and clip not in around.clips:
        yield error("CLIP-GONE", _("The clip is no longer there."), place)


def _video(block: BlockSeen, place: Place, around: Around) -> Iterator[Finding]:
    yield from _clip(block, place, around)
    captions = block.value.get("captions")
    if block.value.get("clip") and not captions:
        yield error("VIDEO-WITHOUT-CAPTIONS", _("The video has no captions."), place)
    if captions and captions not in around.documents:
        yield error("CAPTIONS-GONE", _("The captions are no longer there."), place)


def _figure(block: BlockSeen, place: Place, around: Around) -> Iterator[Finding]:
    image = block.value.get("image")
    # Before images carried their own description, the bare number was stored.
    told = image if isinstance(image, dict) else {"image": image}
    if told.get("image") not in around.images:
        yield error("IMAGE-GONE", _("The image is no longer there."), place)
    elif not told.get("decorative") and not str(told.get("alt_text") or "").strip():
        words = _("The image has no description for people who do not see it.")
        yield error("IMAGE-WITHOUT-DESCRIPTION", words, place)


_RULES: dict[str, Rule] = {
    "check": _check,
    "audio": _clip,
    "video": _video,
    "figure": _figure,
}
