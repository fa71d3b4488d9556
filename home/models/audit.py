"""What was done, by whom and when: ids and digests, never words."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from home.audit_leaves import Leaf


class AuditEntry(models.Model):
    """One action. Written only by `home.actions.audit`, never changed.

    Its place in the tree is filled once, right before its transaction is committed.
    """

    at = models.DateTimeField(db_index=True)
    action = models.CharField(max_length=64, help_text=_("Such as CREDENTIAL-AWARDED."))
    # Plain ids: the log outlives every row that it speaks of.
    by = models.UUIDField(null=True, help_text=_("The person; empty for the system."))
    clinic_id = models.BigIntegerField(null=True)
    subject_kind = models.CharField(max_length=48)
    subject_id = models.CharField(max_length=64)
    facts = models.JSONField(default=dict)
    leaf_index = models.BigIntegerField(null=True, unique=True)
    leaf_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name_plural = _("audit entries")
        indexes = [
            models.Index(
                fields=["subject_kind", "subject_id"], name="home_audit_subject"
            ),
            # The page of a clinic's log, newest first.
            models.Index(fields=["clinic_id", "leaf_index"], name="home_audit_clinic"),
        ]
        constraints = [
            # Who stands in the tree has a hash there.
            models.CheckConstraint(
                condition=Q(leaf_index__isnull=True, leaf_sha256="")
                | Q(leaf_index__gte=0) & ~Q(leaf_sha256=""),
                name="home_audit_leaf_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.action}"

    def as_leaf(self, index: int) -> Leaf:
        """This will give the entry as the tree takes it at this place."""
        return Leaf(
            index,
            self.at,
            self.action,
            self.by,
            self.clinic_id,
            self.subject_kind,
            self.subject_id,
            self.facts,
        )


class AuditHead(models.Model):
    """The one row that says how large the tree is and what its root is."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    size = models.BigIntegerField(default=0)
    # Hexadecimal, the largest subtree first: see home.audit_tree.
    peaks = models.JSONField(default=list)
    root = models.CharField(max_length=64)
    # Moments in the log need not ascend: this is the latest of them all.
    newest_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="home_audit_one_head"),
        ]

    def __str__(self) -> str:
        return f"{self.size} {self.root}"
