"""Attempts: the questions exactly as asked, every answer as given, the result."""

import datetime
import uuid

from django.db import models
from django.db.models import Q

from home.models import Person
from modules.models.assessments import Assessment, AttemptUnlock
from modules.models.editions import ModuleEdition
from modules.models.questions import QuestionVersion


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
    # Which one of this person and assessment it is; empty for those from before.
    number = models.PositiveSmallIntegerField(null=True)
    # By the server's clock; empty where there is no limit.
    closes_at = models.DateTimeField(null=True)
    # What was asked of it, as told when it began: {pass_percent, draw_count, quotas,
    # minutes, max_attempts, wait_hours}.
    criterion = models.JSONField(null=True)
    # What opened it after the last one.
    unlock = models.ForeignKey(
        AttemptUnlock, on_delete=models.PROTECT, null=True, related_name="attempts"
    )
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
            models.UniqueConstraint(
                fields=["person", "assessment", "number"],
                condition=Q(number__isnull=False),
                name="modules_attempt_number_once",
            ),
            models.UniqueConstraint(
                fields=["unlock"],
                condition=Q(unlock__isnull=False),
                name="modules_attempt_unlock_spent_once",
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

    def is_over(self, at: datetime.datetime) -> bool:
        """This will tell whether its time is over, handed in or not."""
        return self.closes_at is not None and self.closes_at <= at


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
    # Empty for items from before versions were kept.
    version = models.ForeignKey(
        QuestionVersion, on_delete=models.PROTECT, null=True, related_name="+"
    )
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
    """An answer as it was given; of an item, the one of the highest place counts."""

    item = models.ForeignKey(
        AttemptItem, on_delete=models.PROTECT, related_name="answers"
    )
    response = models.JSONField()
    given_at = models.DateTimeField()
    # Under which a browser sends it again until it is kept; a plain form has none.
    client_key = models.UUIDField(null=True)
    # Where it stands among the answers to its item, as the page counted.
    place = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["client_key"],
                condition=Q(client_key__isnull=False),
                name="modules_answer_key_once",
            ),
        ]
