"""Statements that PostgreSQL plans once a connection, however often they are asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import connection


class _Prepared(psycopg.Cursor):
    """A cursor whose statement the server plans once.

    Django switches this off for its own statements, whose text is never the same.
    """

    def execute(self, query: Any, params: Any = None, **_options: Any) -> Any:
        before = self.connection.prepare_threshold
        self.connection.prepare_threshold = 0
        try:
            return super().execute(query, params, prepare=True)
        finally:
            self.connection.prepare_threshold = before

    def _convert_query(self, query: Any, params: Any = None) -> Any:
        # Django's log of statements looks here for the text.
        self._query = super()._convert_query(query, params)
        return self._query


@contextmanager
def planned_once() -> Iterator[Any]:
    """This will open Django's own cursor, its logs and errors kept.

    For statements whose text stays the same: the server keeps a hundred a connection.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.cursor.close()
            cursor.cursor = _Prepared(connection.connection)
        yield cursor
