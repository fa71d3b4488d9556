"""Practicum forms, and what an assessor observed."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from home.models import Clinic, Person
from modules.models.starters import LoadedFromStarter


class PracticumForm(LoadedFromStarter):
    """Behaviours, domains and rubric anchors an assessor rates by."""

    code = models.CharField(max_length=8, unique=True)
    title = models.CharField(max_length=160)
    # {intro, needed_for: [level codes], answers: [text], critical_fails: [text],
    #  critical_fails_note, levels: [{level: 1..5, meaning}], highest_level_with_a_no,
    #  domains: [{code, title, behaviours: [text], anchors: {"1".."4": text},
    #  rated_once_for_pair, note}]}
    content = models.JSONField()

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class Observation(models.Model):
    """One observed session, rated by one assessor. Corrections are new rows."""

    class SessionKind(models.TextChoices):
        PREPARATION = "PREPARATION", _("Preparation")
        MEDICATION = "MEDICATION", _("Medication")
        CO_THERAPY = "CO_THERAPY", _("Trauma co-therapy")
        INTEGRATION = "INTEGRATION", _("Integration")

    class Supervision(models.TextChoices):
        DIRECT = "DIRECT", _("Assessor or supervisor in the room")
        ON_SITE = "ON_SITE", _("Supervisor on site")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="observations"
    )
    assessor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    form_code = models.CharField(max_length=8)
    form_content = models.JSONField(help_text=_("The form as it stood."))
    kind = models.CharField(max_length=16, choices=SessionKind.choices)
    supervision = models.CharField(
        max_length=16, choices=Supervision.choices, default=Supervision.DIRECT
    )
    session_code = models.CharField(
        max_length=32, help_text=_("The session's code; never a patient's name.")
    )
    observed_on = models.DateField()
    ratings = models.JSONField(help_text=_('Level 1 to 5 by domain: {"PI1": 3}.'))
    had_critical_fail = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()
    # The assessor, or a director who entered the assessor's paper. Empty before it
    # was asked.
    recorded_by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+"
    )
    corrects = models.OneToOneField(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="corrected_by",
    )

    class Meta:
        ordering = ["observed_on", "recorded_at"]
        constraints = [
            # Nobody rates themselves.
            models.CheckConstraint(
                condition=~Q(person=F("assessor")), name="modules_observation_by_other"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.form_code} · {self.observed_on}"
