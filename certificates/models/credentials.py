"""The credentials a clinic grants."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from certificates.models.applications import Application
from certificates.models.credential_types import CredentialType, of_a_known_kind
from home.models import Clinic, Person


class Credential(models.Model):
    """The clinic's grant to one person. Its state moves by `credential_moves` only.

    A renewal is a new row: the old one keeps its dates and says what followed it.
    """

    class State(models.TextChoices):
        PROVISIONAL = "PROVISIONAL", _("Provisional")
        ACTIVE = "ACTIVE", _("Active")
        SUSPENDED = "SUSPENDED", _("Suspended")
        EXPIRED = "EXPIRED", _("Expired")
        REVOKED = "REVOKED", _("Revoked")
        SUPERSEDED = "SUPERSEDED", _("Superseded")
        RELINQUISHED = "RELINQUISHED", _("Relinquished")

    class Basis(models.TextChoices):
        APPLICATION = "APPLICATION", _("Granted on an application")
        FOUNDING = "FOUNDING", _("Founding appointment")
        ROSTER = "ROSTER", _("Entered from the clinic’s own roster")

    LIVE = (State.PROVISIONAL, State.ACTIVE, State.SUSPENDED)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="credentials"
    )
    clinic = models.ForeignKey(
        Clinic, on_delete=models.PROTECT, related_name="credentials"
    )
    type = models.CharField(max_length=16, choices=CredentialType.choices)
    target = models.CharField(max_length=8, blank=True)
    state = models.CharField(max_length=16, choices=State.choices)
    valid_from = models.DateField()
    valid_to = models.DateField()
    awarded_at = models.DateTimeField()
    basis = models.CharField(max_length=16, choices=Basis.choices, default=Basis.ROSTER)
    # Empty for what was moved in from an existing roster, or a founding appointment.
    application = models.OneToOneField(
        Application,
        null=True,
        on_delete=models.PROTECT,
        related_name="credential",
    )
    superseded_by = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="supersedes"
    )

    class Meta:
        ordering = ["-awarded_at"]
        constraints = [
            # One live grant per person, type, target and clinic.
            models.UniqueConstraint(
                fields=["person", "clinic", "type", "target"],
                condition=Q(state__in=["PROVISIONAL", "ACTIVE", "SUSPENDED"]),
                name="certificates_credential_one_live",
            ),
            models.CheckConstraint(
                condition=of_a_known_kind("type"),
                name="certificates_credential_of_a_known_kind",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from")),
                name="certificates_credential_ends_after_start",
            ),
            # Nothing is granted on an application that is not there.
            models.CheckConstraint(
                condition=Q(basis="APPLICATION", application__isnull=False)
                | Q(basis__in=["FOUNDING", "ROSTER"], application__isnull=True),
                name="certificates_credential_has_its_basis",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_type_display()}"


class CredentialEvent(models.Model):
    """One move in a credential's life. Added, never edited."""

    credential = models.ForeignKey(
        Credential, on_delete=models.PROTECT, related_name="events"
    )
    from_state = models.CharField(max_length=16, blank=True)
    to_state = models.CharField(max_length=16, choices=Credential.State.choices)
    by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]


class FoundingAppointment(models.Model):
    """Why somebody holds a level without the practicum: for the first year (R-41)."""

    credential = models.OneToOneField(
        Credential, on_delete=models.PROTECT, related_name="founding"
    )
    experience = models.TextField(help_text=_("Outside training and experience."))
    reviewer_name = models.CharField(max_length=160)
    reviewer_organisation = models.CharField(max_length=160)
    reviewed_on = models.DateField()
    # What was written down outside, when a copy is kept.
    artefact = models.ForeignKey(
        "certificates.Artefact",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
