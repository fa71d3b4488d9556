"""What was done, by whom and when: ids and digests, never words."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditEntry(models.Model):
    """One action. Written only by `home.actions.audit.append`, never changed."""

    at = models.DateTimeField(db_index=True)
    action = models.CharField(max_length=64, help_text=_("Such as CREDENTIAL-AWARDED."))
    # Plain ids: the log outlives every row that it speaks of.
    by = models.UUIDField(null=True, help_text=_("The person; empty for the system."))
    clinic_id = models.BigIntegerField(null=True)
    subject_kind = models.CharField(max_length=48)
    subject_id = models.CharField(max_length=64)
    facts = models.JSONField(default=dict)

    class Meta:
        ordering = ["id"]
        verbose_name_plural = _("audit entries")
        indexes = [
            models.Index(
                fields=["subject_kind", "subject_id"], name="home_audit_subject"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.action}"
