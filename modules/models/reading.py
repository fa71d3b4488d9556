"""Which edition somebody chose to read, and what changes they have confirmed."""

from django.db import models

from home.models import Person
from modules.models.editions import ModuleEdition


class EditionMove(models.Model):
    """The person left the edition they had begun for this one, by their own choice."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    edition = models.ForeignKey(
        ModuleEdition, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "edition"], name="modules_move_once"
            ),
        ]


class Acknowledgement(models.Model):
    """The person read what changed from one edition to another, and confirmed it."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    edition = models.ForeignKey(
        ModuleEdition, on_delete=models.PROTECT, related_name="+"
    )
    from_edition = models.ForeignKey(
        ModuleEdition, on_delete=models.PROTECT, related_name="+"
    )
    # Of everything that was shown side by side: `modules.passages.digest_of`.
    passages_sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "edition"], name="modules_acknowledgement_once"
            ),
        ]
