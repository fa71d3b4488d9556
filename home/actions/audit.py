"""The one way into the audit log.

An entry is written where the change is made, and takes its place in the tree right
before the transaction is committed: the lock on the head is the last lock that any
transaction takes, so no two of them can wait for each other.
"""

import datetime
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, models
from django.utils.crypto import salted_hmac

from home.audit_leaves import is_plain, leaf_sha256, plain_action, plain_fact
from home.audit_tree import grow, root_of
from home.models import AuditEntry, AuditHead, Person
from home.sealed_rows import AT_ONCE, FACT, digests, in_batches, kind_of


class OutsideTransaction(RuntimeError):  # noqa: N818 - it names a bug by its cause
    """A bug: an entry must stand or fall with the change that it tells of."""


class HeadMissing(RuntimeError):  # noqa: N818 - it names what is wrong
    """The head of the log was taken away, so nothing can be logged or done."""


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
    _seal_at_the_end(entry.pk)
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
        _seal_at_the_end(entry.pk)


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


def _seal_at_the_end(pk: int) -> None:
    leave = getattr(connection, "leave", None)
    if leave is None:
        # Another backend than ours: right, but locked from here to the commit.
        _seal([pk])
    else:
        leave(_seal, pk)


def _seal(pks: list[int]) -> None:
    """Give the entries their places; those undone meanwhile are simply not there."""
    in_order = sorted(set(pks))
    entries = [
        entry
        for batch in in_batches(in_order)
        for entry in AuditEntry.objects.filter(
            pk__in=batch, leaf_index__isnull=True
        ).order_by("pk")
    ]
    if entries:
        if connection.features.has_select_for_update:
            # Keys to other rows are looked at now: later they could wait for a lock.
            connection.check_constraints()
        _extend(entries)


def _extend(entries: Sequence[AuditEntry]) -> None:
    head = AuditHead.objects.select_for_update().filter(pk=1).first()
    if head is None:
        raise HeadMissing("The head of the audit log is missing. Run audit_verify.")
    # Under the lock: whoever changed a row meanwhile has committed it by now.
    _bind_rows(entries)
    peaks = [bytes.fromhex(peak) for peak in head.peaks]
    sealed = []
    for index, entry in enumerate(entries, head.size):
        leaf = leaf_sha256(entry.as_leaf(index))
        grow(peaks, index, leaf)
        sealed.append((index, leaf.hex(), json.dumps(entry.facts), entry.pk))
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE home_auditentry SET leaf_index = %s, leaf_sha256 = %s, "
            "facts = %s WHERE id = %s",
            sealed,
        )
    head.size += len(sealed)
    head.peaks = [peak.hex() for peak in peaks]
    head.root = root_of(peaks).hex()
    moments = [entry.at for entry in entries]
    head.newest_at = max([*moments, head.newest_at] if head.newest_at else moments)
    AuditHead.objects.filter(pk=1).update(
        size=head.size, peaks=head.peaks, root=head.root, newest_at=head.newest_at
    )


def _bind_rows(entries: Sequence[AuditEntry]) -> None:
    """Put the digest of its row, as it is committed, into each entry about one.

    A refusal changed nothing. With another backend than ours the transaction goes on,
    and a row could still change.
    """
    if not hasattr(connection, "leave"):
        return
    about: dict[str, list[AuditEntry]] = {}
    for entry in entries:
        if entry.action != "DENIED":
            about.setdefault(entry.subject_kind, []).append(entry)
    for label, told in about.items():
        kind = kind_of(label)
        if kind is None:
            continue
        ids = sorted({entry.subject_id for entry in told})
        found: dict[str, str] = {}
        for batch in in_batches(ids):
            found |= digests(kind, batch)
        for entry in told:
            entry.facts = entry.facts | {FACT: found.get(entry.subject_id)}
