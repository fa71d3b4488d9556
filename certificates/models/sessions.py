"""Booked sessions by opaque code. No patient is ever identified here."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from home.models import Clinic, Person
from modules.session_codes import validate_session_code


class Session(models.Model):
    class Kind(models.TextChoices):
        PREPARATION = "PREPARATION", _("Preparation")
        MEDICATION = "MEDICATION", _("Medication")
        INTEGRATION = "INTEGRATION", _("Integration")

    class State(models.TextChoices):
        BOOKED = "BOOKED", _("Booked")
        STARTED = "STARTED", _("Under way")
        RELEASED = "RELEASED", _("Patient released")
        CLOSED = "CLOSED", _("Closed")
        CANCELLED = "CANCELLED", _("Cancelled")

    class StaffingCode(models.TextChoices):
        A = "A", _("Configuration A")
        B = "B", _("Configuration B")
        C = "C", _("Configuration C")

    class Preference(models.TextChoices):
        NOT_ASKED = "NOT_ASKED", _("Not asked yet")
        NONE_STATED = "NONE_STATED", _("Asked: none stated")
        ONE_WOMAN = "ONE_WOMAN", _("One woman")
        ONE_MAN = "ONE_MAN", _("One man")
        WOMAN_AND_MAN = "WOMAN_AND_MAN", _("A woman and a man")
        TWO_WOMEN = "TWO_WOMEN", _("Two women")
        TWO_MEN = "TWO_MEN", _("Two men")
        WOMAN_PRESENT = "WOMAN_PRESENT", _("A woman present")
        MAN_PRESENT = "MAN_PRESENT", _("A man present")
        OTHER_BY_DIRECTOR = "OTHER_BY_DIRECTOR", _("Other: the director decides")

    code = models.CharField(
        max_length=64, unique=True, validators=[validate_session_code]
    )
    clinic = models.ForeignKey(
        Clinic, on_delete=models.PROTECT, related_name="sessions"
    )
    kind = models.CharField(max_length=16, choices=Kind.choices)
    route = models.CharField(max_length=16, blank=True)
    # Empty only for what came from elsewhere without a time: it never opens, and
    # whoever is named in it counts as busy.
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    ordinal = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text=_("Which session of its course, from 1.")
    )
    staffing_code = models.CharField(max_length=1, choices=StaffingCode.choices)
    preference = models.CharField(
        max_length=24, choices=Preference.choices, default=Preference.NOT_ASKED
    )
    state = models.CharField(max_length=16, choices=State.choices, default=State.BOOKED)
    started_at = models.DateTimeField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="certificates_session_ends_after_start",
            ),
        ]
        indexes = [
            # Double booking is asked by time.
            models.Index(
                fields=["starts_at", "ends_at"], name="certificates_session_time"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class SessionMember(models.Model):
    class Role(models.TextChoices):
        LEAD = "lead", _("Lead therapist")
        CO_THERAPIST = "co_therapist", _("Co-therapist")
        SUPERVISOR = "supervisor", _("Supervisor")
        ASSESSOR = "assessor", _("Assessor")
        OBSERVER = "observer", _("Observer")
        MEDICAL_CLINICIAN = "medical_clinician", _("Medical clinician")
        SECOND_STAFF = "second_staff", _("Second staff member")

    class Presence(models.TextChoices):
        IN_ROOM = "IN_ROOM", _("In the room")
        ON_SITE = "ON_SITE", _("On site")

    session = models.ForeignKey(
        Session, on_delete=models.CASCADE, related_name="members"
    )
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="session_members"
    )
    role = models.CharField(max_length=24, choices=Role.choices)
    presence = models.CharField(max_length=8, choices=Presence.choices, blank=True)

    class Meta:
        ordering = ["id"]


class SessionEvent(models.Model):
    """One step of a session, with all that was booked after it. Added, never edited."""

    class Step(models.TextChoices):
        BOOKED = "BOOKED", _("Booked")
        CHANGED = "CHANGED", _("Changed")
        RELIEVED = "RELIEVED", _("Team changed while under way")
        STARTED = "STARTED", _("Started")
        RELEASED = "RELEASED", _("Patient released")
        CLOSED = "CLOSED", _("Closed")
        CANCELLED = "CANCELLED", _("Cancelled")
        # What came with a roster, and how it stood.
        ENTERED = "ENTERED", _("Entered from the clinic’s own roster")

    session = models.ForeignKey(
        Session, on_delete=models.PROTECT, related_name="events"
    )
    step = models.CharField(max_length=16, choices=Step.choices)
    # Empty when an outside system did it with its token.
    by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+"
    )
    token = models.ForeignKey(
        "certificates.ApiToken", null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()
    # The gate's answer that let it happen; a cancellation asks for none.
    decision = models.ForeignKey(
        "certificates.DecisionRecord",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    booked = models.JSONField(
        help_text=_("State, times, needs and team as they stood after this step.")
    )
    voided = models.JSONField(
        default=list, help_text=_("Codes whose statements this change made void.")
    )

    class Meta:
        ordering = ["id"]


class Attestation(models.Model):
    """A dated statement by a named person that a required step was done.

    Its `at` is empty only where it came from elsewhere undated: then it counts for
    nothing. What a change of the session made void says when.
    """

    session = models.ForeignKey(
        Session, on_delete=models.PROTECT, related_name="attestations"
    )
    code = models.CharField(max_length=32)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(null=True)
    voided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]


class SessionSignature(models.Model):
    """A named role signs an exception that policy lets them sign, with a reason."""

    session = models.ForeignKey(
        Session, on_delete=models.PROTECT, related_name="signatures"
    )
    code = models.CharField(max_length=32)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    at = models.DateTimeField(null=True)
    voided_at = models.DateTimeField(null=True, blank=True)
    # What was signed, and how; empty for what came with a roster.
    signature = models.OneToOneField(
        "certificates.Signature",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        ordering = ["id"]
