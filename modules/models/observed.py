"""Ratings under way, what was signed with an observed session, and self-ratings."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from home.models import Clinic, Person
from modules.models.practicum import Observation


class WatchedSession(models.Model):
    """Which session is rated, on which form as it stands."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    form_code = models.CharField(max_length=8)
    form_title = models.CharField(max_length=160)
    form_content = models.JSONField(help_text=_("The form as it stood."))
    kind = models.CharField(max_length=16, choices=Observation.SessionKind.choices)
    session_code = models.CharField(
        max_length=32, help_text=_("The session's code; never a patient's name.")
    )
    observed_on = models.DateField()
    # The credential that it is rated for, where a level is kept for one.
    rated_for = models.CharField(max_length=8, blank=True)

    class Meta:
        abstract = True


class ObservationDraft(WatchedSession):
    """A rating that is being marked, by an assessor or by the person of themselves.

    It is saved as it is marked. Signing it, or locking one's own, makes the evidence.
    """

    class State(models.TextChoices):
        OPEN = "OPEN", _("Being marked")
        STOPPED = "STOPPED", _("Stopped by a critical fail")
        SIGNED = "SIGNED", _("Signed")
        DROPPED = "DROPPED", _("Dropped")

    UNDER_WAY = (State.OPEN, State.STOPPED)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rater = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    # Empty in a rating of oneself.
    supervision = models.CharField(
        max_length=16, choices=Observation.Supervision.choices, blank=True
    )
    consent_recorded = models.BooleanField(default=False)
    # {behaviours: {domain: [answer]}, ratings: {domain: level}, critical: [index],
    #  note}
    marks = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    opened_at = models.DateTimeField()
    saved_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    # How often it was saved; by which open page last, and that page's own count.
    revision = models.PositiveIntegerField(default=0)
    page = models.UUIDField(null=True)
    page_count = models.PositiveIntegerField(default=0)
    # What it puts right, and why.
    corrects = models.ForeignKey(
        Observation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-opened_at"]
        constraints = [
            # Two clicks on Begin make one draft.
            models.UniqueConstraint(
                fields=[
                    "rater",
                    "person",
                    "clinic",
                    "form_code",
                    "kind",
                    "session_code",
                ],
                condition=Q(state__in=["OPEN", "STOPPED"]),
                name="modules_observationdraft_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form_code} · {self.session_code}"

    @property
    def is_own(self) -> bool:
        """True when somebody rates themselves."""
        return self.rater_id == self.person_id

    @property
    def is_under_way(self) -> bool:
        """True as long as it may still be marked."""
        return self.state in self.UNDER_WAY


class SelfRating(WatchedSession):
    """How somebody rated their own session. Locked once, never edited."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    behaviours = models.JSONField()
    ratings = models.JSONField()
    note = models.TextField(blank=True)
    locked_at = models.DateTimeField()
    # The digest of everything above, which the log names.
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["-observed_on", "-locked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "clinic", "form_code", "kind", "session_code"],
                name="modules_selfrating_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.form_code} · {self.session_code}"


class ObservationDetail(models.Model):
    """What was signed with an observation: every mark, and the signature itself.

    Observations entered from paper have none.
    """

    observation = models.OneToOneField(
        Observation, on_delete=models.PROTECT, related_name="detail"
    )
    # The draft that was signed: signing it again finds this row.
    draft_key = models.UUIDField(unique=True)
    behaviours = models.JSONField(help_text=_("Answers by domain, in its order."))
    critical_fails = models.JSONField(help_text=_("Which ones, counted from 0."))
    stopped_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)
    consent_recorded = models.BooleanField()
    rated_for = models.CharField(max_length=8, blank=True)
    # Why an earlier one was put right.
    reason = models.TextField(blank=True)
    # Locked before the assessor signed; one that came later is found by its session.
    self_rating = models.ForeignKey(
        SelfRating, null=True, on_delete=models.PROTECT, related_name="+"
    )
    # {name, role, meaning, method, signed_in_at, at}
    signature = models.JSONField()
    # Exactly what the assessor had in view, and its digest, which the log names.
    shown = models.JSONField()
    sha256 = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.observation}"
