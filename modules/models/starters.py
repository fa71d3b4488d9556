"""What may have been loaded from the starter curriculum, and how one can tell."""

from django.db import models


class LoadedFromStarter(models.Model):
    """A row that the loader may have written."""

    # The digest of what the loader wrote. A row whose content no longer has it was
    # edited on the site, and the loader never overwrites it.
    starter_digest = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True
