"""Signing the log as it stands, once it is known to go on from what was signed."""

from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from home import checkpoints
from home.actions import audit
from home.audit_tree import EMPTY_ROOT, Peaks, grow, root_of
from home.audit_verifying import WRITTEN
from home.checkpoints import Checkpoint
from home.errors import RuleBroken
from home.models import AuditEntry, AuditHead


class LogForked(RuleBroken):
    """The log does not go on from what was signed: signing it would hide that."""

    code = "CHECKPOINT-LOG-FORKED"


@transaction.atomic
def write_checkpoint() -> Path | None:
    """This will sign the log and note in it that it did; None without anything new.

    The note by itself is nothing new, so a log that rests stops growing.

    Raises:
        KeyTrouble: there is no key to sign with.
        LogShorter: a longer log was signed before.
        LogForked: its entries are not those that the newest checkpoint is of.
        SignatureWrong, NotACheckpoint: the newest checkpoint is not to be trusted.
    """
    head = AuditHead.objects.select_for_update().get(pk=1)
    if _is_told(head.size):
        return None
    checkpoint = Checkpoint(head.size, bytes.fromhex(head.root))
    _require_going_on(checkpoint)
    path = checkpoints.write(checkpoint)
    if head.size:
        audit.append(
            WRITTEN,
            by=None,
            at=timezone.now(),
            about=head,
            size=head.size,
            root=head.root,
        )
        audit.seal()
    return path


def _is_told(size: int) -> bool:
    last = AuditEntry.objects.filter(leaf_index=size - 1).first()
    return bool(last and last.action == WRITTEN and last.facts["size"] == size - 1)


def _require_going_on(now: Checkpoint) -> None:
    """Grow the tree from the hashes on record, past the newest checkpoint to here."""
    kept = checkpoints.kept()
    earlier = None
    if kept:
        key = checkpoints.signing_key().public_key()
        earlier = checkpoints.opened(kept[-1].read_text(encoding="utf-8"), key)
        if earlier.size > now.size:
            # `write` refuses it, in words of its own.
            return
    peaks: Peaks = []
    roots = {0: EMPTY_ROOT}
    rows = AuditEntry.objects.filter(leaf_index__lt=now.size).order_by("leaf_index")
    hashes = rows.values_list("leaf_sha256", flat=True)
    count = 0
    for count, leaf in enumerate(hashes.iterator(chunk_size=2000), 1):
        grow(peaks, count - 1, bytes.fromhex(leaf))
        if earlier and count == earlier.size:
            roots[count] = root_of(peaks)
    roots[count] = root_of(peaks)
    for one in (earlier, now):
        if one and roots.get(one.size) != one.root:
            raise LogForked(
                _("The log is not the one that was signed before. Run audit_verify.")
            )
