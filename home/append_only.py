"""Tables that the database itself keeps: rows are added, and stay as they are.

Code is trusted to leave such rows alone; the triggers are for everything else.
Migrations call this. What it writes stands in databases already: changing it here
changes new databases only.

SQLite loses the triggers of a table when a migration rebuilds it, as it does for
most changes to a column or a constraint: such a migration sets them again.
"""

from collections.abc import Callable
from typing import Any

from django.db.migrations import RunPython

Statements = dict[str, list[str]]


def append_only(*tables: str) -> RunPython:
    """This will make the database refuse to change or delete rows of the tables."""
    return RunPython(_each(tables, _keep), _each(tables, _let_go))


def filled_once(table: str, *, empty: str, kept: tuple[str, ...]) -> RunPython:
    """This will refuse deleting, and any change but filling what is still empty.

    Args:
        empty: an SQL condition on the row before (`old.`): nothing is filled yet.
        kept: the columns that stay as they are even then.
    """

    def allowing(name: str) -> Statements:
        return _keep(name, _unless(empty, kept))

    return RunPython(_each((table,), allowing), _each((table,), _let_go))


def _keep(table: str, unless: Statements | None = None) -> Statements:
    when = dict.fromkeys(("sqlite", "postgresql"), "")
    when |= {vendor: " ".join(words) for vendor, words in (unless or {}).items()}
    refusal = f"Rows of {table} are added, never changed or deleted."
    return {
        "sqlite": [
            f"CREATE TRIGGER {table}_no_{deed.lower()} BEFORE {deed} ON {table} "
            f"{when['sqlite'] if deed == 'UPDATE' else ''} "
            f"BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
            for deed in ("UPDATE", "DELETE")
        ],
        "postgresql": [
            f"CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{refusal}' USING ERRCODE = '23001'; END $$",
            *(
                f"CREATE TRIGGER {table}_no_{deed.lower()} BEFORE {deed} ON {table} "
                f"FOR EACH ROW {when['postgresql'] if deed == 'UPDATE' else ''} "
                f"EXECUTE FUNCTION {table}_refuse()"
                for deed in ("UPDATE", "DELETE")
            ),
        ],
    }


def _let_go(table: str) -> Statements:
    names = [f"{table}_no_{deed}" for deed in ("update", "delete")]
    return {
        "sqlite": [f"DROP TRIGGER {name}" for name in names],
        "postgresql": [
            *(f"DROP TRIGGER {name} ON {table}" for name in names),
            f"DROP FUNCTION {table}_refuse()",
        ],
    }


def _unless(empty: str, kept: tuple[str, ...]) -> Statements:
    """Each database has its own word for "the same, or both empty"."""
    same = {"sqlite": "IS", "postgresql": "IS NOT DISTINCT FROM"}
    return {
        vendor: [
            f"WHEN (NOT ({empty}",
            *(f"AND new.{name} {word} old.{name}" for name in kept),
            "))",
        ]
        for vendor, word in same.items()
    }


def _each(
    tables: tuple[str, ...], statements_for: Callable[[str], Statements]
) -> Callable[[Any, Any], None]:
    def run(apps: Any, schema_editor: Any) -> None:
        for table in tables:
            for statement in statements_for(table)[schema_editor.connection.vendor]:
                schema_editor.execute(statement)

    return run
