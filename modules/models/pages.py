"""Curriculum → Track → Module → Lesson: what editors write in Wagtail."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable, Page
from wagtail.url_routing import RouteResult

from home.kept_statements import KeptStatement
from modules.blocks import LESSON_BLOCKS
from modules.models.kept_tracks import KeptTrack
from modules.models.starters import LoadedFromStarter

# Wagtail and modelcluster ship no types, so mypy finds no manager where their
# classes and relations bring one: hence each ignored `django-manager-missing`.

PLAIN_TEXT = ["bold", "italic", "link"]


class CurriculumPage(LoadedFromStarter, Page):  # type: ignore[django-manager-missing]
    """The whole programme: its parts in order."""

    intro = RichTextField(blank=True, features=PLAIN_TEXT)

    template = "modules/curriculum_page.html"
    subpage_types = ["modules.TrackPage"]
    content_panels = [*Page.content_panels, FieldPanel("intro")]

    class Meta:
        verbose_name = _("curriculum")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find a page below by its whole address: a walk costs two queries a level."""
        found = _below(self, path_components)
        return RouteResult(found) if found else super().route(request, path_components)


class TrackPage(LoadedFromStarter, Page):  # type: ignore[django-manager-missing]
    """One part of the programme, ended by an assessment of its own."""

    code = models.CharField(
        max_length=8, help_text=_("Short and lasting, such as F, P, M, T or I.")
    )
    summary = models.TextField(blank=True)

    template = "modules/track_page.html"
    parent_page_types = ["modules.CurriculumPage"]
    subpage_types = ["modules.ModulePage"]
    content_panels = [
        *Page.content_panels,
        FieldPanel("code"),
        FieldPanel("summary"),
        InlinePanel("prerequisites", label=_("Track that comes first")),
    ]

    class Meta:
        verbose_name = _("track")

    def clean(self) -> None:
        """Refuse a code that would part the track from what was learned in it."""
        super().clean()
        if self._state.adding:
            # A copy is made with the code of the first, and changed afterwards.
            return
        kept = dict(KeptTrack.objects.values_list("key", "code"))
        own = kept.pop(self.translation_key, self.code)
        if self.code != own:
            said = _("Records name this track by its code. Keep %(code)s.")
            raise ValidationError({"code": said % {"code": own}})
        was = TrackPage.objects.filter(pk=self.pk).values_list("code", flat=True)
        is_chosen = self.code not in was or not self.live
        if is_chosen and self.code in kept.values():
            said = _("Another track has the code %(code)s. Give this one its own.")
            raise ValidationError({"code": said % {"code": self.code}})


class TrackPrerequisite(Orderable):
    """A track that must be passed before this one is assessed."""

    track = ParentalKey(
        TrackPage, on_delete=models.CASCADE, related_name="prerequisites"
    )
    requires = models.ForeignKey(
        TrackPage, on_delete=models.CASCADE, related_name="unlocks"
    )


class ModulePage(LoadedFromStarter, Page):  # type: ignore[django-manager-missing]
    """A handful of lessons on one subject. Publishing it freezes an edition."""

    code = models.CharField(max_length=8, help_text=_("Such as F1."))
    summary = models.TextField(blank=True)

    template = "modules/module_page.html"
    parent_page_types = ["modules.TrackPage"]
    subpage_types = ["modules.LessonPage"]
    content_panels = [*Page.content_panels, FieldPanel("code"), FieldPanel("summary")]

    class Meta:
        verbose_name = _("module")


class LessonPage(LoadedFromStarter, Page):  # type: ignore[django-manager-missing]
    """What a therapist reads in one sitting."""

    code = models.CharField(max_length=8, help_text=_("Such as F1.1."))
    minutes = models.PositiveSmallIntegerField(
        help_text=_("Reading and thinking time, in minutes.")
    )
    objectives = models.TextField(
        blank=True, help_text=_("What the reader can do afterwards, one a line.")
    )
    supports = models.CharField(
        max_length=80, blank=True, help_text=_("Credentials it serves, such as L1, L2.")
    )
    prerequisite_codes = models.CharField(
        max_length=200,
        blank=True,
        help_text=_("Lessons to read first, by code, separated by commas."),
    )
    body = StreamField(LESSON_BLOCKS, blank=True)
    is_outline = models.BooleanField(
        default=False, help_text=_("The full text is still to be written.")
    )

    template = "modules/lesson_page.html"
    parent_page_types = ["modules.ModulePage"]
    subpage_types: list[str] = []
    content_panels = [
        *Page.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("code"),
                FieldPanel("minutes"),
                FieldPanel("supports"),
                FieldPanel("prerequisite_codes"),
                FieldPanel("is_outline"),
            ],
            heading=_("About this lesson"),
        ),
        FieldPanel("objectives", widget=forms.Textarea(attrs={"rows": 4})),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("lesson")

    @property
    def objective_list(self) -> list[str]:
        """The objectives, one an entry."""
        return [line.strip() for line in self.objectives.splitlines() if line.strip()]

    @property
    def prerequisite_list(self) -> list[str]:
        """The codes of the lessons to read first."""
        return [code.strip() for code in self.prerequisite_codes.split(",") if code]


# What stands how far below the curriculum: a published page by its whole address.
LEVELS = tuple(
    KeptStatement(
        lambda address, kind=kind: {
            "pages": kind.objects.live().filter(url_path=address)
        }
    )
    for kind in (TrackPage, ModulePage, LessonPage)
)


def _below(curriculum: CurriculumPage, slugs: list[str]) -> Page | None:
    if not 0 < len(slugs) <= len(LEVELS):
        return None
    address = f"{curriculum.url_path}{'/'.join(slugs)}/"
    pages = LEVELS[len(slugs) - 1].rows(address=address)["pages"]
    return pages[0] if pages else None
