"""Attempts: the questions exactly as asked, every answer as given, the result."""

import uuid

from django.db import models
from django.db.models import Q

from home.models import Person
from modules.models.assessments import Assessment
from modules.models.editions import ModuleEdition


class Attempt(models.Model):
    """One person takes one assessment once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="attempts"
    )
    assessment = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, related_name="attempts"
    )
    editions = models.ManyToManyField(
        ModuleEdition, through="AttemptEdition", related_name="+"
    )
    pass_percent = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    # The score as an exact fraction of 1; empty until graded.
    score_numerator = models.BigIntegerField(null=True)
    score_denominator = models.BigIntegerField(null=True)
    all_critical_right = models.BooleanField(null=True)
    passed = models.BooleanField(null=True)

    class Meta:
        ordering = ["-started_at"]
        constraints = [
            # Eight clicks on Start make one attempt.
            models.UniqueConstraint(
                fields=["person", "assessment"],
                condition=Q(submitted_at__isnull=True),
                name="modules_attempt_one_open",
            ),
            # A submitted attempt is a graded attempt, and no other is.
            models.CheckConstraint(
                condition=Q(
                    submitted_at__isnull=True,
                    passed__isnull=True,
                    all_critical_right__isnull=True,
                    score_numerator__isnull=True,
                )
                | Q(
                    submitted_at__isnull=False,
                    passed__isnull=False,
                    all_critical_right__isnull=False,
                    score_numerator__isnull=False,
                    score_denominator__gt=0,
                ),
                name="modules_attempt_graded_when_submitted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.assessment}"


class AttemptEdition(models.Model):
    """A module edition that the attempt was about."""

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="+")
    edition = models.ForeignKey(
        ModuleEdition, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["attempt", "edition"], name="modules_attempt_edition_once"
            ),
        ]


class AttemptItem(models.Model):
    """One question of an attempt: the whole question, key included, as it was."""

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    question_code = models.CharField(max_length=16)
    is_critical = models.BooleanField()
    # {type, stem, steps, options: [{id, text, feedback, right, …}], common_errors}
    frozen = models.JSONField()
    # The option ids in the order this person saw them.
    shown_order = models.JSONField()
    score_numerator = models.BigIntegerField(null=True)
    score_denominator = models.BigIntegerField(null=True)
    is_right = models.BooleanField(null=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["attempt", "position"], name="modules_item_position_once"
            ),
        ]


class AttemptAnswer(models.Model):
    """An answer as it was given; the newest of an item is the one that counts."""

    item = models.ForeignKey(
        AttemptItem, on_delete=models.PROTECT, related_name="answers"
    )
    response = models.JSONField()
    given_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
