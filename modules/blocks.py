"""The blocks lessons are written with."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock
from wagtailmedia.blocks import AudioChooserBlock, VideoChooserBlock

from modules.clips import ClipFaults, captions_faults, transcript_faults

# "mark" is our own inline reference: a source, or "clinic to decide".
SHORT = ["bold", "italic", "code", "blockquote", "ol", "ul", "link", "mark"]
RICH = ["h2", "h3", *SHORT]
LINE = ["bold", "italic", "code", "link", "mark"]


class PassageBlock(blocks.StructBlock):
    """A short title and rich text: what call-outs, vignettes and scripts share."""

    title = blocks.CharBlock(required=False, max_length=160)
    text = blocks.RichTextBlock(features=SHORT)


class SafetyBlock(PassageBlock):
    class Meta:
        icon = "warning"
        label = _("Safety-critical")
        template = "blocks/safety.html"


class VignetteBlock(PassageBlock):
    class Meta:
        icon = "openquote"
        label = _("Vignette")
        template = "blocks/vignette.html"


class RevealBlock(PassageBlock):
    class Meta:
        icon = "view"
        label = _("Reveal")
        template = "blocks/reveal.html"


class ScriptBlock(PassageBlock):
    class Meta:
        icon = "comment"
        label = _("Words to say")
        template = "blocks/script.html"


class CheckOptionBlock(blocks.StructBlock):
    text = blocks.RichTextBlock(features=LINE)
    is_right = blocks.BooleanBlock(required=False, label=_("This is the better option"))
    feedback = blocks.RichTextBlock(features=LINE)


class CheckBlock(blocks.StructBlock):
    """A question that teaches. Its key and feedback leave the server on answering."""

    question = blocks.RichTextBlock(features=LINE)
    options = blocks.ListBlock(CheckOptionBlock(), min_num=2, max_num=8)

    class Meta:
        icon = "help"
        label = _("Knowledge check")
        template = "blocks/check.html"

    def get_searchable_content(self, value: blocks.StructValue) -> list[str]:
        """This will keep the key and the feedback out of the search index."""
        return self.child_blocks["question"].get_searchable_content(value["question"])


class ChecklistBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=160)
    items = blocks.ListBlock(blocks.RichTextBlock(features=LINE))

    class Meta:
        icon = "list-ul"
        label = _("Checklist")
        template = "blocks/checklist.html"


class ReflectionBlock(blocks.StructBlock):
    prompt = blocks.RichTextBlock(features=LINE)

    class Meta:
        icon = "edit"
        label = _("Reflection")
        template = "blocks/reflection.html"


class KeyPointsBlock(blocks.StructBlock):
    points = blocks.ListBlock(blocks.RichTextBlock(features=LINE))

    class Meta:
        icon = "check"
        label = _("Key points")
        template = "blocks/key_points.html"


class ClipBlock(blocks.StructBlock):
    """What audio and video have in common; the transcript is always there."""

    title = blocks.CharBlock(max_length=160)
    minutes = blocks.IntegerBlock(min_value=1, required=False)
    transcript = blocks.RichTextBlock(
        features=SHORT,
        help_text=_("What is shown and said. Until the clip is made, its script."),
    )

    def faults_of(self, value: blocks.StructValue) -> ClipFaults:
        """This will give what is wrong with the clip, by field; empty when nothing."""
        return transcript_faults(value, is_draft=self.is_deferred_validation)

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        """This will refuse a clip that somebody could not follow.

        Raises:
            StructBlockValidationError: by field, a sentence on what is missing.
        """
        faults = self.faults_of(value)
        try:
            cleaned = super().clean(value)
        except blocks.StructBlockValidationError as others:
            faults = others.block_errors | faults
        if faults:
            raise blocks.StructBlockValidationError(block_errors=faults)
        return cleaned


class AudioBlock(ClipBlock):
    clip = AudioChooserBlock(required=False)

    class Meta:
        icon = "media"
        label = _("Audio")
        template = "blocks/audio.html"


class VideoBlock(ClipBlock):
    clip = VideoChooserBlock(required=False)
    captions = DocumentChooserBlock(
        required=False,
        help_text=_("A WebVTT file (.vtt) among the documents, needed with a clip."),
    )

    def faults_of(self, value: blocks.StructValue) -> ClipFaults:
        """This will add what is wrong with the captions."""
        faults = super().faults_of(value)
        return faults | captions_faults(value, is_draft=self.is_deferred_validation)

    class Meta:
        icon = "media"
        label = _("Video")
        template = "blocks/video.html"


class TableRowBlock(blocks.StructBlock):
    cells = blocks.ListBlock(blocks.RichTextBlock(features=LINE), label=_("Cells"))


class TableBlock(blocks.StructBlock):
    """A table with one header row; every row has a cell for each heading."""

    header = blocks.ListBlock(
        blocks.RichTextBlock(features=LINE), label=_("Headings"), min_num=2, max_num=5
    )
    rows = blocks.ListBlock(TableRowBlock(), label=_("Rows"), min_num=1)

    class Meta:
        icon = "table"
        label = _("Table")
        template = "blocks/table.html"


class FigureBlock(blocks.StructBlock):
    image = ImageBlock()
    caption = blocks.RichTextBlock(features=LINE, required=False)

    class Meta:
        icon = "image"
        label = _("Image")
        template = "blocks/figure.html"


class ReferencesBlock(blocks.StructBlock):
    """Sources to read further, by code; the page adds those its marks name."""

    title = blocks.CharBlock(default=_("Sources"), max_length=80)
    sources = blocks.ListBlock(
        blocks.CharBlock(max_length=8, help_text=_("Such as S31."))
    )

    class Meta:
        icon = "book"
        label = _("References")
        template = "blocks/references.html"


class LessonBlocks(blocks.StreamBlock):
    text = blocks.RichTextBlock(
        features=RICH, icon="pilcrow", label=_("Text"), template="blocks/text.html"
    )
    safety = SafetyBlock()
    vignette = VignetteBlock()
    reveal = RevealBlock()
    script = ScriptBlock()
    check = CheckBlock()
    checklist = ChecklistBlock()
    reflection = ReflectionBlock()
    key_points = KeyPointsBlock()
    audio = AudioBlock()
    video = VideoBlock()
    table = TableBlock()
    figure = FigureBlock()
    references = ReferencesBlock()


LESSON_BLOCKS = LessonBlocks()
