"""An assessment: how a track's bank is drawn from and what passing takes."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from modules.models.questions import QuestionBank
from modules.models.starters import LoadedFromStarter


class Assessment(LoadedFromStarter):
    """The blueprint of a track's assessment."""

    code = models.SlugField(unique=True)
    title = models.CharField(max_length=160)
    track_code = models.CharField(max_length=8, unique=True)
    bank = models.ForeignKey(QuestionBank, on_delete=models.PROTECT, related_name="+")
    draw_count = models.PositiveSmallIntegerField(
        help_text=_("Critical items are always drawn; others fill up to this number.")
    )
    pass_percent = models.PositiveSmallIntegerField(
        default=80, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    wait_hours = models.PositiveSmallIntegerField(
        default=24, help_text=_("After an attempt that did not pass.")
    )

    class Meta:
        ordering = ["track_code"]

    def __str__(self) -> str:
        return self.title
