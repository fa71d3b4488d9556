"""Brings the stored state of credentials in line with their dates."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from certificates.actions.expiry import expire_due


class Command(BaseCommand):
    help = "Expires credentials past their last day. Run it nightly."

    def handle(self, *args: object, **options: object) -> None:
        self.stdout.write(f"Expired: {expire_due(timezone.now())}.")
