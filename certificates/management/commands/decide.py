"""Answers a file of questions: one a line in, one decision a line out."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from certificates.actions.line_answers import answer_line
from certificates.clearance.question_lines import lines_of


class Command(BaseCommand):
    help = (
        "Answers AuthZEN questions, one JSON object a line, in the same order. "
        "“context.now” stands in for the clocks. Each answer is recorded."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """This will print one decision for every line that holds anything."""
        try:
            told = options["file"].read_bytes()
        except OSError as problem:
            raise CommandError(f"The file cannot be read: {problem}") from problem
        for line in lines_of(told.splitlines()):
            self.stdout.write(json.dumps(answer_line(line)))
