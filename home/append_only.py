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


class Keeping(RunPython):
    """A step of a migration that knows which triggers stand after it.

    Args:
        tables: whose triggers these are.
        deeds: what they refuse, by database.
        is_lifted: they are gone after it.
    """

    tables: tuple[str, ...] = ()
    deeds: dict[str, tuple[str, ...]] = {}
    is_lifted = False

    @classmethod
    def of(
        cls, tables: tuple[str, ...], there: Any, back: Any, **known: Any
    ) -> "Keeping":
        """This will make the step, and note what it does."""
        step = cls(_each(tables, there), _each(tables, back))
        step.tables = tables
        step.deeds = known.get("deeds") or dict.fromkeys(
            ("sqlite", "postgresql"), ("update", "delete")
        )
        step.is_lifted = known.get("is_lifted", False)
        return step

    def triggers(self, vendor: str) -> set[str]:
        """This will name the triggers that it sets or lifts."""
        return {f"{t}_no_{deed}" for t in self.tables for deed in self.deeds[vendor]}


def append_only(*tables: str) -> Keeping:
    """This will make the database refuse to change or delete rows of the tables."""
    return Keeping.of(tables, _keep, _let_go)


def let_go(*tables: str) -> Keeping:
    """This will lift what `append_only` set, for a migration that changes the tables.

    The migration after that change sets it again.
    """
    return Keeping.of(tables, _let_go, _keep, is_lifted=True)


def filled_once(table: str, *, empty: str, kept: tuple[str, ...]) -> Keeping:
    """This will refuse deleting, and any change but filling what is still empty.

    Args:
        empty: an SQL condition on the row before (`old.`): nothing is filled yet.
        kept: the columns that stay as they are even then.
    """

    def allowing(name: str) -> Statements:
        return _keep(name, _unless(empty, kept))

    return Keeping.of((table,), allowing, _let_go)


def filled_once_too(
    table: str, *, empty: str, kept: tuple[str, ...], before: tuple[str, ...]
) -> Keeping:
    """This will keep columns that a table got since `filled_once` was set for it.

    Args:
        kept: all columns that stay as they are, the new ones too.
        before: those that were kept so far, for going back.
    """

    def set_for(columns: tuple[str, ...]) -> Callable[[str], Statements]:
        return lambda name: _update_set_again(name, _unless(empty, columns))

    deeds = dict.fromkeys(("sqlite", "postgresql"), ("update",))
    return Keeping.of((table,), set_for(kept), set_for(before), deeds=deeds)


def only_grows(table: str, column: str) -> Keeping:
    """This will refuse deleting, and any change that makes the number smaller."""

    def growing(name: str) -> Statements:
        smaller = f"WHEN (new.{column} < old.{column})"
        return _keep(name, {"sqlite": [smaller], "postgresql": [smaller]})

    return Keeping.of((table,), growing, _let_go)


def frozen_once(
    table: str, *, draft: str, closing: str, kept: tuple[str, ...]
) -> Keeping:
    """This will refuse every change but to a draft, and the one that closes a row.

    Args:
        draft: an SQL condition on the row before (`old.`): it is still being written,
            may change in everything and be deleted.
        closing: one on the row before and after (`new.`): this change closes it.
        kept: the columns that stay as they are when it is closed.
    """

    def allowing(name: str) -> Statements:
        unless = _unless(f"({draft}) OR {closing}", kept)
        return _keep(name, unless, f"WHEN (NOT ({draft}))")

    return Keeping.of((table,), allowing, _let_go)


def never_deleted(*tables: str) -> Keeping:
    """This will refuse deleting; a row may change in everything."""

    def keeping(name: str) -> Statements:
        never = ["WHEN (1 = 0)"]
        return _keep(name, {"sqlite": never, "postgresql": never})

    return Keeping.of(tables, keeping, _let_go)


def never_emptied(*tables: str, key: str = "id") -> Keeping:
    """This will refuse TRUNCATE, which passes by the triggers of rows.

    SQLite has no such statement: a DELETE of everything meets its triggers there. But
    its INSERT OR REPLACE passes by them, and is refused instead.
    The tables are kept already, by one of the functions above.

    Args:
        key: the column of the primary key.
    """

    def filling(table: str) -> Statements:
        return _fill_kept(table, key)

    deeds = {"sqlite": ("replace",), "postgresql": ("truncate",)}
    return Keeping.of(tables, filling, _let_be_emptied, deeds=deeds)


def _fill_kept(table: str, key: str) -> Statements:
    trigger = f"{table}_no_truncate BEFORE TRUNCATE ON {table}"
    refusal = f"Rows of {table} are added, never changed or deleted."
    there = f"SELECT 1 FROM {table} WHERE {key} = new.{key}"  # noqa: S608
    return {
        "sqlite": [
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
            f"WHEN EXISTS ({there}) "
            f"BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
        ],
        "postgresql": [f"CREATE TRIGGER {trigger} EXECUTE FUNCTION {table}_refuse()"],
    }


def _let_be_emptied(table: str) -> Statements:
    return {
        "sqlite": [f"DROP TRIGGER {table}_no_replace"],
        "postgresql": [f"DROP TRIGGER {table}_no_truncate ON {table}"],
    }


def _keep(
    table: str, unless: Statements | None = None, delete_when: str = ""
) -> Statements:
    when = dict.fromkeys(("sqlite", "postgresql"), "")
    when |= {vendor: " ".join(words) for vendor, words in (unless or {}).items()}
    refusal = f"Rows of {table} are added, never changed or deleted."
    return {
        "sqlite": [
            f"CREATE TRIGGER {table}_no_{deed.lower()} BEFORE {deed} ON {table} "
            f"{when['sqlite'] if deed == 'UPDATE' else delete_when} "
            f"BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
            for deed in ("UPDATE", "DELETE")
        ],
        "postgresql": [
            f"CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{refusal}' USING ERRCODE = '23001'; END $$",
            *(
                f"CREATE TRIGGER {table}_no_{deed.lower()} BEFORE {deed} ON {table} "
                f"FOR EACH ROW "
                f"{when['postgresql'] if deed == 'UPDATE' else delete_when} "
                f"EXECUTE FUNCTION {table}_refuse()"
                for deed in ("UPDATE", "DELETE")
            ),
        ],
    }


def _update_set_again(table: str, unless: Statements) -> Statements:
    """The trigger for changes in place of the one there; the others stay."""
    name = f"{table}_no_update"
    gone = {
        "sqlite": f"DROP TRIGGER {name}",
        "postgresql": f"DROP TRIGGER {name} ON {table}",
    }
    return {
        vendor: [gone[vendor], *(one for one in lines if f"TRIGGER {name} " in one)]
        for vendor, lines in _keep(table, unless).items()
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
