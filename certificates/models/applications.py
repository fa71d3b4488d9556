"""Applications: one person asks one clinic for one credential, on a frozen dossier."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from certificates.models.credential_types import CredentialType, of_a_known_kind
from certificates.models.requirements import RequirementSet
from home.models import Clinic, Person


class Application(models.Model):
    """Its state moves by `application_moves` only; its dossier is frozen once sent."""

    class State(models.TextChoices):
        DRAFT = "DRAFT", _("Being written")
        SUBMITTED = "SUBMITTED", _("Submitted")
        VERIFYING = "VERIFYING", _("Being verified")
        READY = "READY", _("Ready for review")
        IN_REVIEW = "IN_REVIEW", _("In review")
        APPROVED = "APPROVED", _("Approved")
        CONDITIONAL = "CONDITIONAL", _("Approved with conditions")
        DEFERRED = "DEFERRED", _("Deferred")
        DECLINED = "DECLINED", _("Declined")
        WITHDRAWN = "WITHDRAWN", _("Withdrawn")
        APPEALED = "APPEALED", _("Appealed")
        UPHELD = "UPHELD", _("Decision upheld")

    # Somebody still has something to do.
    OPEN = (
        State.DRAFT,
        State.SUBMITTED,
        State.VERIFYING,
        State.READY,
        State.IN_REVIEW,
        State.APPEALED,
    )
    # Nobody has decided yet.
    UNDECIDED = (*OPEN[:-1], State.WITHDRAWN)
    GRANTED = (State.APPROVED, State.CONDITIONAL)

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
    # The credential that this one would follow: a renewal, judged by its own path.
    renews = models.ForeignKey(
        "certificates.Credential",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="renewals",
    )
    # The deferred application that this one takes up again.
    continues = models.OneToOneField(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="continued",
    )
    state = models.CharField(max_length=16, choices=State.choices, default=State.DRAFT)
    started_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)
    dossier = models.JSONField(
        default=dict, help_text=_("Everything the decision rests on, frozen.")
    )
    dossier_sha256 = models.CharField(max_length=64, blank=True)
    # How many distinct people have to sign an approval: the set's, at submission.
    signers = models.PositiveSmallIntegerField(default=1)
    # Who took it up; empty until somebody does.
    reviewer = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # The first of two to sign an approval, until the second does.
    first_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    first_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField(blank=True)
    appealed_at = models.DateTimeField(null=True, blank=True)
    grounds = models.TextField(blank=True, help_text=_("Why the applicant appealed."))
    heard_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    heard_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["submitted_at", "started_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "clinic", "credential_type", "target"],
                condition=Q(
                    state__in=[
                        "DRAFT",
                        "SUBMITTED",
                        "VERIFYING",
                        "READY",
                        "IN_REVIEW",
                        "APPEALED",
                    ]
                ),
                name="certificates_application_one_open",
            ),
            # What nobody knows cannot be named, shown or granted.
            models.CheckConstraint(
                condition=of_a_known_kind("credential_type"),
                name="certificates_application_of_a_known_kind",
            ),
            # Nobody decides on their own application, by any path.
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("person")),
                name="certificates_application_not_by_self",
            ),
            models.CheckConstraint(
                condition=Q(first_by__isnull=True) | ~Q(first_by=F("person")),
                name="certificates_application_first_not_by_self",
            ),
            models.CheckConstraint(
                condition=Q(heard_by__isnull=True) | ~Q(heard_by=F("person")),
                name="certificates_application_heard_not_by_self",
            ),
            # Two signers are two people; whoever decided does not hear the appeal.
            models.CheckConstraint(
                condition=Q(first_by__isnull=True)
                | Q(decided_by__isnull=True)
                | ~Q(first_by=F("decided_by")),
                name="certificates_application_two_signers",
            ),
            models.CheckConstraint(
                condition=Q(heard_by__isnull=True) | ~Q(heard_by=F("decided_by")),
                name="certificates_application_heard_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["APPROVED", "CONDITIONAL"])
                | Q(signers=1)
                | Q(first_by__isnull=False),
                name="certificates_application_signed_by_all",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "DRAFT",
                        "SUBMITTED",
                        "VERIFYING",
                        "READY",
                        "IN_REVIEW",
                        "WITHDRAWN",
                    ]
                )
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="certificates_application_decided_by_somebody",
            ),
            # What is sent has a moment and a frozen dossier.
            models.CheckConstraint(
                condition=Q(state__in=["DRAFT", "WITHDRAWN"])
                | (Q(submitted_at__isnull=False) & ~Q(dossier_sha256="")),
                name="certificates_application_frozen_once_sent",
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
    # Empty when the step followed by itself.
    by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]


class Condition(models.Model):
    """What somebody approved with conditions still has to do, and by when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="conditions"
    )
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=400)
    due_on = models.DateField()
    met_at = models.DateTimeField(null=True, blank=True)
    met_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["application", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "number"],
                name="certificates_condition_numbered_once",
            ),
            models.CheckConstraint(
                condition=Q(met_at__isnull=True, met_by__isnull=True)
                | Q(met_at__isnull=False, met_by__isnull=False),
                name="certificates_condition_met_by_somebody",
            ),
        ]
