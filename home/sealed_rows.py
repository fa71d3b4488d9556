"""Rows whose content the audit log binds, as they stand when it is committed.

An app registers its models when it is ready. Whoever changes such a row, or a part of
it, logs an entry about it in the same transaction. Changing what a digest is made of,
also by a new column, asks for a migration that calls `seal_standing`.
"""

import datetime
import hashlib
import json
import uuid
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.crypto import salted_hmac

# The fact of an entry that holds the digest; None when the row is gone.
FACT = "row"
AT_ONCE = 500


@dataclass(frozen=True)
class Part:
    """Rows of another table that belong to a row, and are told of with it.

    Args:
        key: the column that points at the row.
        only: the columns that count; all of them when none is named.
    """

    model: type[models.Model]
    key: str
    only: tuple[str, ...] = ()


@dataclass(frozen=True)
class SealedKind:
    """One registered table.

    Args:
        without: columns that are told of elsewhere.
        is_keyed: its digest is an HMAC, for what somebody could guess.
    """

    model: type[models.Model]
    without: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    is_keyed: bool = False

    @property
    def label(self) -> str:
        """As entries name it."""
        return self.model._meta.label


_kinds: dict[str, SealedKind] = {}


def register(
    model: type[models.Model],
    *,
    without: tuple[str, ...] = (),
    parts: tuple[Part, ...] = (),
    is_keyed: bool = False,
) -> None:
    """This will have entries about such a row hold its digest."""
    kind = SealedKind(model, without, parts, is_keyed)
    _kinds[kind.label] = kind


def kinds() -> list[SealedKind]:
    """This will give every registered table, in a fixed order."""
    return [_kinds[label] for label in sorted(_kinds)]


def kind_of(label: str) -> SealedKind | None:
    """This will give the registered table of this name, if there is one."""
    return _kinds.get(label)


def digests(kind: SealedKind, ids: Collection[Any], apps: Any = None) -> dict[str, str]:
    """This will read rows and give their digests by id; those gone are left out.

    One query for the table and one for each of its parts.
    """
    return {
        pk: _digest(text, settings.SECRET_KEY, kind.is_keyed)
        for pk, text in canonical_rows(kind, ids, apps).items()
    }


def canonical_rows(
    kind: SealedKind, ids: Collection[Any], apps: Any = None
) -> dict[str, str]:
    """This will give the exact text that stands for each row.

    Args:
        apps: the models as they stood, in a migration.
    """
    own = _rows(kind.model, "pk", ids, apps)
    told: dict[str, list] = {
        pk: [kind.label, _without(found[0], kind)] for pk, found in own.items()
    }
    for part in kind.parts:
        if not _is_there(part.model, apps):
            # Its table comes with a later migration, which binds all of it again.
            continue
        belonging = _rows(part.model, part.key, ids, apps)
        for pk, row in told.items():
            rows = belonging.get(pk, [])
            if part.only:
                rows = [{name: one[name] for name in part.only} for one in rows]
            row.append([part.model._meta.label, rows])
    return {pk: _canonical(row) for pk, row in told.items()}


def is_digest_of(text: str, digest: object, kind: SealedKind) -> bool:
    """This will compare, also under keys that were in use before."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    keys = keys if kind.is_keyed else keys[:1]
    return any(_digest(text, key, kind.is_keyed) == digest for key in keys)


def in_batches(items: Iterable[Any]) -> Iterator[list[Any]]:
    """This will hand over so many at a time."""
    left = iter(items)
    while batch := list(islice(left, AT_ONCE)):
        yield batch


def _rows(model: Any, key: str, ids: Collection[Any], apps: Any) -> dict[str, list]:
    """Rows as plain columns, by the id in one of them, in the order of their own."""
    if apps is not None:
        model = apps.get_model(model._meta.label)
    fields = sorted(field.attname for field in model._meta.concrete_fields)
    if key == "pk":
        key = model._meta.pk.attname
    place = fields.index(key)
    found: dict[str, list] = {}
    rows = model._base_manager.filter(**{f"{key}__in": ids}).order_by("pk")
    for row in rows.values_list(*fields):
        told = dict(zip(fields, row, strict=True))
        found.setdefault(str(row[place]), []).append(told)
    return found


def _is_there(model: type[models.Model], apps: Any) -> bool:
    """Whether a migration knows the table already."""
    if apps is None:
        return True
    try:
        apps.get_model(model._meta.label)
    except LookupError:
        return False
    return True


def _without(row: dict[str, Any], kind: SealedKind) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in kind.without}


def _canonical(data: Any) -> str:
    return json.dumps(
        data, sort_keys=True, separators=(",", ":"), ensure_ascii=True, default=_plain
    )


def _plain(value: Any) -> str:
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).isoformat(timespec="microseconds")
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, uuid.UUID):
        return str(value)
    raise TypeError(f"A {type(value).__name__} has no canonical form.")


def _digest(text: str, key: str | bytes, is_keyed: bool) -> str:
    if is_keyed:
        mac = salted_hmac("home.sealed_rows", text, secret=key, algorithm="sha256")
        return mac.hexdigest()
    return hashlib.sha256(text.encode("ascii")).hexdigest()
