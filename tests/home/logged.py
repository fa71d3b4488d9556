"""Logs for the tests, and what somebody with the database could do to them."""

import datetime
import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.management import call_command
from django.db import connection, transaction

from home.actions import audit
from home.audit_leaves import leaf_sha256
from home.audit_tree import grow, root_of
from home.models import AuditEntry, AuditHead, Clinic
from tests.cast import NOW

TABLES = ("home_auditentry", "home_audithead")
MINUTE = datetime.timedelta(minutes=1)


def written(count: int, about: Clinic, **facts) -> list[AuditEntry]:
    """This will append so many entries and let them take their places."""
    with transaction.atomic():
        entries = [
            audit.append(
                "TESTED",
                by=None,
                at=NOW + number * MINUTE,
                about=about,
                number=number,
                **facts,
            )
            for number in range(count)
        ]
        audit.seal()
    return entries


@dataclass(frozen=True)
class Verdict:
    """How the command left, and what it printed as JSON."""

    code: int
    told: dict

    @property
    def kinds(self) -> set[str]:
        """This will give the kinds of what was found."""
        return {finding["kind"] for finding in self.told["findings"]}

    def names(self, place: str) -> bool:
        """This will say whether a finding points to the place."""
        return any(place in finding["where"] for finding in self.told["findings"])


def verified(capsys, *arguments: str) -> Verdict:
    """This will run the command and read what it says."""
    code = 0
    capsys.readouterr()
    try:
        call_command("audit_verify", "--json", *arguments)
    except SystemExit as left:
        code = left.code
    return Verdict(code, json.loads(capsys.readouterr().out))


def let_go() -> None:
    """This will take away the triggers and the constraint, as a thief would."""
    on = "" if connection.vendor == "sqlite" else " ON {table}"
    for table in TABLES:
        for deed in ("update", "delete"):
            run(f"DROP TRIGGER {table}_no_{deed}" + on.format(table=table))


def run(statement: str, values: Sequence = ()) -> None:
    """This will run SQL past every model."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def change(index: int, **columns) -> None:
    """This will write other values into a sealed row."""
    assert AuditEntry.objects.filter(leaf_index=index).update(**columns) == 1


def hash_again(index: int) -> None:
    """This will give a changed row the hash of what it says now."""
    row = AuditEntry.objects.get(leaf_index=index)
    change(index, leaf_sha256=leaf_sha256(row.as_leaf(index)).hex())


def forge_head() -> None:
    """This will make the head fit whatever the rows say: all in one, no trace left."""
    peaks, size, newest = [], 0, None
    for row in AuditEntry.objects.filter(leaf_index__isnull=False).order_by(
        "leaf_index"
    ):
        leaf = leaf_sha256(row.as_leaf(size))
        AuditEntry.objects.filter(pk=row.pk).update(
            leaf_index=size, leaf_sha256=leaf.hex()
        )
        grow(peaks, size, leaf)
        size += 1
        newest = max(newest, row.at) if newest else row.at
    AuditHead.objects.update(
        size=size,
        peaks=[peak.hex() for peak in peaks],
        root=root_of(peaks).hex(),
        newest_at=newest,
    )
