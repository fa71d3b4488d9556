"""What happened at the clinics, told in the order in which it happened.

The audit log is written as the story goes; so that it reads like one, every act is
put on the timeline first and then played by its moment.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Act = Callable[[datetime.datetime], Any]


@dataclass
class Timeline:
    """Acts by their moments. `now` is the last moment there is."""

    now: datetime.datetime
    acts: list[tuple[datetime.datetime, Act]] = field(default_factory=list)

    def moment(self, days_ago: int, hour: int, minute: int = 0) -> datetime.datetime:
        """This will give a moment of an earlier day.

        Args:
            days_ago: one or more: a day before the one that `now` has in UTC.
            hour: in UTC; from 14 to 22 it is the same date at both clinics.
        """
        day = self.now.astimezone(datetime.UTC) - datetime.timedelta(days=days_ago)
        return day.replace(hour=hour, minute=minute, second=0, microsecond=0)

    def put(self, at: datetime.datetime, act: Act) -> None:
        """This will put an act at its moment; it is called with it."""
        self.acts.append((at, act))

    def play(self) -> None:
        """This will let everything happen; acts of one moment in the order put."""
        for at, act in sorted(self.acts, key=lambda one: one[0]):
            act(at)
