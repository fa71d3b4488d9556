"""Why a director put right what came in on paper."""

from django.db import models

from home.models import Person
from modules.models.practicum import Observation


class PaperCorrection(models.Model):
    """Stands beside the newer observation. Never changed."""

    observation = models.OneToOneField(
        Observation, on_delete=models.PROTECT, related_name="paper_correction"
    )
    reason = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
