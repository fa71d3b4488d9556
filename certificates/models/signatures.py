"""A signature: who, when, meaning what, over exactly which record."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from home.models import Clinic, Person


class Signature(models.Model):
    """Bound to the digest of what was shown. Added, never edited."""

    class Meaning(models.TextChoices):
        APPROVED = "APPROVED", _("Approved on the evidence shown")
        CONDITIONAL = "CONDITIONAL", _("Approved with the conditions shown")
        DEFERRED = "DEFERRED", _("Deferred for what is missing")
        DECLINED = "DECLINED", _("Declined")
        UPHELD = "UPHELD", _("Appeal heard: the decision stands")
        REOPENED = "REOPENED", _("Appeal heard: to be decided again")
        CONDITION_MET = "CONDITION-MET", _("Condition met")
        SUSPENDED = "SUSPENDED", _("Suspended")
        LIFT_PROPOSED = "LIFT-PROPOSED", _("Suspension to be lifted, first signature")
        LIFTED = "LIFTED", _("Suspension lifted, second signature")
        REVOKED = "REVOKED", _("Revoked")
        APPOINTED = "APPOINTED", _("Founding appointment")
        ENTERED = "ENTERED", _("Entered from the clinic’s own roster")
        WAIVED = "WAIVED", _("Requirement waived")
        WAIVER_ENDED = "WAIVER-ENDED", _("Waiver ended")
        ACTIVATED = "ACTIVATED", _("Requirement set brought into force")
        RETIRED = "RETIRED", _("Requirement set retired")
        MATCH_PROPOSED = "MATCH-PROPOSED", _("Match to be dismissed, first signature")
        MATCH_DISMISSED = "MATCH-DISMISSED", _("Match dismissed, second signature")
        MATCH_CONFIRMED = "MATCH-CONFIRMED", _("Match confirmed")
        EXCEPTION = "EXCEPTION", _("Exception for one session")
        POLICY_FIRST = "POLICY-FIRST", _("Policy of the gate, first signature")
        POLICY_SIGNED = "POLICY-SIGNED", _("Policy of the gate, second signature")
        OVERRIDDEN = "OVERRIDDEN", _("Went on against the gate, in an emergency")
        OVERRIDE_REVIEWED = "OVERRIDE-REVIEWED", _("Emergency reviewed")
        CONCERN_CLOSED = "CONCERN-CLOSED", _("Concern closed")

    class SignIn(models.TextChoices):
        """How the signer proved again who they are."""

        PASSWORD = "PASSWORD", _("Password")
        SECOND_FACTOR = "SECOND-FACTOR", _("Second factor")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    # Whom it is about; empty for a requirement set. Old rows do not say.
    about = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    printed_name = models.CharField(max_length=160)
    printed_role = models.CharField(max_length=80)
    meaning = models.CharField(max_length=24, choices=Meaning.choices)
    subject_kind = models.CharField(max_length=48)
    subject_id = models.CharField(max_length=64)
    # The digest of `shown`. Rows of before do not hold what was shown.
    subject_sha256 = models.CharField(max_length=64)
    shown = models.JSONField(null=True)
    reason = models.TextField(blank=True)
    at = models.DateTimeField()
    signed_in_at = models.DateTimeField(null=True)
    sign_in = models.CharField(max_length=16, choices=SignIn.choices, blank=True)
    # The digest of everything above, which the audit entry of the deed names.
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["at"]
        constraints = [
            # Nobody signs about themselves, by any path.
            models.CheckConstraint(
                condition=Q(about__isnull=True) | ~Q(about=F("by")),
                name="certificates_signature_not_about_self",
            ),
        ]
        indexes = [
            models.Index(
                fields=["subject_kind", "subject_id"],
                name="certificates_signed_subject",
            ),
        ]
