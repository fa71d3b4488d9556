"""An assessment: how a track's bank is drawn from and what passing takes."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from home.models import Clinic, Person
from modules.models.questions import QuestionBank
from modules.models.starters import LoadedFromStarter

LONGEST_REASON = 2000


# modelcluster ships no types, so mypy finds no manager behind a ParentalKey.
class Assessment(LoadedFromStarter, ClusterableModel):  # type: ignore[django-manager-missing]
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
    minutes = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("How long an attempt stays open. Empty: as long as it takes."),
    )
    max_attempts = models.PositiveSmallIntegerField(
        default=3,
        validators=[MinValueValidator(1)],
        help_text=_("After the last one, a clinical director opens one more."),
    )

    class Meta:
        ordering = ["track_code"]

    def __str__(self) -> str:
        return self.title


class AssessmentQuota(Orderable):
    """How many questions of a topic an attempt asks at least."""

    assessment = ParentalKey(
        Assessment, on_delete=models.CASCADE, related_name="quotas"
    )
    topic = models.SlugField(
        max_length=32,
        help_text=_("As written in the questions; else their first lesson's module."),
    )
    count = models.PositiveSmallIntegerField(validators=[MinValueValidator(1)])
    sort_order = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["sort_order"]

    def __str__(self) -> str:
        return f"{self.topic}: {self.count}"


class AttemptUnlock(models.Model):
    """A director opened one more attempt after the last. Spent by the attempt made."""

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="attempt_unlocks"
    )
    assessment = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, related_name="unlocks"
    )
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(by=models.F("person")),
                name="modules_unlock_by_another",
            ),
        ]
