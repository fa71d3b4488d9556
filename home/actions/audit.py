"""The one way into the audit log.

An entry is written where the change is made, and takes its place in the tree right
before the transaction is committed.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, models
from django.utils.crypto import salted_hmac

from home.actions.audit_places import give_places
from home.audit_leaves import is_plain, plain_action, plain_fact
from home.models import AuditEntry, Person
from home.sealed_rows import AT_ONCE


class OutsideTransaction(RuntimeError):  # noqa: N818 - it names a bug by its cause
    """A bug: an entry must stand or fall with the change that it tells of."""


@dataclass(frozen=True)
class Told:
    """One entry of many: what happened, to which row, and what else is plain."""

    action: str
    about: models.Model
    facts: dict[str, Any] = field(default_factory=dict)


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
        TypeError: a fact could be something that somebody typed. Both are bugs.
    """
    if not connection.in_atomic_block:
        raise OutsideTransaction(f"{action} was logged outside a transaction.")
    entry = AuditEntry.objects.create(
        at=_aware(at),
        action=plain_action(action),
        by=by.pk if by else None,
        clinic_id=getattr(about, "clinic_id", None),
        subject_kind=about._meta.label,
        subject_id=str(about.pk),
        facts={name: plain_fact(name, value) for name, value in facts.items()},
    )
    _seal_at_the_end(entry)
    return entry


def append_many(
    told: Iterable[Told], *, by: Person | None, at: datetime.datetime
) -> None:
    """This will write one entry for each row, as `append` does, in few statements.

    Raises:
        OutsideTransaction, TypeError: as for `append`.
    """
    if not connection.in_atomic_block:
        raise OutsideTransaction("Entries were logged outside a transaction.")
    entries = [
        AuditEntry(
            at=_aware(at),
            action=plain_action(one.action),
            by=by.pk if by else None,
            clinic_id=getattr(one.about, "clinic_id", None),
            subject_kind=one.about._meta.label,
            subject_id=str(one.about.pk),
            facts={name: plain_fact(name, fact) for name, fact in one.facts.items()},
        )
        for one in told
    ]
    for entry in AuditEntry.objects.bulk_create(entries, batch_size=AT_ONCE):
        _seal_at_the_end(entry)


def keyed_digest(text: str) -> str:
    """This will bind a text without showing it, by an HMAC with the secret key.

    Whoever holds the text and the key can prove later that it was this one; the log
    alone gives nothing away, and stays sound when the key is changed.
    """
    return salted_hmac("home.actions.audit", text, algorithm="sha256").hexdigest()


def code_or_digest(text: str) -> str:
    """This will give a code as it is, and bind one that an editor wrote as words."""
    return text if is_plain(text) else keyed_digest(text)


def seal() -> None:
    """This will let the entries of this transaction take their places now.

    It happens by itself before the commit; a test that never commits asks for it.
    """
    finish = getattr(connection, "do_what_is_left", None)
    if finish is not None:
        finish()


def _aware(at: datetime.datetime) -> datetime.datetime:
    if at.tzinfo is None:
        raise TypeError("A moment without a time zone cannot be logged.")
    return at


def _seal_at_the_end(entry: AuditEntry) -> None:
    leave = getattr(connection, "leave", None)
    if leave is None:
        # Another backend than ours: right, but locked from here to the commit.
        give_places([entry])
    else:
        leave(give_places, entry)
