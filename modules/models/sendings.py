"""Under which key a browser sent what is kept: written once, beside the evidence."""

from django.db import models

from modules.models.enrolments import CheckAnswer


class CheckSending(models.Model):
    """The key of an answer to a lesson's question; the same key is the same answer."""

    answer = models.OneToOneField(
        CheckAnswer, on_delete=models.PROTECT, related_name="sending"
    )
    client_key = models.UUIDField(unique=True)

    def __str__(self) -> str:
        return str(self.client_key)
