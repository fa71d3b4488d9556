"""Which of a module's editions still count for somebody who learned one. Pure."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from modules.records import EditionChange

RETAKE = "RETAKE"


@dataclass(frozen=True)
class CountingEditions:
    """All editions of a module, and what one person finished.

    Args:
        editions: every one, oldest first, whatever it asks.
        completed: the lessons finished, in whichever module they stood then.
        finished_in: by lesson, the newest edition of this module it was finished in.
        asked_elsewhere: lessons that were learned in another module alone, and that
            module asked to learn them again.
    """

    editions: Sequence[EditionChange]
    completed: Collection[uuid.UUID]
    finished_in: Mapping[uuid.UUID, int]
    asked_elsewhere: Collection[uuid.UUID] = frozenset()

    @property
    def retaken(self) -> EditionChange | None:
        """The newest edition that asks to be learned again; None when none does."""
        asked = [row for row in self.editions if row.significance == RETAKE]
        return asked[-1] if asked else None

    def is_asked_again(self, lesson: uuid.UUID) -> bool:
        """Whether a finished lesson has to be read again."""
        retaken = self.retaken
        if lesson in self.asked_elsewhere:
            return True
        return (
            retaken is not None
            and lesson in self.completed
            and retaken.is_about(lesson, self.finished_in.get(lesson))
        )

    def was_complete_before(self, number: int) -> bool:
        """Whether an edition before this one counts still and was finished whole."""
        first = self.retaken.number if self.retaken else 0
        return any(
            row.lessons and all(self._counts(lesson) for lesson in row.lessons)
            for row in self.editions
            if first <= row.number < number
        )

    def _counts(self, lesson: uuid.UUID) -> bool:
        return lesson in self.completed and not self.is_asked_again(lesson)
