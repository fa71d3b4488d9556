"""What changed for one person since the edition of a module that they learned."""

import uuid
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Max

from home.models import Person
from modules.models import Acknowledgement, EditionRelease, ModuleEdition
from modules.passages import ChangedLesson, changed_lessons, digest_of
from modules.records import EditionChange, ModuleRecord
from modules.selectors.reading_editions import standing_in
from modules.selectors.record import learning_record


@dataclass(frozen=True)
class Changes:
    """Two editions side by side, as one person is to read them.

    Args:
        before: the edition they learned, confirmed or are reading, with its text.
        after: the one in force, with its text.
        release: what was said when it was put in force.
        asked: the change that waits for their confirmation; None where none does.
        is_reading: they are in the middle of the earlier edition.
    """

    before: ModuleEdition
    after: ModuleEdition
    release: EditionRelease
    asked: EditionChange | None
    is_reading: bool

    @cached_property
    def lessons(self) -> tuple[ChangedLesson, ...]:
        """Every lesson that differs, passage by passage."""
        return changed_lessons(
            (self.before.lessons, self.before.content),
            (self.after.lessons, self.after.content),
        )

    @property
    def sha256(self) -> str:
        """The digest of everything shown."""
        return digest_of(self.lessons)


def changes_for(person: Person, module_key: uuid.UUID) -> Changes | None:
    """This will set what changed side by side; None where nothing did for them.

    Whoever has to confirm a change reads everything since the oldest text that they
    still stand on; whoever is in the middle, everything since the edition they began.
    """
    standing = standing_in(person, module_key)
    if standing.in_force is None or standing.edition is None:
        return None
    module = _module(person, module_key)
    asked = module.to_confirm if module else None
    if module and asked:
        number = max(_oldest(module, asked), _confirmed(person, module_key))
    elif standing.newer:
        number = standing.edition.number
    else:
        return None
    rows = ModuleEdition.objects.filter(module_key=module_key)
    before = rows.get(number=number)
    after = rows.select_related("release").get(pk=standing.in_force.pk)
    is_reading = standing.newer is not None
    return Changes(before, after, after.release, asked, is_reading)


def _module(person: Person, module_key: uuid.UUID) -> ModuleRecord | None:
    record = learning_record(person, clinic_ids=())
    modules = (module for track in record.tracks for module in track.modules)
    return next((module for module in modules if module.key == module_key), None)


def _oldest(module: ModuleRecord, asked: EditionChange) -> int:
    """The oldest edition in which a lesson that the change is about was finished."""
    return min(
        row.completed_edition
        for row in module.lessons
        if row.completed_edition and asked.is_about(row.key, row.completed_edition)
    )


def _confirmed(person: Person, module_key: uuid.UUID) -> int:
    """The newest edition whose changes the person confirmed; 0 for none."""
    rows = Acknowledgement.objects.filter(person=person, edition__module_key=module_key)
    return rows.aggregate(n=Max("edition__number"))["n"] or 0
