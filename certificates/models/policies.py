"""Versions of the gate's policy, and the values a clinic must set for itself."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from home.models import Clinic, Person


class PolicyVersion(models.Model):
    """An ordered list of criteria with parameters. Once two have signed it, it stays.

    The version that every clinic begins with is part of the program; a clinic that
    wants another one drafts its own.
    """

    class State(models.TextChoices):
        DRAFT = "DRAFT", _("Draft")
        SIGNED = "SIGNED", _("Signed")
        WITHDRAWN = "WITHDRAWN", _("Withdrawn")

    # Whose sessions it judges; empty for every clinic that has none of its own.
    clinic = models.ForeignKey(
        Clinic, null=True, on_delete=models.PROTECT, related_name="policy_versions"
    )
    policy_id = models.CharField(max_length=32, default="kap")
    version = models.PositiveIntegerField(help_text=_("From 2; 1 is shipped."))
    document = models.JSONField(help_text=_("{id, version, criteria}."))
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=16, choices=State.choices, default=State.DRAFT)
    reason = models.TextField(blank=True)
    # As the draft asks for it, then as it was signed.
    in_force_from = models.DateTimeField(null=True, blank=True)
    drafted_by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+"
    )
    drafted_at = models.DateTimeField(null=True)
    first_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    first_at = models.DateTimeField(null=True, blank=True)
    second_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    signed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["clinic", "policy_id", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "policy_id", "version"],
                name="certificates_policy_once",
            ),
            # One draft at a time, so that nobody signs beside another's work.
            models.UniqueConstraint(
                fields=["clinic", "policy_id"],
                condition=Q(state="DRAFT"),
                name="certificates_policy_one_draft",
            ),
            # What is in force was signed by two, for a moment.
            models.CheckConstraint(
                condition=~Q(state="SIGNED")
                | (
                    Q(first_by__isnull=False, second_by__isnull=False)
                    & Q(signed_at__isnull=False, in_force_from__isnull=False)
                    & ~Q(first_by=F("second_by"))
                ),
                name="certificates_policy_signed_by_two",
            ),
            # Nothing begins before it was signed: old decisions keep theirs.
            models.CheckConstraint(
                condition=~Q(state="SIGNED") | Q(in_force_from__gte=F("signed_at")),
                name="certificates_policy_never_backdated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.policy_id} {self.version}"


class SiteValues(models.Model):
    """What the medical director decided for one clinic. The newest row counts."""

    clinic = models.ForeignKey(
        Clinic, on_delete=models.PROTECT, related_name="site_values"
    )
    bp_review = models.CharField(
        max_length=16, blank=True, help_text=_("Such as 140/90.")
    )
    bp_stop = models.CharField(
        max_length=16, blank=True, help_text=_("Such as 180/110.")
    )
    observe_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    release_criteria = models.TextField(blank=True)
    set_on = models.DateField(null=True, blank=True)
    set_by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
