"""What may stand in an audit entry, and the exact bytes that the tree is made of.

Nothing that somebody typed comes in: only numbers, ids, dates, upper-case words,
short slugs and digests. Changing the bytes makes every root on record wrong.
"""

import datetime
import hashlib
import json
import re
import uuid
from collections.abc import Mapping
from typing import Any, NamedTuple

Plain = int | str | bool | None

# LETTERS_AND-CODES, F1.2, 2026-11-02 · short-slugs and ids · digests.
WORD = re.compile(r"[A-Z0-9]+(?:[._-][A-Z0-9]+)*")
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
DIGEST = re.compile(r"(?:[0-9a-f]{40}|[0-9a-f]{64}|[0-9a-f]{128})")
LONGEST_WORD, LONGEST_SLUG = 64, 40
ACTION = re.compile(r"[A-Z0-9]+(?:[_-][A-Z0-9]+)*")


class Leaf(NamedTuple):
    """One entry as the tree sees it, in the order in which rows are read."""

    place: int
    at: datetime.datetime
    action: str
    by: uuid.UUID | None
    clinic_id: int | None
    subject_kind: str
    subject_id: str
    facts: Mapping[str, Any]


def leaf_bytes(leaf: Leaf) -> bytes:
    """This will give the canonical bytes of one entry: JSON with sorted keys."""
    told = {
        "v": 1,
        "index": leaf.place,
        "at": leaf.at.astimezone(datetime.UTC).isoformat(timespec="microseconds"),
        "action": leaf.action,
        "by": str(leaf.by) if leaf.by else None,
        "clinic": leaf.clinic_id,
        "subject": [leaf.subject_kind, leaf.subject_id],
        "facts": leaf.facts,
    }
    text = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return text.encode("ascii")


def leaf_sha256(leaf: Leaf) -> bytes:
    """This will give the hash of one entry as RFC 6962 takes it into the tree."""
    return hashlib.sha256(b"\x00" + leaf_bytes(leaf)).digest()


def plain_action(action: str) -> str:
    """This will let an upper-case word of at most 64 letters through.

    Raises:
        TypeError: it is something else, which is a bug.
    """
    if not ACTION.fullmatch(action) or len(action) > LONGEST_WORD:
        raise TypeError(f"{action!r} is no upper-case word for the audit log.")
    return str(action)


def plain_fact(name: str, value: Any) -> Plain:
    """This will turn one fact into what JSON holds, or refuse it.

    Raises:
        TypeError: it could be words that somebody typed, or a secret: a bug. Bind a
            text with `home.actions.audit.keyed_digest` instead.
    """
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, datetime.datetime) and value.tzinfo is not None:
        return value.astimezone(datetime.UTC).isoformat(timespec="microseconds")
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value.isoformat()
    if isinstance(value, str) and is_plain(value):
        return str(value)
    raise TypeError(
        f"{name} is a {type(value).__name__} that the audit log does not take: only "
        "numbers, ids, dates, upper-case words, short slugs and digests."
    )


def is_plain(text: str) -> bool:
    """This will say whether a text is a code, and no words that somebody typed."""
    if WORD.fullmatch(text):
        return len(text) <= LONGEST_WORD
    if SLUG.fullmatch(text) and len(text) <= LONGEST_SLUG:
        return True
    return bool(DIGEST.fullmatch(text))
