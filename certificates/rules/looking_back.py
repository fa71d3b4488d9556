"""From where one looks back: which moment is judged, what was on record. Pure."""

import datetime
from dataclasses import dataclass

from django.db.models import Q

from certificates.clearance.question import Question


@dataclass(frozen=True)
class Looking:
    """From where one looks back.

    Args:
        as_of: the moment that is judged.
        known_at: only what was on record then; None for the record as it stands.
    """

    as_of: datetime.datetime
    known_at: datetime.datetime | None = None

    def knows(self, recorded: datetime.datetime) -> bool:
        """This will say whether something was on record."""
        return self.known_at is None or recorded <= self.known_at

    def has_seen(self, moment: datetime.datetime) -> bool:
        """This will say whether what is written down as it happens was on record."""
        return moment <= self.as_of and self.knows(moment)

    @property
    def recorded(self) -> Q:
        """This will keep rows that were on record."""
        return Q(recorded_at__lte=self.known_at) if self.known_at else Q()


def looking_from(question: Question, now: datetime.datetime) -> Looking:
    """This will tell from where a question looks; at or after now, all is known."""
    known_at = question.known_at
    if known_at is not None and known_at >= now:
        known_at = None
    return Looking(question.as_of or now, known_at)
