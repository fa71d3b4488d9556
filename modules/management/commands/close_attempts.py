"""Ends the attempts whose time is over, with what was saved in them."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from modules.actions.ending_attempts import close_overdue


class Command(BaseCommand):
    help = "Grades the attempts whose time is over. keep_house runs it."

    def handle(self, *args: object, **options: object) -> None:
        self.stdout.write(f"Closed: {close_overdue(at=timezone.now())}.")
