"""Takes decisions on record again and tells where they differ."""

import json
import sys
import uuid
from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from certificates.actions.replays import Replay, replay
from certificates.models import DecisionRecord
from certificates.selectors.decisions import decision_record, decision_records

DIFFERS = 1


class Command(BaseCommand):
    help = (
        "Takes a decision on record again: same policy, same facts, same moment. Exits "
        "with 0 when every reason is the same, 1 when something differs."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("id", nargs="?", type=uuid.UUID)
        parser.add_argument("--all", action="store_true", help="every one on record")

    def handle(self, *args: Any, **options: Any) -> None:
        """This will print one line for each that differs, and how many were taken."""
        count = differ = 0
        for record in _wanted(options):
            count += 1
            again = replay(record)
            if not again.same:
                differ += 1
                self.stdout.write(_in_words(record, again))
        self.stdout.write(f"{count} replayed, {differ} differ.")
        if differ:
            sys.exit(DIFFERS)


def _wanted(options: dict[str, Any]) -> Iterable[DecisionRecord]:
    if options["all"] == bool(options["id"]):
        raise CommandError("Name one decision by its id, or say --all.")
    if options["all"]:
        return decision_records()
    record = decision_record(options["id"])
    if record is None:
        raise CommandError("There is no decision with this id.")
    return [record]


def _in_words(record: DecisionRecord, again: Replay) -> str:
    told = [
        f"  {one.where}: recorded {json.dumps(one.recorded, default=str)}, "
        f"replayed {json.dumps(one.replayed, default=str)}"
        for one in again.differences
    ]
    return "\n".join([f"{record.pk} differs:", *told])
