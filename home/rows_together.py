"""Several queries run as one statement, each giving the rows that it would give alone.

A page that needs a little of many tables spends most of its time on the way to the
database and back. Each query becomes one list of JSON here, and all lists one row.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import (
    BooleanField,
    CharField,
    Field,
    IntegerField,
    JSONField,
    QuerySet,
    TextField,
)
from django.db.models.sql.compiler import SQLCompiler

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
    found: dict[str, list[Any]] = {name: [] for name in asked}
    parts = {}
    for name, rows in asked.items():
        part = _compiled(rows)
        if part:
            parts[name] = part
    if parts:
        for name, text in zip(parts, _run(list(parts.values())), strict=True):
            found[name] = _rows(asked[name], parts[name][0], text)
    return found


Part = tuple[SQLCompiler, str, tuple]


def _compiled(rows: QuerySet[Any]) -> Part | None:
    """This will give the statement of a query; None for one that can find nothing."""
    query = rows.query
    beside = query.select_related or query.annotation_select or query.extra_select
    if beside and not _is_of_tuples(rows):
        raise ValueError("Whole rows are read together only by their own columns.")
    compiler = query.get_compiler(connection=connection)
    try:
        sql, parameters = compiler.as_sql()
    except EmptyResultSet:
        return None
    return compiler, sql, tuple(parameters)


def _is_of_tuples(rows: QuerySet[Any]) -> bool:
    return rows._fields is not None  # type: ignore[attr-defined]


def _run(parts: list[Part]) -> list[str]:
    tables, lists = [], []
    parameters: list[Any] = []
    for number, (compiler, sql, own) in enumerate(parts):
        columns = ", ".join(f"c{index}" for index in range(len(compiler.select)))
        tables.append(f"q{number} ({columns}) AS ({sql})")
        lists.append(f"({GATHERED[connection.vendor].format(columns, f'q{number}')})")
        parameters += own
    statement = f"WITH {', '.join(tables)} SELECT {', '.join(lists)}"
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchone())


def _rows(rows: QuerySet[Any], compiler: SQLCompiler, text: str) -> list[Any]:
    columns = [expression for expression, _sql, _alias in compiler.select]
    if connection.vendor == "postgresql":
        readers = _readers([column.output_field for column in columns])
        told = json.loads(text, parse_float=Decimal)
        read: Iterable[Sequence[Any]] = (_read(row, readers) for row in told)
    else:
        # The values are those that the driver gives, so Django's own reading fits.
        converters = compiler.get_converters(columns)
        read = compiler.apply_converters(json.loads(text), converters)
    if _is_of_tuples(rows):
        return [tuple(row) for row in read]
    names = [column.target.attname for column in columns]
    return [rows.model.from_db(connection.alias, names, row) for row in read]


Readers = list[tuple[int, Callable[[Any], Any]]]


def _readers(fields: Iterable[Field[Any, Any]]) -> Readers:
    return [
        (place, field.to_python)
        for place, field in enumerate(fields)
        if not isinstance(field, AS_TOLD)
    ]


def _read(row: list[Any], readers: Readers) -> list[Any]:
    for place, read in readers:
        row[place] = read(row[place])
    return row


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
