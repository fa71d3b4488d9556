"""Writes the page of the gate's criteria from the code."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from certificates.clearance.catalogue_page import catalogue_page

PAGE = Path(settings.BASE_DIR) / "docs" / "clearance-criteria.md"


class Command(BaseCommand):
    help = "Writes docs/clearance-criteria.md from the gate’s own catalogue."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", type=Path, default=PAGE, help="Another file.")

    def handle(self, *args: Any, **options: Any) -> None:
        """This will write the page and say where."""
        options["to"].write_text(catalogue_page(), encoding="utf-8")
        self.stdout.write(str(options["to"]))
