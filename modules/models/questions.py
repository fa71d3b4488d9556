"""Question banks. Keys live here and nowhere else: no page, no snippet, no search."""

from django.db import models
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from home.models import Person
from modules.models.starters import LoadedFromStarter


class QuestionBank(LoadedFromStarter):
    """The questions of one track."""

    code = models.SlugField(unique=True)
    title = models.CharField(max_length=160)
    track_code = models.CharField(max_length=8)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.title


# modelcluster ships no types, so mypy finds no manager behind a ParentalKey.
class Question(LoadedFromStarter, ClusterableModel):  # type: ignore[django-manager-missing]
    """One item with its options, key and feedback."""

    class Type(models.TextChoices):
        SINGLE = "SINGLE", _("One right answer")
        MULTIPLE = "MULTIPLE", _("Several right answers")
        TRUE_FALSE = "TRUE_FALSE", _("True or false, with the reason")
        MATCHING = "MATCHING", _("Matching pairs")
        ORDERING = "ORDERING", _("Putting in order")
        MINI_BRANCH = "MINI_BRANCH", _("A case in two steps")

    bank = models.ForeignKey(
        QuestionBank, on_delete=models.PROTECT, related_name="questions"
    )
    code = models.CharField(max_length=16, unique=True)
    type = models.CharField(max_length=16, choices=Type.choices)
    stem = models.TextField(help_text=_("Empty for a case: its steps ask."), blank=True)
    is_critical = models.BooleanField(
        default=False, help_text=_("Must be right, whatever the total score.")
    )
    is_active = models.BooleanField(default=True)
    topic = models.SlugField(
        max_length=32,
        blank=True,
        help_text=_("For quotas of an assessment. Empty: its first lesson's module."),
    )
    lesson_codes = models.JSONField(default=list, blank=True)
    source_codes = models.JSONField(default=list, blank=True)
    common_errors = models.TextField(blank=True)
    marks = models.JSONField(
        default=list,
        blank=True,
        help_text=_("What it rests on: policy, local, general or seed."),
    )
    note = models.TextField(
        blank=True, help_text=_("For whoever reviews the item; learners never see it.")
    )

    class Meta:
        ordering = ["code"]

    @property
    def subject(self) -> str:
        """The topic it counts for: its own, or the module of its first lesson."""
        first = self.lesson_codes[0] if self.lesson_codes else ""
        return self.topic or first.partition(".")[0].lower()

    def __str__(self) -> str:
        return f"{self.code} {Truncator(self.stem).words(9)}".strip()


class QuestionStep(Orderable):
    """One step of a case in steps; the first by order is asked first."""

    question = ParentalKey(Question, on_delete=models.CASCADE, related_name="steps")
    code = models.CharField(max_length=8)
    stem = models.TextField()
    sort_order = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["sort_order"]


class QuestionOption(Orderable):
    """One option: its text, its feedback, and its share of the key."""

    question = ParentalKey(Question, on_delete=models.CASCADE, related_name="options")
    step_code = models.CharField(
        max_length=8, blank=True, help_text=_("For a case: the step it belongs to.")
    )
    text = models.TextField()
    feedback = models.TextField()
    is_right = models.BooleanField(default=False)
    match = models.TextField(
        blank=True, help_text=_("For matching: what this statement belongs with.")
    )
    leads_to = models.CharField(
        max_length=8, blank=True, help_text=_("For a case: the step that follows.")
    )
    # For ordering questions this is also the right order.
    sort_order = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["sort_order"]


class QuestionVersion(models.Model):
    """A question as it read from one change to the next, key included."""

    question = models.ForeignKey(
        Question, on_delete=models.PROTECT, related_name="versions"
    )
    number = models.PositiveIntegerField()
    # A frozen question (`modules.frozen_questions`) without ids.
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["question", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["question", "number"], name="modules_question_version_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question.code} · {self.number}"
