"""What follows from a case: talking it through, lessons read again, another case."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from home.models import Clinic, Person
from modules.models.scenarios import Scenario, ScenarioRun


class Debrief(models.Model):
    """Somebody else talked a critical ending through with the person. Kept for good."""

    run = models.OneToOneField(
        ScenarioRun, on_delete=models.PROTECT, related_name="debrief"
    )
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    agreed = models.TextField(help_text=_("What the two agreed on."))

    class Meta:
        ordering = ["at"]


class LessonReopening(models.Model):
    """A lesson that a run asks to read again. Added when the run ends."""

    run = models.ForeignKey(
        ScenarioRun, on_delete=models.PROTECT, related_name="reopenings"
    )
    lesson_code = models.CharField(max_length=16)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "lesson_code"], name="modules_reopening_once"
            ),
        ]


class LessonReread(models.Model):
    """The person read a reopened lesson again, and said so."""

    reopening = models.OneToOneField(
        LessonReopening, on_delete=models.PROTECT, related_name="reread"
    )
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]


class CaseSwap(models.Model):
    """Somebody took a parallel case instead. Nobody asks why, so nothing is kept."""

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="case_swaps"
    )
    scenario = models.ForeignKey(Scenario, on_delete=models.PROTECT, related_name="+")
    instead = models.ForeignKey(Scenario, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "scenario"], name="modules_case_swapped_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(scenario=models.F("instead")),
                name="modules_case_swapped_for_another",
            ),
        ]
