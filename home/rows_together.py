"""Several tables read in one statement, each as rows of its model.

A page that needs a little of many tables spends most of its time on the way to the
database and back. Each query becomes one list of JSON here, and all lists one row.
"""

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler

GATHERED = {
    "postgresql": "SELECT coalesce(json_agg(json_build_array({})), '[]')::text FROM {}",
    "sqlite": "SELECT json_group_array(json_array({})) FROM {}",
}


def rows_together(asked: Mapping[str, QuerySet[Any]]) -> dict[str, list[Any]]:
    """This will run all queries as one statement and give their rows by name.

    Args:
        asked: queries for whole rows, in their order; fields may be deferred.
    Raises:
        ValueError: a query asks for more than one table's own columns: select_related
            and annotations would be lost.
    """
    found: dict[str, list[Any]] = {name: [] for name in asked}
    parts = {}
    for name, rows in asked.items():
        part = _compiled(rows)
        if part:
            parts[name] = part
    if parts:
        for name, text in zip(parts, _run(list(parts.values())), strict=True):
            found[name] = _instances(asked[name], parts[name][0], text)
    return found


Part = tuple[SQLCompiler, str, tuple]


def _compiled(rows: QuerySet[Any]) -> Part | None:
    """This will give the statement of a query; None for one that can find nothing."""
    query = rows.query
    if query.select_related or query.annotation_select or query.extra_select:
        raise ValueError("Only a table's own columns can be read together.")
    compiler = query.get_compiler(connection=connection)
    try:
        sql, parameters = compiler.as_sql()
    except EmptyResultSet:
        return None
    return compiler, sql, tuple(parameters)


def _run(parts: list[Part]) -> list[str]:
    tables, lists, parameters = [], [], []
    for number, (compiler, sql, own) in enumerate(parts):
        columns = ", ".join(f"c{index}" for index in range(len(compiler.select)))
        tables.append(f"q{number} ({columns}) AS ({sql})")
        lists.append(f"({GATHERED[connection.vendor].format(columns, f'q{number}')})")
        parameters += own
    statement = f"WITH {', '.join(tables)} SELECT {', '.join(lists)}"
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchone())


def _instances(rows: QuerySet[Any], compiler: SQLCompiler, text: str) -> list[Any]:
    columns = [expression for expression, _sql, _alias in compiler.select]
    fields = [column.target for column in columns]
    names = [field.attname for field in fields]
    if connection.vendor == "postgresql":
        told = json.loads(text, parse_float=Decimal)
        read = (
            [f.to_python(v) for f, v in zip(fields, row, strict=True)] for row in told
        )
    else:
        # The values are those that the driver gives, so Django's own reading fits.
        converters = compiler.get_converters(columns)
        read = compiler.apply_converters(json.loads(text), converters)
    return [rows.model.from_db(connection.alias, names, row) for row in read]


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
