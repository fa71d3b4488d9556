"""Documents from outside, how each was verified, and other dated facts."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from home.models import Person


class Document(models.Model):
    """A licence, a liability cover, a BLS card. A copy is not a verification."""

    class Kind(models.TextChoices):
        LICENCE = "LICENCE", _("Licence")
        LIABILITY = "LIABILITY", _("Liability cover")
        BLS = "BLS", _("Basic life support")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="documents"
    )
    kind = models.CharField(max_length=16, choices=Kind.choices)
    jurisdiction = models.CharField(
        max_length=16, blank=True, help_text=_("For a licence, such as US-MA.")
    )
    issuer = models.CharField(max_length=160, blank=True)
    number = models.CharField(max_length=64, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    has_discipline = models.BooleanField(
        default=False, help_text=_("The source reports discipline on this licence.")
    )
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["kind", "-expires_on"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.person}"


class Verification(models.Model):
    """Somebody asked the source about a document. Added, never edited."""

    class Method(models.TextChoices):
        PRIMARY_SOURCE = "PRIMARY_SOURCE", _("Asked the primary source")
        DESIGNATED_EQUIVALENT = "DESIGNATED_EQUIVALENT", _("Designated equivalent")
        DOCUMENT_ONLY = "DOCUMENT_ONLY", _("Looked at the document only")
        SELF_ATTESTED = "SELF_ATTESTED", _("Told by the holder")

    class Outcome(models.TextChoices):
        VERIFIED = "VERIFIED", _("Verified")
        DISCREPANCY = "DISCREPANCY", _("Discrepancy")
        NOT_FOUND = "NOT_FOUND", _("Not found")
        UNAVAILABLE = "UNAVAILABLE", _("Source unavailable")

    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, related_name="verifications"
    )
    on = models.DateField()
    method = models.CharField(max_length=24, choices=Method.choices)
    outcome = models.CharField(max_length=16, choices=Outcome.choices)
    source = models.CharField(max_length=160, blank=True)
    by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["on", "id"]


class ExclusionCheck(models.Model):
    """A look into the exclusion list. Added, never edited."""

    class Outcome(models.TextChoices):
        CLEAR = "CLEAR", _("Clear")
        POTENTIAL_MATCH = "POTENTIAL_MATCH", _("Potential match")
        CONFIRMED = "CONFIRMED", _("Confirmed")

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="exclusion_checks"
    )
    on = models.DateField()
    outcome = models.CharField(max_length=16, choices=Outcome.choices)
    by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["on", "id"]


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
