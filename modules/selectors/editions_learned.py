"""Which edition of a module somebody learned, and what became of lessons that moved."""

import uuid
from collections.abc import Collection, Mapping, Sequence

from modules.counting_editions import CountingEditions
from modules.models import ModuleEdition
from modules.records import EditionChange, EditionLearned
from modules.selectors.learning_evidence import Evidence

COSMETIC = ModuleEdition.Significance.COSMETIC


def edition_learned(
    frozen: Sequence[ModuleEdition],
    changes: Sequence[EditionChange],
    evidence: Evidence,
    reviewed: Collection[int],
) -> EditionLearned:
    """This will tell the edition to name: a cosmetic one that follows changes nothing.

    Args:
        frozen: the editions of one module in force so far, oldest first.
        changes: what each of them asked.
    """
    finished = evidence.finished_in.get(frozen[0].module_key, {})
    asked = [row.number for row in changes if row.significance != COSMETIC]
    numbers = finished.values() or asked or [frozen[0].number]
    row = next(row for row in frozen if row.number == max(numbers))
    keys = [uuid.UUID(line["key"]) for line in row.lessons]
    done = [evidence.completed[key] for key in keys if key in evidence.completed]
    return EditionLearned(
        id=row.pk,
        number=row.number,
        title=row.title,
        minutes=row.minutes,
        lessons=len(keys),
        is_reviewed=row.pk in reviewed,
        done=len(done),
        last_done_at=max(done, default=None),
    )


def asked_elsewhere(
    edition: ModuleEdition,
    changes: Mapping[uuid.UUID, Sequence[EditionChange]],
    evidence: Evidence,
) -> frozenset[uuid.UUID]:
    """This will tell the lessons that the module they were learned in asks again.

    They stand in this edition now, and were not finished here yet.
    """
    here = evidence.finished_in.get(edition.module_key, {})
    keys = {uuid.UUID(line["key"]) for line in edition.lessons}
    came = (keys & evidence.completed.keys()) - here.keys()
    if not came:
        return frozenset()
    judged = [
        CountingEditions(changes[module], evidence.completed.keys(), finished)
        for module, finished in evidence.finished_in.items()
    ]
    return frozenset(
        key
        for key in came
        if all(row.is_asked_again(key) for row in judged if key in row.finished_in)
    )
