"""What a credential asks for, as versioned data."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class RequirementSet(models.Model):
    """One version of what one credential type asks. An active one is read-only."""

    class State(models.TextChoices):
        DRAFT = "DRAFT", _("Draft")
        ACTIVE = "ACTIVE", _("Active")
        RETIRED = "RETIRED", _("Retired")

    credential_type = models.CharField(max_length=16)
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=16, choices=State.choices, default=State.DRAFT)
    # A tree of {all: […]}, {any: […]}, {at_least: n, of: […]} over typed leaves.
    tree = models.JSONField()
    valid_months = models.PositiveSmallIntegerField(default=24)
    may_do = models.TextField()
    sha256 = models.CharField(max_length=64)
    activated_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["credential_type", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["credential_type", "version"],
                name="certificates_requirements_version_once",
            ),
            # An application must know which set it is judged by.
            models.UniqueConstraint(
                fields=["credential_type"],
                condition=Q(state="ACTIVE"),
                name="certificates_requirements_one_active",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.credential_type}, version {self.version}"
