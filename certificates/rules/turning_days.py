"""On which days an answer about somebody may turn, by the dates on record. Pure."""

import datetime
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from certificates.clearance.world import PersonFacts


def turning_days(person: PersonFacts) -> list[datetime.date]:
    """Return every day on which an answer may turn: that of each fact, and the next."""
    found = set(_dates(person))
    return sorted(found | {day + datetime.timedelta(days=1) for day in found})


def _dates(value: Any) -> Iterator[datetime.date]:
    if isinstance(value, datetime.datetime):
        yield value.date()
    elif isinstance(value, datetime.date):
        yield value if value < datetime.date(9000, 1, 1) else datetime.date.min
    elif isinstance(value, tuple):
        for one in value:
            yield from _dates(one)
    elif is_dataclass(value):
        for row in fields(value):
            if row.name != "busy":
                yield from _dates(getattr(value, row.name))
