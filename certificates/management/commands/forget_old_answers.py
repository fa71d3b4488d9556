"""Forgets what creating requests with an Idempotency-Key were answered long ago."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from certificates.api.idempotency import forget_old_answers


class Command(BaseCommand):
    help = "Forgets answers under Idempotency-Keys that nobody asks for again."

    def handle(self, *args: object, **options: object) -> None:
        """This will forget them, and say how many there were."""
        self.stdout.write(f"Forgotten: {forget_old_answers(timezone.now())}.")
