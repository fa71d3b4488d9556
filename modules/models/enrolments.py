"""Who is learning what, and what they have read: added, never edited."""

import uuid

from django.db import models

from home.models import Clinic, Person
from modules.models.editions import ModuleEdition


class Enrolment(models.Model):
    """One person begins one track."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="enrolments"
    )
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    track_key = models.UUIDField()
    track_code = models.CharField(max_length=8)
    enrolled_at = models.DateTimeField()

    class Meta:
        ordering = ["enrolled_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "track_key"], name="modules_enrolment_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.track_code}"


class LessonEvidence(models.Model):
    """What every fact about one person and one lesson has in common."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    lesson_key = models.UUIDField()
    edition = models.ForeignKey(
        ModuleEdition, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        abstract = True


class LessonOpening(LessonEvidence):
    """The server showed this lesson to this person for the first time."""

    opened_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "lesson_key", "edition"],
                name="modules_opening_once_per_edition",
            ),
        ]


class CheckAnswer(LessonEvidence):
    """An answer to a lesson's own question: it teaches and is never scored."""

    block_id = models.UUIDField()
    option = models.PositiveSmallIntegerField()
    answered_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["person", "lesson_key"], name="modules_check_person"),
        ]


class LessonCompletion(LessonEvidence):
    """The person finished this lesson, in this edition."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    completed_at = models.DateTimeField()

    class Meta:
        ordering = ["completed_at"]
        constraints = [
            # A replayed or doubled request must not count twice.
            models.UniqueConstraint(
                fields=["person", "lesson_key", "edition"],
                name="modules_completion_once_per_edition",
            ),
        ]


class JournalEntry(models.Model):
    """The therapist's own words: shown to nobody else, in no export, no search."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    lesson_key = models.UUIDField()
    block_id = models.UUIDField()
    text = models.TextField(blank=True)
    saved_at = models.DateTimeField()
    # As told in `modules.journal_versions`.
    number = models.PositiveIntegerField(default=1)
    page = models.CharField(max_length=36, blank=True)
    seen = models.JSONField(default=dict)

    # Wagtail notes what refers to what; that somebody wrote is not to be noted.
    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(
                # A copied lesson keeps its block ids.
                fields=["person", "lesson_key", "block_id"],
                name="modules_journal_one_per_prompt",
            ),
        ]
