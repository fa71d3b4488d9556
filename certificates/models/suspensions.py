"""Suspensions: one signs, two lift."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from home.models import Clinic, Person


class Suspension(models.Model):
    """A person is kept from all clinical work, neutrally and reversibly (R-11)."""

    class Kind(models.TextChoices):
        ADMINISTRATIVE = "ADMINISTRATIVE", _("Administrative")
        PRECAUTIONARY = "PRECAUTIONARY", _("Precautionary")
        DISCIPLINARY = "DISCIPLINARY", _("Disciplinary")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="suspensions"
    )
    # Empty for one that came with a roster and names no clinic.
    clinic = models.ForeignKey(
        Clinic, null=True, on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(max_length=16, choices=Kind.choices)
    reason = models.TextField(blank=True)
    starts_at = models.DateTimeField()
    # Empty when a confidential report of the severity that suspends began it.
    by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+"
    )
    concern = models.ForeignKey(
        "certificates.Concern",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="suspensions",
    )
    # The first of two to sign that it ends; the second one ends it.
    lift_proposed_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    lift_proposed_at = models.DateTimeField(null=True, blank=True)
    lift_reason = models.TextField(blank=True)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(by__isnull=True) | ~Q(by=F("person")),
                name="certificates_suspension_by_other",
            ),
            # Nobody gives their own work back to themselves, and no one alone.
            models.CheckConstraint(
                condition=Q(lifted_by__isnull=True) | ~Q(lifted_by=F("person")),
                name="certificates_suspension_lifted_by_other",
            ),
            models.CheckConstraint(
                condition=Q(lift_proposed_by__isnull=True)
                | ~Q(lift_proposed_by=F("person")),
                name="certificates_suspension_lift_proposed_by_other",
            ),
            models.CheckConstraint(
                condition=Q(lifted_by__isnull=True)
                | Q(lift_proposed_by__isnull=True)
                | ~Q(lift_proposed_by=F("lifted_by")),
                name="certificates_suspension_lifted_by_two",
            ),
            # Only what came from a roster may have ended without a name; that two
            # end it is kept by a trigger, as one did before.
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True)
                | Q(lifted_by__isnull=False)
                | Q(by__isnull=True, concern__isnull=True),
                name="certificates_suspension_lifted_by_somebody",
            ),
        ]
