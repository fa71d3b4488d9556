"""Who learned a module in an edition before one that asks to be retaken.

The gate does not close for it: it asks for the yearly refresh of the critical items,
and a level is judged on what was learned when it is awarded or renewed. A director is
told of it before a session, so that nobody runs one on what is taught no longer.
"""

import uuid
from collections.abc import Iterable

from certificates.clearance.days import in_words
from certificates.clearance.verdicts import Verdict, unmet
from modules.counting_editions import RETAKE
from modules.models import EditionRelease
from modules.records import LearningRecord, ModuleRecord
from modules.selectors.record import learning_records


def reading_again(people: Iterable[uuid.UUID]) -> dict[str, list[Verdict]]:
    """This will tell by person what they have to read again.

    One query while no edition asks it; otherwise as many as a learning record takes.
    """
    ids = list(dict.fromkeys(people))
    if not ids or not EditionRelease.objects.filter(significance=RETAKE).exists():
        return {}
    records = learning_records(ids, clinic_ids=[])
    found = {str(pk): _again(record) for pk, record in records.items()}
    return {pk: rows for pk, rows in found.items() if rows}


def _again(record: LearningRecord) -> list[Verdict]:
    modules = {
        module.key: module
        for track in record.tracks
        for module in track.modules
        if module.is_live
    }
    return [
        verdict
        for module in modules.values()
        if (verdict := _verdict(str(record.person_id), module))
    ]


def _verdict(person_id: str, module: ModuleRecord) -> Verdict | None:
    """Whatever was finished before the newest such edition is to be read again."""
    asked = [row for row in module.changes if row.significance == RETAKE]
    if not asked:
        return None
    change = asked[-1]
    older = [
        lesson
        for lesson in module.lessons
        if lesson.completed_at and change.is_about(lesson.key, lesson.completed_edition)
    ]
    if not older:
        return None
    text = (
        f"Module {module.code} was changed on "
        f"{in_words(change.published_at.date())} and is to be read again."
    )
    remedy = f"Read {module.code} {module.title} again as it is now."
    return unmet("MODULE-CURRENT", person_id, text, remedy)
