"""The paper: bytes frozen at issue, served unchanged for ever."""

import uuid

from django.db import models
from django.db.models import Q

from certificates.models.credentials import Credential


class Certificate(models.Model):
    """Proof that a credential was granted. Without bytes it is still to be rendered."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    credential = models.ForeignKey(
        Credential, on_delete=models.PROTECT, related_name="certificates"
    )
    # 128 random bits in base 32: printed, typed and scanned; never changed.
    code = models.CharField(max_length=32, unique=True)
    serial = models.CharField(max_length=32, unique=True)
    snapshot = models.JSONField()
    snapshot_sha256 = models.CharField(max_length=64)
    issued_at = models.DateTimeField()
    file = models.CharField(max_length=128, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    rendered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-issued_at"]
        constraints = [
            # Bytes, digest and moment come together or not at all.
            models.CheckConstraint(
                condition=Q(file="", sha256="", rendered_at__isnull=True)
                | (~Q(file="") & ~Q(sha256="") & Q(rendered_at__isnull=False)),
                name="certificates_certificate_whole_or_waiting",
            ),
        ]

    def __str__(self) -> str:
        return self.serial

    @property
    def clinic_id(self) -> int:
        """The clinic that granted it, by which the audit log is read."""
        return self.credential.clinic_id
