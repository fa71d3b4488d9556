"""Compares every registered row with the newest entry that holds its digest."""

from collections.abc import Collection, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils.translation import gettext as _

from home.audit_checks import Mismatch
from home.models import AuditEntry
from home.sealed_rows import (
    FACT,
    SealedKind,
    canonical_rows,
    in_batches,
    is_digest_of,
    kinds,
)

# A row may be changed between two looks; one that was tampered with stays wrong.
LOOKS = 3
MISSING = object()


def rows_are_as_sealed() -> Iterator[Mismatch]:
    """This will find rows that were changed, added or taken away past the log.

    With another database backend than ours entries hold no digest to compare.
    """
    if not hasattr(connection, "leave"):
        return
    for kind in kinds():
        name = kind.model._meta.object_name
        for pk, text in _wrong(kind):
            yield Mismatch(f"{name} {pk}", text)


def _wrong(kind: SealedKind) -> Iterator[tuple[str, str]]:
    ids = kind.model._base_manager.order_by("pk").values_list("pk", flat=True)
    for batch in in_batches(ids.iterator(chunk_size=500)):
        yield from _looked_at(kind, batch).items()
    told = AuditEntry.objects.filter(subject_kind=kind.label, leaf_index__isnull=False)
    told = told.exclude(action="DENIED").order_by("subject_id")
    subjects = told.values_list("subject_id", flat=True).distinct()
    for batch in in_batches(subjects.iterator(chunk_size=500)):
        yield from _looked_at(kind, _gone(kind, batch)).items()


def _looked_at(kind: SealedKind, ids: Collection[Any]) -> dict[str, str]:
    """What is wrong with each, and was so at every look."""
    wrong: dict[str, str] = {}
    for _look in range(LOOKS):
        wrong = _compared(kind, ids)
        ids = [pk for pk in ids if str(pk) in wrong]
        if not ids:
            break
    return wrong


def _compared(kind: SealedKind, ids: Collection[Any]) -> dict[str, str]:
    stands = canonical_rows(kind, _readable(kind, ids))
    sealed = _newest(kind, [str(pk) for pk in ids])
    wrong = {}
    for pk in map(str, ids):
        digest, text = sealed.get(pk, MISSING), stands.get(pk)
        if text is None:
            if digest is not None:
                wrong[pk] = _("The log tells of it, and it is gone.")
        elif digest is MISSING:
            wrong[pk] = _("The log does not tell how it came here.")
        elif not is_digest_of(text, digest, kind):
            wrong[pk] = _("It does not say what it said when it was last logged.")
    return wrong


def _newest(kind: SealedKind, ids: list[str]) -> dict[str, Any]:
    rows = AuditEntry.objects.filter(subject_kind=kind.label, subject_id__in=ids)
    rows = rows.filter(leaf_index__isnull=False).order_by("leaf_index")
    told = rows.values_list("subject_id", "facts")
    return {pk: facts[FACT] for pk, facts in told if FACT in facts}


def _gone(kind: SealedKind, ids: list[str]) -> list[str]:
    rows = kind.model._base_manager.filter(pk__in=_readable(kind, ids))
    there = {str(pk) for pk in rows.values_list("pk", flat=True)}
    return [pk for pk in ids if pk not in there]


def _readable(kind: SealedKind, ids: Collection[Any]) -> list[Any]:
    """Ids that the table could have at all."""
    found = []
    for pk in ids:
        try:
            found.append(kind.model._meta.pk.to_python(pk))
        except ValidationError:
            continue
    return found
