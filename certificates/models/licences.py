"""Documents from outside, and how each was verified."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from home.models import Person


class DocumentKind(models.TextChoices):
    LICENCE = "LICENCE", _("Licence")
    LIABILITY = "LIABILITY", _("Liability cover")
    BLS = "BLS", _("Basic life support")
    BACKGROUND = "BACKGROUND", _("Background check")


class Artefact(models.Model):
    """A file somebody handed in or a source sent. Kept by its digest, never changed.

    It proves what was seen. It is never by itself a verification.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="artefacts"
    )
    # What whoever handed it in says it is.
    kind = models.CharField(max_length=16, choices=DocumentKind.choices, blank=True)
    # The name in the private store, made here; what the file was called is kept apart.
    file = models.CharField(max_length=128)
    file_name = models.CharField(max_length=160)
    content_type = models.CharField(max_length=64)
    size = models.PositiveIntegerField(help_text=_("In bytes."))
    sha256 = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.file_name


class SetAside(models.Model):
    """A file that the office could not use, and why. Added, never edited."""

    artefact = models.OneToOneField(
        Artefact, on_delete=models.PROTECT, related_name="set_aside"
    )
    reason = models.CharField(max_length=400)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = _("set aside")


class Document(models.Model):
    """A licence, a liability cover, a BLS card. A copy is not a verification."""

    Kind = DocumentKind

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
    copy = models.ForeignKey(
        Artefact,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="documents",
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
    # What the source sent or showed; its digest stands on the artefact.
    artefact = models.ForeignKey(
        Artefact, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["on", "id"]
