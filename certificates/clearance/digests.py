"""Canonical JSON and SHA-256 of facts and policies.

Changing what these return breaks the replay of every decision on record.
"""

import hashlib
import json
from collections.abc import Callable, Hashable
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from functools import cache
from json.encoder import encode_basestring_ascii
from typing import Any


def digest(facts: Any) -> str:
    """Return the SHA-256 of a frozen dataclass of facts, order of rows ignored."""
    return hashlib.sha256(canonical_facts(facts).encode()).hexdigest()


def canonical_facts(value: Any) -> str:
    """Return facts as JSON with sorted keys and sorted rows, moments in UTC."""
    write = _WRITERS.get(type(value))
    if write is not None:
        return write(value)
    if is_dataclass(value):
        return _canonical_row(value)
    if isinstance(value, str):
        return encode_basestring_ascii(value)
    raise TypeError(f"{type(value).__name__} is not a fact.")


def canonical_json(data: Any) -> str:
    """Return plain data as JSON with sorted keys and lists in their own order."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), allow_nan=False)


def sha256_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _canonical_row(row: Any) -> str:
    row_class: Any = type(row)
    return (
        "{"
        + ",".join(
            f'"{name}":{canonical_facts(getattr(row, name))}'
            for name in _names(row_class)
        )
        + "}"
    )


@cache
def _names(row_class: Hashable) -> tuple[str, ...]:
    return tuple(sorted(f.name for f in fields(row_class)))  # type: ignore[arg-type]


def _canonical_moment(moment: datetime) -> str:
    in_utc = moment.astimezone(UTC) if moment.tzinfo else moment
    return f'"{in_utc.isoformat()}"'


_WRITERS: dict[type, Callable[[Any], str]] = {
    type(None): lambda value: "null",
    str: encode_basestring_ascii,
    bool: lambda value: "true" if value else "false",
    int: str,
    datetime: _canonical_moment,
    date: lambda value: f'"{value.isoformat()}"',
    tuple: lambda rows: "[" + ",".join(sorted(map(canonical_facts, rows))) + "]",
}
