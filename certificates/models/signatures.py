"""A director's signature: who, when, meaning what, over exactly which record."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from home.models import Clinic, Person


class Signature(models.Model):
    """Bound to the digest of what was shown. Added, never edited."""

    class Meaning(models.TextChoices):
        APPROVED = "APPROVED", _("Approved on the evidence shown")
        RETURNED = "RETURNED", _("Returned for what is missing")
        DECLINED = "DECLINED", _("Declined")
        SUSPENDED = "SUSPENDED", _("Suspended")
        LIFTED = "LIFTED", _("Suspension lifted")
        REVOKED = "REVOKED", _("Revoked")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    printed_name = models.CharField(max_length=160)
    printed_role = models.CharField(max_length=80)
    meaning = models.CharField(max_length=16, choices=Meaning.choices)
    subject_kind = models.CharField(max_length=48)
    subject_id = models.CharField(max_length=64)
    subject_sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]
        indexes = [
            models.Index(
                fields=["subject_kind", "subject_id"],
                name="certificates_signed_subject",
            ),
        ]
