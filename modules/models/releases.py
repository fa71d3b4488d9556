"""What an edition asks of those who learned before it, and that it is in force."""

from django.db import models

from home.models import Person
from modules.models.editions import ModuleEdition


class EditionRelease(models.Model):
    """Somebody said what an edition asks, and put it in force. Never changed.

    An edition without a release is in force for nobody.
    """

    edition = models.OneToOneField(
        ModuleEdition, on_delete=models.PROTECT, related_name="release"
    )
    significance = models.CharField(
        max_length=16, choices=ModuleEdition.Significance.choices
    )
    reason = models.CharField(max_length=255, blank=True)
    # The last day for what is asked; empty where nothing is.
    due_on = models.DateField(null=True)
    released_at = models.DateTimeField()
    # Empty for a module's first edition, and for what was released by the system.
    released_by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+"
    )
    # Ids of the people who wrote what changed.
    authors = models.JSONField(default=list)
    # {"people": n, "clinics": {clinic id: n}} at that moment.
    affected = models.JSONField(default=dict)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.edition_id}: {self.significance}"
