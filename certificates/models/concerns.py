"""Confidential reports about how somebody works, and who looks into them."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from home.models import Clinic, Person


class Concern(models.Model):
    """A report about one person, for a safety officer outside the treating team.

    The person named never sees it. Words stay neutral: a report is not a finding.
    """

    class Severity(models.TextChoices):
        QUESTION = "QUESTION", _("A question: somebody should look at it")
        RULE = "RULE", _("A rule of the clinic was not kept")
        # This one suspends at once.
        HARM = "HARM", _("A patient came to harm, or could have come to serious harm")

    class State(models.TextChoices):
        OPEN = "OPEN", _("Reported")
        IN_REVIEW = "IN_REVIEW", _("Being looked into")
        CLOSED = "CLOSED", _("Closed")

    class Outcome(models.TextChoices):
        NO_ACTION = "NO-ACTION", _("Looked into; nothing more is needed")
        LEARNING_AGREED = "LEARNING-AGREED", _("Learning agreed")
        RULE_CONFIRMED = "RULE-CONFIRMED", _("A rule was not kept; agreed what follows")
        REFERRED = "REFERRED", _("Passed on to whoever decides about it")
        UNFOUNDED = "UNFOUNDED", _("Nothing was found")

    SUSPENDS = (Severity.HARM,)
    UNDER_WAY = (State.OPEN, State.IN_REVIEW)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    severity = models.CharField(max_length=16, choices=Severity.choices)
    # What the report said; never a patient's name.
    account = models.TextField()
    session_code = models.CharField(max_length=32, blank=True)
    occurred_on = models.DateField(null=True, blank=True)
    reported_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reported_at = models.DateTimeField()
    state = models.CharField(max_length=16, choices=State.choices, default=State.OPEN)
    # Empty while no safety officer outside the team is there to take it.
    officer = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=16, choices=Outcome.choices, blank=True)

    class Meta:
        ordering = ["-reported_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(officer__isnull=True)
                | (~Q(officer=F("person")) & ~Q(officer=F("reported_by"))),
                name="certificates_concern_officer_apart",
            ),
            models.CheckConstraint(
                condition=~Q(state="CLOSED")
                | (Q(closed_at__isnull=False, officer__isnull=False) & ~Q(outcome="")),
                name="certificates_concern_closed_by_somebody",
            ),
        ]


class ConcernEvent(models.Model):
    """One step in looking into a concern. Added, never edited."""

    class Step(models.TextChoices):
        REPORTED = "REPORTED", _("Reported")
        ROUTED = "ROUTED", _("Passed to a safety officer")
        TAKEN = "TAKEN", _("Taken up")
        NOTE = "NOTE", _("Note")
        SEVERITY_RAISED = "SEVERITY-RAISED", _("Severity raised")
        SUSPENDED = "SUSPENDED", _("Clinical work paused, as this severity asks")
        HANDED_OVER = "HANDED-OVER", _("Handed over")
        CLOSED = "CLOSED", _("Closed")
        REOPENED = "REOPENED", _("Opened again")

    concern = models.ForeignKey(
        Concern, on_delete=models.PROTECT, related_name="events"
    )
    step = models.CharField(max_length=24, choices=Step.choices)
    # Empty for what followed by itself.
    by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()
    # The officer whom the step gave it to.
    to = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # The severity or the outcome that the step set.
    word = models.CharField(max_length=16, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
