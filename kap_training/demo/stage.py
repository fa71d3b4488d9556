"""Where the demonstration plays: its seed, its moment, its clinics and its people."""

import datetime
from dataclasses import dataclass

from home.models import Clinic, Person
from kap_training.demo.timeline import Timeline


@dataclass(frozen=True)
class Stage:
    """What every part of the story needs."""

    seed: int
    timeline: Timeline
    clinics: dict[str, Clinic]
    people: dict[str, Person]

    @property
    def now(self) -> datetime.datetime:
        """The moment at which the demonstration begins."""
        return self.timeline.now

    def day(self, days_ago: int) -> datetime.date:
        """This will give the date of an earlier day; of a later one when negative."""
        return self.timeline.moment(days_ago, 18).date()
