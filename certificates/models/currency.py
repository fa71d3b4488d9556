"""Dated facts, statements and waivers: what a clinic writes down about somebody."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from home.models import Clinic, Person


class CurrencyRecord(models.Model):
    """Something that a clinic records with its date, such as an emergency drill."""

    class Kind(models.TextChoices):
        REFRESH = "REFRESH", _("Yearly refresh of critical items")
        DRILL = "DRILL", _("Emergency drill")
        CONDUCT = "CONDUCT", _("Signed code of conduct")
        CALIBRATION = "CALIBRATION", _("Rater calibration")
        CASE = "CASE", _("Case presentation")

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="currency_records"
    )
    kind = models.CharField(max_length=16, choices=Kind.choices)
    on = models.DateField()
    by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["on", "id"]


class Statement(models.Model):
    """Somebody stated something about a person, in the words of a closed list.

    The applicant about themselves, or a director about them. Added, never edited.
    """

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="statements"
    )
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=32)
    # The words as they stood when it was made.
    words = models.TextField()
    on = models.DateField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["on", "id"]


class Waiver(models.Model):
    """A director lets one requirement be met in another way, for a time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="waivers")
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=32)
    reason = models.TextField()
    granted_on = models.DateField()
    expires_on = models.DateField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["granted_on"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(by=F("person")),
                name="certificates_waiver_by_other",
            ),
            models.CheckConstraint(
                condition=Q(expires_on__gte=F("granted_on")),
                name="certificates_waiver_ends_after_start",
            ),
        ]
