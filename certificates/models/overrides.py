"""Break-glass: a director lets a session under way go on against the gate's no."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from certificates.models.sessions import Session
from home.models import Clinic, Person


class Override(models.Model):
    """For relief and continuity of care only: one session, four hours, reviewed.

    It begins once and is reviewed once; what it says is never changed.
    """

    class Finding(models.TextChoices):
        JUSTIFIED = "JUSTIFIED", _("It was needed")
        NOT_JUSTIFIED = "NOT_JUSTIFIED", _("It was not needed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(
        Session, on_delete=models.PROTECT, related_name="overrides"
    )
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    at = models.DateTimeField()
    ends_at = models.DateTimeField()
    # The second person, who is told at once.
    told = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    signature = models.OneToOneField(
        "certificates.Signature", on_delete=models.PROTECT, related_name="+"
    )
    review_due_at = models.DateTimeField()
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    finding = models.CharField(max_length=16, choices=Finding.choices, blank=True)
    review = models.TextField(blank=True)

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("at")),
                name="certificates_override_ends_after_start",
            ),
            models.CheckConstraint(
                condition=~Q(told=F("by")), name="certificates_override_told_to_other"
            ),
            # Another director looks at it, and says what they found.
            models.CheckConstraint(
                condition=Q(
                    reviewed_at__isnull=True, reviewed_by__isnull=True, finding=""
                )
                | (
                    Q(reviewed_at__isnull=False, reviewed_by__isnull=False)
                    & ~Q(finding="")
                    & ~Q(reviewed_by=F("by"))
                ),
                name="certificates_override_reviewed_by_other",
            ),
        ]
