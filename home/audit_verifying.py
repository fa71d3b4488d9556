"""Recomputing the whole log: every leaf, the root, the head and the checkpoints."""

import datetime
import enum
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import DatabaseError
from django.db.models import Subquery
from django.utils.translation import gettext as _

from home import audit_checks, checkpoints
from home.audit_leaves import Leaf, leaf_sha256
from home.audit_tree import EMPTY_ROOT, Peaks, grow, root_of
from home.checkpoints import Checkpoint
from home.models import AuditEntry, AuditHead

Signed = tuple[Checkpoint, str]

# The entry that says that a checkpoint was written, after the checkpoint's own end.
WRITTEN = "CHECKPOINT-WRITTEN"

READ_AT_ONCE = 2000
# What reading a row that somebody spoiled ends in.
UNREADABLE = (
    DatabaseError,
    ValueError,
    TypeError,
    AttributeError,
    OverflowError,
    KeyError,
)
# So many places are named; the rest is only counted.
NAMED = 20
FIELDS = (
    "leaf_index",
    "at",
    "action",
    "by",
    "clinic_id",
    "subject_kind",
    "subject_id",
    "facts",
    "leaf_sha256",
)


class Kind(enum.IntEnum):
    """What is wrong; the number is what the command exits with, the least first."""

    TAMPERED = 2
    TRUNCATED = 3
    KEY = 4


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, where, and in plain words what."""

    kind: Kind
    where: str
    text: str


@dataclass
class Result:
    """What was read, and everything that is wrong with it."""

    size: int = 0
    root: str = EMPTY_ROOT.hex()
    checkpoints: int = 0
    findings: list[Finding] = field(default_factory=list)
    unnamed: int = 0
    is_in_order: bool = True
    # The names that the checkpoints read have on file.
    on_file: set[str] = field(default_factory=set)

    @property
    def exit_code(self) -> int:
        """0 when sound, else the gravest: tampered, truncated, key trouble."""
        return min((finding.kind for finding in self.findings), default=0)

    def add(self, kind: Kind, where: str, text: str) -> None:
        """This will keep a finding, or only count it when there are many already."""
        if sum(1 for one in self.findings if one.kind == kind) < NAMED:
            self.findings.append(Finding(kind, where, text))
        else:
            self.unnamed += 1


def verify(extra: Path | None = None) -> Result:
    """This will recompute everything; memory stays flat however long the log is.

    Args:
        extra: one more checkpoint, such as one kept elsewhere.
    """
    result = Result()
    signed = _signed(result, extra)
    _walk(result, signed)
    _check_outside(result)
    for mismatch in audit_checks.run_all():
        result.add(Kind.TAMPERED, mismatch.where, mismatch.text)
    return result


def _signed(result: Result, extra: Path | None) -> list[Signed]:
    """Read every checkpoint on file; one that cannot be trusted is a finding."""
    paths = [*checkpoints.kept(), *([extra] if extra else [])]
    if not paths:
        return []
    # One that cannot be trusted is told of by itself, and is not missing.
    result.on_file |= {path.name for path in paths}
    try:
        key = checkpoints.signing_key().public_key()
    except checkpoints.KeyTrouble as trouble:
        result.add(Kind.KEY, _("The key for checkpoints"), trouble.message)
        return []
    found = [_opened(result, path, key) for path in paths]
    return [(one, path.name) for one, path in zip(found, paths, strict=True) if one]


def _opened(result: Result, path: Path, key: Ed25519PublicKey) -> Checkpoint | None:
    try:
        note = path.read_text(encoding="utf-8")
        checkpoint = checkpoints.opened(note, key)
    except checkpoints.SignatureWrong as wrong:
        result.add(Kind.TAMPERED, path.name, wrong.message)
    except checkpoints.NotACheckpoint as strange:
        result.add(Kind.KEY, path.name, strange.message)
    except (OSError, UnicodeDecodeError):
        result.add(Kind.KEY, path.name, _("This file cannot be read."))
    else:
        result.checkpoints += 1
        result.on_file.add(checkpoints.file_name(checkpoint))
        return checkpoint
    return None


def _walk(result: Result, signed: list[Signed]) -> None:
    """Build the tree again, and look up on the way at everything that was signed."""
    # The head first: entries that come in meanwhile only make the table longer.
    head = AuditHead.objects.filter(pk=1).first()
    peaks: Peaks = []
    waiting = sorted(signed, key=lambda one: one[0].size, reverse=True)
    _compare(result, waiting, peaks)
    newest = None
    try:
        for leaf, stored in _leaves(head):
            _check_entry(result, leaf, stored)
            if leaf.action == WRITTEN:
                _check_file(result, leaf)
            grow(peaks, result.size, leaf_sha256(leaf._replace(place=result.size)))
            result.size += 1
            newest = max(newest, leaf.at) if newest else leaf.at
            _compare(result, waiting, peaks)
    except UNREADABLE:
        where = _("The entry after %(size)d others") % {"size": result.size}
        result.add(Kind.TAMPERED, where, _("It cannot be read."))
        return
    result.root = root_of(peaks).hex()
    _tell_of_longer(result, waiting)
    _check_head(result, head, [peak.hex() for peak in peaks], newest)


def _leaves(head: AuditHead | None) -> Iterator[tuple[Leaf, str]]:
    rows = AuditEntry.objects.filter(leaf_index__isnull=False)
    if head:
        rows = rows.filter(leaf_index__lt=head.size)
    told = rows.order_by("leaf_index", "pk").values_list(*FIELDS)
    for *fields, stored in told.iterator(chunk_size=READ_AT_ONCE):
        yield Leaf(*fields), stored


def _check_entry(result: Result, leaf: Leaf, stored: str) -> None:
    """Look at one entry by itself: in its place, and as it was hashed there."""
    where = _("Entry %(index)d") % {"index": leaf.place}
    if leaf.place != result.size and result.is_in_order:
        result.is_in_order = False
        text = _("Entry %(expected)d should stand here.") % {"expected": result.size}
        result.add(Kind.TAMPERED, where, text)
    if leaf_sha256(leaf).hex() != stored:
        text = _("What it says is not what was hashed when it was written.")
        result.add(Kind.TAMPERED, where, text)


def _check_file(result: Result, leaf: Leaf) -> None:
    """Look for the file of a checkpoint that the log says was written."""
    size, root = leaf.facts["size"], bytes.fromhex(leaf.facts["root"])
    name = checkpoints.file_name(Checkpoint(size, root))
    if name not in result.on_file:
        text = _("The log says that this checkpoint was written, and it is missing.")
        result.add(Kind.TRUNCATED, name, text)


def _compare(result: Result, waiting: list[Signed], peaks: Peaks) -> None:
    """Compare the root so far with every checkpoint of this size."""
    while waiting and waiting[-1][0].size == result.size:
        checkpoint, name = waiting.pop()
        if root_of(peaks) != checkpoint.root:
            text = _("The first %(size)d entries are not those that were signed.")
            result.add(Kind.TAMPERED, name, text % {"size": result.size})


def _tell_of_longer(result: Result, waiting: list[Signed]) -> None:
    for checkpoint, name in waiting:
        text = _("It speaks of %(told)d entries; the log has only %(size)d.")
        told = text % {"told": checkpoint.size, "size": result.size}
        result.add(Kind.TRUNCATED, name, told)


def _check_head(
    result: Result,
    head: AuditHead | None,
    peaks: list[str],
    newest: datetime.datetime | None,
) -> None:
    where = _("The head of the log")
    if head is None:
        result.add(Kind.TAMPERED, where, _("It is missing."))
    elif result.size < head.size:
        text = _("It speaks of %(told)d entries; %(missing)d of them are missing.")
        counts = {"told": head.size, "missing": head.size - result.size}
        result.add(Kind.TRUNCATED, where, text % counts)
    elif head.root != result.root or head.peaks != peaks:
        text = _("Its root is not the root of the entries.")
        result.add(Kind.TAMPERED, where, text)
    elif head.newest_at != newest:
        text = _("Its newest moment is not that of the entries.")
        result.add(Kind.TAMPERED, where, text)


def _check_outside(result: Result) -> None:
    """Find rows that no root covers; a row being written now is not seen yet."""
    text = _("It was never taken into the tree.")
    strange = AuditEntry.objects.filter(leaf_index__isnull=True).order_by("pk")
    for pk in strange.values_list("pk", flat=True)[: NAMED + 1]:
        result.add(Kind.TAMPERED, _("The row %(pk)d") % {"pk": pk}, text)
    text = _("It stands behind the end that the head speaks of.")
    # One statement sees the head and the entries in the same moment.
    size = Subquery(AuditHead.objects.filter(pk=1).values("size"))
    beyond = AuditEntry.objects.filter(leaf_index__gte=size).order_by("leaf_index")
    for index in beyond.values_list("leaf_index", flat=True)[: NAMED + 1]:
        where = _("Entry %(index)d") % {"index": index}
        result.add(Kind.TAMPERED, where, text)
