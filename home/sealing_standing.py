"""Binding rows that stand already: what was there before entries held digests."""

import datetime
from collections.abc import Iterator
from typing import Any

from home.audit_leaves import Leaf, leaf_sha256
from home.audit_tree import grow, root_of
from home.sealed_rows import FACT, SealedKind, digests, in_batches, kinds

ACTION = "ROW-SEALED"


def seal_standing(apps: Any, at: datetime.datetime) -> int:
    """This will add one entry with its digest about every registered row.

    For a migration, inside its transaction. What an entry said before stays.

    Args:
        apps: the models as they stand then.
    """
    entries = apps.get_model("home", "AuditEntry")
    heads = apps.get_model("home", "AuditHead").objects
    head = heads.select_for_update().get(pk=1)
    peaks = [bytes.fromhex(peak) for peak in head.peaks]
    size = head.size
    for batch in in_batches(_told(apps)):
        rows = []
        for kind, pk, clinic, digest in batch:
            told = Leaf(size, at, ACTION, None, clinic, kind.label, pk, {FACT: digest})
            leaf = leaf_sha256(told)
            grow(peaks, size, leaf)
            fields = told._asdict()
            fields["leaf_index"] = fields.pop("place")
            rows.append(entries(**fields, leaf_sha256=leaf.hex()))
            size += 1
        entries.objects.bulk_create(rows)
    if size > head.size:
        heads.filter(pk=1).update(
            size=size,
            peaks=[peak.hex() for peak in peaks],
            root=root_of(peaks).hex(),
            newest_at=max(at, head.newest_at) if head.newest_at else at,
        )
    return size - head.size


def _told(apps: Any) -> Iterator[tuple[SealedKind, str, int | None, str]]:
    for kind in kinds():
        try:
            model = apps.get_model(kind.label)
        except LookupError:
            # It comes with a later migration.
            continue
        names = {field.attname for field in model._meta.concrete_fields}
        clinic = "clinic_id" if "clinic_id" in names else None
        ids = model._base_manager.order_by("pk").values_list("pk", clinic or "pk")
        for batch in in_batches(ids.iterator(chunk_size=500)):
            found = digests(kind, [pk for pk, _clinic in batch], apps)
            for pk, at_clinic in batch:
                digest = found[str(pk)]
                yield kind, str(pk), at_clinic if clinic else None, digest
