"""Entries of the audit log take their places in the tree.

The lock on the head is the last lock that any transaction takes, so no two of them
can wait for each other. Every change of the whole product passes through here, under
that one lock: so its statements are few and written out.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.backends.utils import CursorWrapper

from home.audit_leaves import leaf_sha256
from home.audit_tree import grow, root_of
from home.models import AuditEntry
from home.planned_statements import planned_once
from home.sealed_rows import FACT, digests, in_batches, kind_of

# Keys to other rows are looked at now: after the lock they could wait for another.
LOOK_AT_KEYS = "SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED"
# The head, once for every entry that stands and has no place, or once with none.
HEAD = (
    "SELECT h.size, h.peaks, e.id FROM home_audithead h "
    "LEFT JOIN home_auditentry e ON e.id IN ({}) AND e.leaf_index IS NULL "
    "WHERE h.id = 1"
)
PLACE = (
    "UPDATE home_auditentry SET leaf_index = %s, leaf_sha256 = %s, facts = %s "
    "WHERE id = %s"
)
GROW = (
    "UPDATE home_audithead SET size = %s, peaks = %s, root = %s, newest_at = "
    "CASE WHEN newest_at > %s THEN newest_at ELSE %s END WHERE id = 1"
)


class HeadMissing(RuntimeError):  # noqa: N818 - it names what is wrong
    """The head of the log was taken away, so nothing can be logged or done."""


def give_places(entries: Sequence[AuditEntry]) -> None:
    """This will put entries into the tree; those undone meanwhile are left out.

    Raises:
        HeadMissing: there is no tree to put them into.
    """
    if connection.features.has_select_for_update:
        with connection.cursor() as cursor:
            cursor.execute(LOOK_AT_KEYS)
    by_pk = {entry.pk: entry for entry in entries}
    head, standing = _locked_head(sorted(by_pk))
    if standing:
        _extend(head, [by_pk[pk] for pk in standing])


@dataclass(frozen=True)
class _Head:
    size: int
    peaks: list[bytes]


def _locked_head(pks: Sequence[int]) -> tuple[_Head, list[int]]:
    lock = " FOR UPDATE OF h" if connection.features.has_select_for_update else ""
    standing: list[int] = []
    for batch in in_batches(pks):
        asked = HEAD.format(", ".join(["%s"] * len(batch)))
        with planned_once() as cursor:
            cursor.execute(asked + lock, batch)
            rows = cursor.fetchall()
        if not rows:
            text = "The head of the audit log is missing. Run audit_verify."
            raise HeadMissing(text)
        standing += [pk for _size, _peaks, pk in rows if pk is not None]
    size, peaks, _standing = rows[0]
    head = _Head(size, [bytes.fromhex(peak) for peak in json.loads(peaks)])
    return head, sorted(standing)


def _extend(head: _Head, entries: Sequence[AuditEntry]) -> None:
    # Under the lock: whoever changed a row meanwhile has committed it by now.
    _bind_rows(entries)
    peaks, placed = list(head.peaks), []
    for index, entry in enumerate(entries, head.size):
        leaf = leaf_sha256(entry.as_leaf(index))
        grow(peaks, index, leaf)
        placed.append((index, leaf.hex(), json.dumps(entry.facts), entry.pk))
    newest = connection.ops.adapt_datetimefield_value(max(e.at for e in entries))
    told = json.dumps([peak.hex() for peak in peaks])
    size, root = head.size + len(placed), root_of(peaks).hex()
    with planned_once() as cursor:
        _place(cursor, placed)
        cursor.execute(GROW, [size, told, root, newest, newest])


def _place(cursor: CursorWrapper, placed: Sequence[tuple]) -> None:
    if len(placed) > 1:
        cursor.executemany(PLACE, placed)
    else:
        # Nearly always: then there is nothing to be sent in one go.
        cursor.execute(PLACE, placed[0])


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
