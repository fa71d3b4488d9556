"""Versions of the gate's policy, and the values a clinic must set for itself."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from home.models import Clinic, Person


class PolicyVersion(models.Model):
    """An ordered list of criteria with parameters, signed by two, never changed."""

    policy_id = models.CharField(max_length=32, default="kap")
    version = models.PositiveIntegerField()
    document = models.JSONField()
    sha256 = models.CharField(max_length=64)
    in_force_from = models.DateTimeField()
    signed_by = models.JSONField(
        default=list, help_text=_("[{person, name, role, at}], two of them.")
    )

    class Meta:
        ordering = ["policy_id", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["policy_id", "version"], name="certificates_policy_once"
            ),
        ]


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
