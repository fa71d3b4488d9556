"""What exactly was learned: frozen editions of modules, and who has reviewed them."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from home.models import Clinic, Person
from modules.models.starters import LoadedFromStarter


class ModuleEditionQuerySet(models.QuerySet["ModuleEdition"]):
    def newest(self) -> "ModuleEditionQuerySet":
        """This will keep each module's newest edition in force, without its heavy text.

        An edition that nobody has released yet is in force for nobody.
        """
        later = self.model.objects.filter(
            module_key=models.OuterRef("module_key"),
            number__gt=models.OuterRef("number"),
            release__isnull=False,
        )
        rows = self.filter(~models.Exists(later), release__isnull=False)
        return rows.defer("content")


class ModuleEdition(models.Model):
    """A module's lessons as they stood when it was published. Never changed."""

    class Significance(models.TextChoices):
        COSMETIC = "COSMETIC", _("Cosmetic: nobody need do anything")
        ACKNOWLEDGE = "ACKNOWLEDGE", _("Acknowledge: read what changed and confirm")
        RETAKE = "RETAKE", _("Retake: do it again")

    # The page's translation_key: a plain value, so that no page operation can
    # reach an edition.
    module_key = models.UUIDField(db_index=True)
    track_key = models.UUIDField()
    code = models.CharField(max_length=8)
    title = models.CharField(max_length=255)
    number = models.PositiveIntegerField()
    content_sha256 = models.CharField(max_length=64)
    # Light, for every list: [{key, code, title, minutes, sha256}] in order.
    lessons = models.JSONField()
    # Heavy, for keeping: {lesson key: {objectives, body}} as published.
    content = models.JSONField()
    minutes = models.PositiveIntegerField()
    # As said when it was frozen; what it asks of people is said by its release.
    significance = models.CharField(
        max_length=16, choices=Significance.choices, default=Significance.COSMETIC
    )
    reason = models.CharField(max_length=255, blank=True)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = ModuleEditionQuerySet.as_manager()

    class Meta:
        ordering = ["code", "number"]
        constraints = [
            # Two publishers at once would otherwise both write "edition 4".
            models.UniqueConstraint(
                fields=["module_key", "number"], name="modules_edition_number_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}, edition {self.number}"


class ContentReview(models.Model):
    """A director's statement that an edition was read and may be taught."""

    class Capacity(models.TextChoices):
        CLINICAL_DIRECTOR = "CLINICAL_DIRECTOR", _("Clinical director")
        MEDICAL_DIRECTOR = "MEDICAL_DIRECTOR", _("Medical director")

    edition = models.ForeignKey(
        ModuleEdition, on_delete=models.PROTECT, related_name="reviews"
    )
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=24, choices=Capacity.choices)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "clinic", "capacity"],
                name="modules_review_once_per_capacity",
            ),
            # Clinical and medical review are two pairs of eyes.
            models.UniqueConstraint(
                fields=["edition", "clinic", "by"], name="modules_review_two_people"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition}: {self.get_capacity_display()}"


class ReviewPoint(LoadedFromStarter):
    """A clinical question the content leaves open, until the clinic settles it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveSmallIntegerField(unique=True)
    text = models.TextField()
    module_codes = models.JSONField(
        default=list, help_text=_('A list such as ["F4", "M2"].')
    )

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number}. {self.text[:60]}"
