"""Loads the starter curriculum that ships with the project, or one from a folder."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from modules.loading.load import load_curriculum
from modules.starter.findings import ContentErrors
from modules.starter.reading import CONTENT, read_curriculum


class Command(BaseCommand):
    help = "Loads lessons, question banks, cases and forms. Twice changes nothing."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--path", type=Path, default=CONTENT, help="the folder")
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="tell what would change, keep nothing",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """This will read everything first; a faulty file stops it before it begins."""
        try:
            curriculum = read_curriculum(options["path"])
        except ContentErrors as faulty:
            lines = "\n".join(str(error) for error in faulty.errors)
            raise CommandError(f"{lines}\nNothing was loaded.") from faulty
        with transaction.atomic():
            report = load_curriculum(curriculum, at=timezone.now())
            transaction.set_rollback(options["dry_run"])
        for line in report.lines():
            self.stdout.write(line)
        if options["dry_run"]:
            self.stdout.write("This was a rehearsal: nothing was kept.")
