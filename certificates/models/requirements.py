"""What a credential asks for, as versioned data."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from home.models import Clinic, Person


class RequirementSet(models.Model):
    """One version of what one credential type asks.

    A draft may be edited; an active one is read-only and is edited by cloning it.
    Without a clinic it is the shipped programme, which stands wherever a clinic has
    no active set of its own.
    """

    class State(models.TextChoices):
        DRAFT = "DRAFT", _("Draft")
        ACTIVE = "ACTIVE", _("Active")
        RETIRED = "RETIRED", _("Retired")

    class Dating(models.TextChoices):
        """From when a renewed credential counts its new last day."""

        COMPLETION = "COMPLETION", _("From the day it is granted")
        OLD_EXPIRY = "OLD-EXPIRY", _("From the last day of the one before")
        CALENDAR = "CALENDAR", _("To a fixed day of the year")

    credential_type = models.CharField(max_length=16)
    clinic = models.ForeignKey(
        Clinic,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="requirement_sets",
    )
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=16, choices=State.choices, default=State.DRAFT)
    # A tree of {all: […]}, {any: […]}, {at_least: n, of: […]} over typed leaves.
    tree = models.JSONField()
    # What a renewal asks instead; empty: the same.
    renewal_tree = models.JSONField(null=True, blank=True)
    valid_months = models.PositiveSmallIntegerField(default=24)
    signers = models.PositiveSmallIntegerField(
        default=1, help_text=_("How many different people sign an approval: 1 or 2.")
    )
    renewal_window_days = models.PositiveSmallIntegerField(
        default=90, help_text=_("How long before the last day it can be renewed.")
    )
    renewal_dating = models.CharField(
        max_length=16, choices=Dating.choices, default=Dating.COMPLETION
    )
    # For a fixed day of the year, such as 06-30.
    renewal_month_day = models.CharField(max_length=5, blank=True)
    minimum_active_days = models.PositiveSmallIntegerField(
        default=0, help_text=_("A renewed credential lasts at least this long.")
    )
    may_do = models.TextField()
    sha256 = models.CharField(max_length=64)
    cloned_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="clones"
    )
    edited_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    edited_at = models.DateTimeField(null=True, blank=True)
    activated_at = models.DateTimeField(null=True)
    activated_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["credential_type", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["credential_type", "version"],
                condition=Q(clinic__isnull=True),
                name="certificates_requirements_version_once",
            ),
            models.UniqueConstraint(
                fields=["clinic", "credential_type", "version"],
                condition=Q(clinic__isnull=False),
                name="certificates_requirements_clinic_version_once",
            ),
            # An application must know which set it is judged by.
            models.UniqueConstraint(
                fields=["credential_type"],
                condition=Q(state="ACTIVE", clinic__isnull=True),
                name="certificates_requirements_one_active",
            ),
            models.UniqueConstraint(
                fields=["clinic", "credential_type"],
                condition=Q(state="ACTIVE", clinic__isnull=False),
                name="certificates_requirements_one_active_at_a_clinic",
            ),
            # One draft at a time: two people edit the same one or wait.
            models.UniqueConstraint(
                fields=["clinic", "credential_type"],
                condition=Q(state="DRAFT", clinic__isnull=False),
                name="certificates_requirements_one_draft_at_a_clinic",
            ),
            models.CheckConstraint(
                condition=Q(signers__in=[1, 2]),
                name="certificates_requirements_one_or_two_signers",
            ),
            # Whoever wrote on it last does not bring it into force.
            models.CheckConstraint(
                condition=Q(activated_by__isnull=True)
                | Q(edited_by__isnull=True)
                | ~Q(activated_by=F("edited_by")),
                name="certificates_requirements_by_two_hands",
            ),
            models.CheckConstraint(
                condition=~Q(renewal_dating="CALENDAR") | ~Q(renewal_month_day=""),
                name="certificates_requirements_calendar_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.credential_type}, version {self.version}"
