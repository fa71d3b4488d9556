"""Statements of several queries that are compiled once and asked again and again.

Django makes the SQL of a query anew each time, which takes longer than most databases
take to answer it. Where only the values differ, the SQL is kept.
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from home.rows_together import Compiled, compile_together

Value = uuid.UUID | int | str
Values = dict[str, Value | list[Value]]
# So many shapes are kept of each: lists of another length are of another shape.
MOST_SHAPES = 64
# Numbers that no query holds by itself, and every column of ids can.
FIRST_NUMBER = 1_730_144_711


class KeptStatement:
    """Queries that differ only by ids and words: asked as one statement, compiled once.

    What is asked for must hang on nothing but the values: not on whether one is None,
    nor on the day. A list may be of any length.
    """

    def __init__(self, queries: Callable[..., Mapping[str, QuerySet[Any]]]) -> None:
        """Args: queries: gives them by name, of the values as keywords."""
        self._queries = queries
        self._kept: dict[tuple, _Shape] = {}

    def rows(self, **values: Any) -> dict[str, list[Any]]:
        """This will ask with these values, and give the rows by name.

        Raises:
            ValueError: as for `rows_together`, or a value is in none of the queries.
        """
        lists = {
            name: list(dict.fromkeys(value)) if isinstance(value, list) else [value]
            for name, value in values.items()
        }
        database = connection.vendor, connection.settings_dict["NAME"]
        sizes = tuple((name, len(told)) for name, told in lists.items())
        shape = self._kept.get((*database, *sizes))
        if shape is None:
            if len(self._kept) >= MOST_SHAPES:
                self._kept.clear()
            is_list = {name: isinstance(value, list) for name, value in values.items()}
            shape = _Shape.of(self._queries, lists, is_list)
            self._kept[(*database, *sizes)] = shape
        return shape.rows(lists)


@dataclass(frozen=True)
class _Shape:
    """One statement, and where in its parameters which value stands."""

    compiled: Compiled
    # The parameter's place, the value's name, and its place in that list.
    places: tuple[tuple[int, str, int], ...]

    @classmethod
    def of(
        cls,
        queries: Callable[..., Mapping[str, QuerySet[Any]]],
        lists: dict[str, list[Value]],
        is_list: dict[str, bool],
    ) -> "_Shape":
        marks = _marks(lists)
        told = {n: told if is_list[n] else told[0] for n, told in marks.items()}
        compiled = compile_together(queries(**told))
        known = {
            _adapted(mark): (name, number)
            for name, mine in marks.items()
            for number, mark in enumerate(mine)
        }
        places = tuple(
            (place, *known[parameter])
            for place, parameter in enumerate(compiled.parameters)
            if isinstance(parameter, str | int | uuid.UUID) and parameter in known
        )
        if {(name, number) for _place, name, number in places} != set(known.values()):
            raise ValueError("A value stands in none of the queries.")
        return cls(compiled, places)

    def rows(self, lists: dict[str, list[Value]]) -> dict[str, list[Any]]:
        parameters = list(self.compiled.parameters)
        for place, name, number in self.places:
            parameters[place] = _adapted(lists[name][number])
        return self.compiled.rows(parameters, is_kept=True)


def _marks(lists: dict[str, list[Value]]) -> dict[str, list[Value]]:
    """Values of the same kinds that can be told apart from everything else."""
    count = FIRST_NUMBER
    found: dict[str, list[Value]] = {}
    for name, told in lists.items():
        found[name] = []
        for value in told:
            count += 1
            found[name].append(_mark_like(value, count))
    return found


def _mark_like(value: Value, count: int) -> Value:
    if isinstance(value, uuid.UUID):
        return uuid.uuid4()
    return str(count) if isinstance(value, str) else count


def _adapted(value: Value) -> Any:
    """As Django hands it to the driver."""
    is_native = connection.features.has_native_uuid_field
    if isinstance(value, uuid.UUID) and not is_native:
        return value.hex
    return value
