"""Several queries run as one statement, each giving the rows that it would give alone.

A page that needs a little of many tables spends most of its time on the way to the
database and back. Each query becomes one list of JSON here, and all lists one row.
"""

import functools
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import (
    BooleanField,
    CharField,
    IntegerField,
    JSONField,
    Model,
    QuerySet,
    TextField,
)
from django.db.models.sql.compiler import SQLCompiler

from home.planned_statements import planned_once

GATHERED = {
    "postgresql": "SELECT coalesce(json_agg(json_build_array({})), '[]')::text FROM {}",
    "sqlite": "SELECT json_group_array(json_array({})) FROM {}",
}
# What JSON holds as Python has it already.
AS_TOLD = (BooleanField, CharField, IntegerField, TextField, JSONField)


def rows_together(asked: Mapping[str, QuerySet[Any]]) -> dict[str, list[Any]]:
    """This will run all queries as one statement and give their rows by name.

    Args:
        asked: queries for whole rows, of which fields may be deferred, or for tuples
            (`values_list`), which may also look into other tables. In their order.
    Raises:
        ValueError: a query for whole rows asks for more than its own table's columns:
            select_related and annotations would be lost.
    """
    compiled = compile_together(asked)
    return compiled.rows(compiled.parameters)


@dataclass(frozen=True)
class Compiled:
    """Queries as one statement, for one database.

    Args:
        statement: empty when nothing can be found by any of them.
        empty: the names of the queries that can find nothing.
    """

    statement: str
    parameters: tuple[Any, ...]
    parts: Mapping[str, "_Part"]
    empty: tuple[str, ...]

    def rows(
        self, parameters: Sequence[Any], *, is_kept: bool = False
    ) -> dict[str, list[Any]]:
        """This will ask with these parameters, and give the rows by name.

        Args:
            is_kept: the same statement will be asked again, so it is worth planning.
        """
        found: dict[str, list[Any]] = {name: [] for name in self.empty}
        if self.statement:
            with planned_once() if is_kept else connection.cursor() as cursor:
                cursor.execute(self.statement, parameters)
                told = cursor.fetchone()
            for (name, part), text in zip(self.parts.items(), told, strict=True):
                found[name] = part.rows(text)
        return found


def compile_together(asked: Mapping[str, QuerySet[Any]]) -> Compiled:
    """This will make one statement of all queries, as `rows_together` asks it."""
    parts = {}
    tables: list[str] = []
    lists: list[str] = []
    parameters: list[Any] = []
    for name, rows in asked.items():
        compiler = _compiler(rows)
        try:
            sql, own = compiler.as_sql()
        except EmptyResultSet:
            continue
        expressions = [expression for expression, _sql, _alias in compiler.select]
        parts[name] = _Part.of(rows, expressions)
        columns = ", ".join(f"c{index}" for index in range(len(expressions)))
        table = f"q{len(tables)}"
        tables.append(f"{table} ({columns}) AS ({sql})")
        lists.append(f"({GATHERED[connection.vendor].format(columns, table)})")
        parameters += own
    return Compiled(
        statement=f"WITH {', '.join(tables)} SELECT {', '.join(lists)}" * bool(parts),
        parameters=tuple(parameters),
        parts=parts,
        empty=tuple(name for name in asked if name not in parts),
    )


def _compiler(rows: QuerySet[Any]) -> SQLCompiler:
    query = rows.query
    beside = query.select_related or query.annotation_select or query.extra_select
    if beside and not _is_of_tuples(rows):
        raise ValueError("Whole rows are read together only by their own columns.")
    return query.get_compiler(connection=connection)


def _is_of_tuples(rows: QuerySet[Any]) -> bool:
    return rows._fields is not None  # type: ignore[attr-defined]


Read = Callable[[Any], Any]


@dataclass(frozen=True)
class _Part:
    """How the list that one query gave is read.

    Args:
        model: None for tuples.
        readers: by the column's place, what makes of JSON what Django would give.
        may_last: nobody can change the rows, so they may be given again.
    """

    model: type[Model] | None
    names: tuple[str, ...]
    readers: tuple[tuple[int, Read], ...]
    may_last: bool = False
    # What was read last: much of what pages ask for is the same for everybody.
    last: list[tuple[str, list[Any]]] = field(default_factory=list, compare=False)

    @classmethod
    def of(cls, rows: QuerySet[Any], expressions: Sequence[Any]) -> "_Part":
        readers = tuple(
            (place, read)
            for place, expression in enumerate(expressions)
            for read in _readers(expression)
        )
        if _is_of_tuples(rows):
            fields = [expression.output_field for expression in expressions]
            may_last = not any(isinstance(kind, JSONField) for kind in fields)
            return cls(None, (), readers, may_last)
        names = tuple(expression.target.attname for expression in expressions)
        return cls(rows.model, names, readers)

    def rows(self, text: str) -> list[Any]:
        if not self.may_last:
            return self._read(text)
        for known, rows in self.last:
            if known == text:
                return list(rows)
        rows = self._read(text)
        self.last[:] = [(text, rows)]
        return list(rows)

    def _read(self, text: str) -> list[Any]:
        told = json.loads(text, parse_float=Decimal)
        for place, read in self.readers:
            for row in told:
                row[place] = read(row[place])
        if self.model is None:
            return [tuple(row) for row in told]
        make, alias = self.model.from_db, connection.alias
        return [make(alias, self.names, row) for row in told]


def _readers(expression: Any) -> list[Read]:
    kind = expression.output_field
    if connection.vendor == "postgresql":
        return [] if isinstance(kind, AS_TOLD) else [kind.to_python]
    # The values are those that the driver gives, so Django's own reading fits.
    backend = connection.ops.get_db_converters(expression)
    return [
        functools.partial(_convert, convert, expression)
        for convert in backend + expression.get_db_converters(connection)
    ]


def _convert(convert: Callable[..., Any], expression: Any, value: Any) -> Any:
    return convert(value, expression, connection)


def keep_related(
    rows: Iterable[Any], name: str, related: Iterable[Any], key: str
) -> None:
    """This will let each row's `name.all()` give its own of the related rows.

    As a prefetch does, but with rows that are at hand already.

    Args:
        key: what holds the row's primary key in each of the related.
    """
    owned: dict[Any, list[Any]] = {}
    for one in related:
        owned.setdefault(getattr(one, key), []).append(one)
    for row in rows:
        relation = row._meta.get_field(name)
        found = relation.related_model._default_manager.all()
        found._result_cache = owned.get(row.pk, [])
        found._prefetch_done = True
        row.__dict__.setdefault("_prefetched_objects_cache", {})[name] = found


def keep_one(rows: Iterable[Any], name: str, known: Mapping[Any, Any]) -> None:
    """This will put the row that a foreign key points to into each row, if known."""
    for row in rows:
        field = row._meta.get_field(name)
        if (target := known.get(getattr(row, field.attname))) is not None:
            setattr(row, name, target)
