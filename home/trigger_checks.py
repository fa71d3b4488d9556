"""Finds the triggers that keep tables as they are, and that somebody took away."""

from collections.abc import Iterator

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from home.append_only import Keeping
from home.audit_checks import Mismatch

STANDING = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": (
        "SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
        "WHERE NOT tgisinternal AND tgenabled IN ('O', 'A') "
        "AND relnamespace = current_schema()::regnamespace"
    ),
}


def triggers_stand() -> Iterator[Mismatch]:
    """This will compare the triggers there with those that the migrations set."""
    with connection.cursor() as cursor:
        cursor.execute(STANDING[connection.vendor])
        standing = {name for (name,) in cursor.fetchall()}
    text = _("The database no longer keeps these rows: this trigger is gone or off.")
    for name in sorted(expected() - standing):
        yield Mismatch(name, text)


def expected() -> set[str]:
    """This will name the triggers that stand once the applied migrations are done."""
    loader = MigrationLoader(connection)
    found: set[str] = set()
    done = set(loader.applied_migrations)
    for leaf in loader.graph.leaf_nodes():
        for key in loader.graph.forwards_plan(leaf):
            if key[0] != leaf[0] or key not in done:
                continue
            for step in loader.graph.nodes[key].operations:
                if isinstance(step, Keeping):
                    names = step.triggers(connection.vendor)
                    found = found - names if step.is_lifted else found | names
    return found
