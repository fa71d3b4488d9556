"""Makes the shipped programme's requirement sets the active ones."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from certificates.actions.programme import load_programme
from certificates.requirements.tree import TreeInvalid


class Command(BaseCommand):
    help = "Loads what each credential asks. Loading twice changes nothing."

    def handle(self, *args: object, **options: object) -> None:
        try:
            loaded = load_programme(by=None, at=timezone.now())
        except TreeInvalid as problem:
            raise CommandError(f"Nothing was loaded.\n{problem}") from problem
        self.stdout.write(f"New: {loaded.new}. Unchanged: {loaded.unchanged}.")
