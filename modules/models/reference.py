"""Words and sources that lessons refer to."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from modules.models.starters import LoadedFromStarter


class GlossaryTerm(LoadedFromStarter):
    term = models.CharField(max_length=80, unique=True)
    definition = models.TextField()

    panels = [FieldPanel("term"), FieldPanel("definition")]

    class Meta:
        ordering = ["term"]

    def __str__(self) -> str:
        return self.term


class Source(LoadedFromStarter):
    """Where a fact was read, and how much of it was read."""

    code = models.CharField(max_length=8, unique=True, help_text=_("Such as S31."))
    citation = models.TextField()
    read_as = models.TextField(help_text=_("Full text, abstract, secondary page …"))

    panels = [FieldPanel("code"), FieldPanel("citation"), FieldPanel("read_as")]

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.citation[:60]}"
