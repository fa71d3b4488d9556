"""Loads clinics, people, credentials and sessions from a file: all, or nothing."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone

from certificates.actions.worlds import load_world
from certificates.worlds.reading import world_from_text
from certificates.worlds.values import WorldRefused


class Command(BaseCommand):
    help = "Loads a world from JSON: all of it, or nothing. It judges nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """This will load the file, or say where it is not as it has to be."""
        try:
            text = options["file"].read_bytes()
        except OSError as problem:
            raise CommandError(f"The file cannot be read: {problem}") from problem
        try:
            loaded = load_world(world_from_text(text), at=timezone.now())
        except WorldRefused as refusal:
            raise CommandError(f"{refusal.message} Nothing was loaded.") from refusal
        _learn_sizes()
        self.stdout.write(
            f"Loaded {loaded.clinics} clinics, {loaded.people} people, "
            f"{loaded.relationships} relationships and {loaded.sessions} sessions."
        )


def _learn_sizes() -> None:
    """PostgreSQL plans by what it counted last: so much at once it has not seen yet."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
