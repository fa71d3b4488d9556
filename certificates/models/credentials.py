"""Applications, and the credentials a director grants on them."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from certificates.models.requirements import RequirementSet
from home.models import Clinic, Person


class CredentialType(models.TextChoices):
    CANDIDATE = "CANDIDATE", _("Candidate")
    L1 = "L1", _("L1 Preparation and Integration Therapist")
    L2A = (
        "L2A",
        _("L2a Supervised Medication-Session Therapist, supervisor in the room"),
    )
    L2B = "L2B", _("L2b Supervised Medication-Session Therapist, supervisor on site")
    L3 = "L3", _("L3 Independent Medication-Session Therapist")
    T = "T", _("Endorsement T: Trauma Co-therapy")
    S = "S", _("Endorsement S: Assessor and Supervisor")


class CandidateTarget(models.TextChoices):
    """What a candidate may be working towards."""

    L1 = "L1", _("L1")
    L2 = "L2", _("L2")
    L3 = "L3", _("L3")
    T = "T", _("Endorsement T")


def _known(type_field: str) -> Q:
    """Only credentials there are, and a target with a Candidate and nobody else."""
    others = [value for value in CredentialType.values if value != "CANDIDATE"]
    candidate = Q(**{type_field: "CANDIDATE"}, target__in=CandidateTarget.values)
    return candidate | Q(**{f"{type_field}__in": others}, target="")


class Application(models.Model):
    """One person asks one clinic for one credential, on a frozen dossier."""

    class State(models.TextChoices):
        SUBMITTED = "SUBMITTED", _("Waiting for a decision")
        RETURNED = "RETURNED", _("Returned")
        APPROVED = "APPROVED", _("Approved")
        DECLINED = "DECLINED", _("Declined")
        WITHDRAWN = "WITHDRAWN", _("Withdrawn")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="applications"
    )
    clinic = models.ForeignKey(
        Clinic, on_delete=models.PROTECT, related_name="applications"
    )
    credential_type = models.CharField(max_length=16, choices=CredentialType.choices)
    # For a Candidate: the level or endorsement worked towards.
    target = models.CharField(max_length=8, blank=True)
    requirement_set = models.ForeignKey(
        RequirementSet, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(
        max_length=16, choices=State.choices, default=State.SUBMITTED
    )
    submitted_at = models.DateTimeField()
    dossier = models.JSONField(help_text=_("Everything the decision rests on, frozen."))
    dossier_sha256 = models.CharField(max_length=64)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["submitted_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "clinic", "credential_type", "target"],
                condition=Q(state="SUBMITTED"),
                name="certificates_application_one_open",
            ),
            # What nobody knows cannot be named, shown or granted.
            models.CheckConstraint(
                condition=_known("credential_type"),
                name="certificates_application_of_a_known_kind",
            ),
            # Nobody decides on their own application, by any path.
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("person")),
                name="certificates_application_not_by_self",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["SUBMITTED", "WITHDRAWN"])
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="certificates_application_decided_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_credential_type_display()}"


class ApplicationEvent(models.Model):
    """One step in an application's life. Added, never edited."""

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="events"
    )
    state = models.CharField(max_length=16, choices=Application.State.choices)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]


class Credential(models.Model):
    """The clinic's grant to one person. Its state moves by `credential_moves` only."""

    class State(models.TextChoices):
        PROVISIONAL = "PROVISIONAL", _("Provisional")
        ACTIVE = "ACTIVE", _("Active")
        SUSPENDED = "SUSPENDED", _("Suspended")
        EXPIRED = "EXPIRED", _("Expired")
        REVOKED = "REVOKED", _("Revoked")
        SUPERSEDED = "SUPERSEDED", _("Superseded")
        RELINQUISHED = "RELINQUISHED", _("Relinquished")

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
                condition=_known("type"),
                name="certificates_credential_of_a_known_kind",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from")),
                name="certificates_credential_ends_after_start",
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
    lifted_at = models.DateTimeField(null=True)
    by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+"
    )
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
        ]
