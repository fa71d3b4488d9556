"""The tracks that were learned in, by the code that records and requirements name."""

from django.db import models


class KeptTrack(models.Model):
    """A track as it was when its first edition came in force. Never changed.

    Its code lasts: attempts, cases and requirements name the track by it, whatever
    becomes of the page.
    """

    # The page's translation_key, as in editions.
    key = models.UUIDField(primary_key=True)
    code = models.CharField(max_length=8, unique=True)
    title = models.CharField(max_length=255)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"
