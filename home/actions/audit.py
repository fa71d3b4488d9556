"""The one way into the audit log."""

import datetime
from typing import Any

from django.db import connection, models

from home.models import AuditEntry, Person


class OutsideTransaction(RuntimeError):  # noqa: N818 - it names a bug by its cause
    """A bug: an entry must stand or fall with the change that it tells of."""


def append(
    action: str,
    *,
    by: Person | None,
    at: datetime.datetime,
    about: models.Model,
    **facts: Any,
) -> AuditEntry:
    """This will write one audit entry inside the caller's transaction.

    Args:
        action: an upper-case word such as `CREDENTIAL-AWARDED`.
        by: who did it; None for the system itself.
        about: the row it happened to. Its clinic is kept when it has one.
        facts: ids, numbers, dates, states and digests. No name, no free text.
    Raises:
        OutsideTransaction: no transaction is open.
    """
    if not connection.in_atomic_block:
        raise OutsideTransaction(f"{action} was logged outside a transaction.")
    return AuditEntry.objects.create(
        at=at,
        action=action,
        by=by.pk if by else None,
        clinic_id=getattr(about, "clinic_id", None),
        subject_kind=about._meta.label,
        subject_id=str(about.pk),
        facts={name: _plain(value) for name, value in facts.items()},
    )


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int):
        return value
    return str(value)
