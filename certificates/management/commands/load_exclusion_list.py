"""Loads the exclusion list (OIG LEIE) and looks everybody up in it."""

import datetime
import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from certificates.actions.exclusion_lists import (
    ListEntry,
    LoadReport,
    load_exclusion_list,
    look_up_again,
)
from certificates.selectors.due_checks import screened_people
from certificates.selectors.exclusions import without_identity
from home.errors import RuleBroken
from home.models import Person


class Command(BaseCommand):
    help = "Loads an exclusion list (OIG LEIE, CSV): all of it, or nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--published-on",
            type=datetime.date.fromisoformat,
            metavar="YYYY-MM-DD",
            help="the day to which the publisher says that the list is up to date",
        )
        parser.add_argument("--name", help="what to call it; the file's name if empty")
        parser.add_argument(
            "--again",
            action="store_true",
            help="look up in the newest list whoever became known since it was loaded",
        )
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["again"] and not options["published_on"]:
            raise CommandError("--published-on YYYY-MM-DD is needed.")
        try:
            report = _load(options)
        except OSError as problem:
            raise CommandError(f"The file cannot be read: {problem}") from problem
        except RuleBroken as refusal:
            raise CommandError(f"{refusal.message} Nothing was loaded.") from refusal
        missing = without_identity(screened_people(timezone.now()))
        told = (
            _as_json(report, missing) if options["json"] else _as_text(report, missing)
        )
        self.stdout.write(told)


def _load(options: dict[str, Any]) -> LoadReport:
    now, path = timezone.now(), options["file"]
    with path.open("rb") as file:
        if options["again"]:
            return look_up_again(file, by=None, at=now)
        entry = ListEntry(options["name"] or path.name, options["published_on"])
        return load_exclusion_list(file, entry, by=None, at=now)


def _as_text(report: LoadReport, missing: list[Person]) -> str:
    row = report.loaded
    told = [
        f"{row.name}: {row.row_count} lines, as of {row.published_on}.",
        f"SHA-256 {row.file_sha256}",
        f"{report.checked} people looked up, {len(report.matches)} lines to look at "
        f"for {report.people_matched} of them.",
    ]
    if missing:
        told.append(
            f"{len(missing)} people have no register entry and were not looked up: "
            + ", ".join(person.name for person in missing)
        )
    return "\n".join(told)


def _as_json(report: LoadReport, missing: list[Person]) -> str:
    row = report.loaded
    return json.dumps(
        {
            "name": row.name,
            "sha256": row.file_sha256,
            "rows": row.row_count,
            "published_on": row.published_on.isoformat(),
            "checked": report.checked,
            "clear": report.clear,
            "potential_matches": [
                {
                    "id": str(match.pk),
                    "person": str(match.person_id),
                    "line": match.line_number,
                    "matched_by": str(match.matched_by),
                }
                for match in report.matches
            ],
            "without_identity": [str(person.pk) for person in missing],
        },
        indent=2,
    )
