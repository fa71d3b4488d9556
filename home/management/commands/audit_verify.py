"""Recomputes the audit log and compares it with everything that was signed."""

import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from home.audit_verifying import Result, verify


class Command(BaseCommand):
    help = (
        "Recomputes the audit log. Exits with 0 when it is sound, 2 when something was "
        "tampered with, 3 when it was truncated or rolled back, 4 on key trouble."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--checkpoint", type=Path, metavar="FILE")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: object, **options: object) -> None:
        """This will print what was found, in words or as JSON, and exit with it."""
        given = options["checkpoint"]
        result = verify(Path(str(given)) if given else None)
        self.stdout.write(_as_json(result) if options["json"] else _in_words(result))
        if result.exit_code:
            sys.exit(result.exit_code)


def _as_json(result: Result) -> str:
    findings = [
        {"kind": one.kind.name, "where": str(one.where), "text": str(one.text)}
        for one in result.findings
    ]
    told = {
        "sound": not findings,
        "exit_code": int(result.exit_code),
        "size": result.size,
        "root": result.root,
        "checkpoints": result.checkpoints,
        "findings": findings,
        "more_findings": result.unnamed,
    }
    return json.dumps(told, indent=2)


def _in_words(result: Result) -> str:
    counts = {
        "size": result.size,
        "root": result.root,
        "checkpoints": result.checkpoints,
    }
    read = _(
        "%(size)d entries and %(checkpoints)d checkpoints read. The root is %(root)s."
    )
    lines = [read % counts]
    lines += [f"{one.where}: {one.text}" for one in result.findings]
    if result.unnamed:
        lines.append(_("And %(more)d more.") % {"more": result.unnamed})
    if not result.findings:
        lines.append(_("The log is sound."))
    if result.size and not result.checkpoints:
        lines.append(
            _(
                "There is no checkpoint, so nothing outside the database was compared: "
                "who rewrote all of it would not be found. Run write_checkpoint."
            )
        )
    return "\n".join(lines)
