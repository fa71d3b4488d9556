"""What was found sticks: no later look hides it while nobody put it right. Pure.

The criteria read the newest day only. So what was not clear is told again on every
later day on which somebody looked. What a roster brought in one piece is the roster's
own word: of that the newest day counts, as it counted where it came from; what has no
day in it says nothing.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import replace

from certificates.clearance.world import ExclusionCheckFacts
from certificates.worlds.shapes import NO_DAY

CLEAR, CONFIRMED = "CLEAR", "CONFIRMED"
# A day begins at one clinic while another still has the day before.
ELSEWHERE = datetime.timedelta(days=1)


def sticking(
    checks: Iterable[ExclusionCheckFacts],
    rosters: Mapping[str, datetime.datetime | None] | None = None,
) -> tuple[ExclusionCheckFacts, ...]:
    """This will repeat what was not clear on the day of every later check.

    Args:
        checks: without those that were put right.
        rosters: when a check came with a roster, by its id; for those that did.
    """
    rows, came = tuple(checks), rosters or {}
    days = {row.on for row in rows if row.on is not None}
    found: list[ExclusionCheckFacts] = []
    for row in rows:
        if row.id in came and row.on == NO_DAY:
            found.append(replace(row, on=None))
        elif row.id in came:
            ends = _followed_on(row, rows, came)
            found += _until(row, days, ends)
        else:
            found += _repeated(row, days)
    return tuple(found)


def _repeated(
    row: ExclusionCheckFacts, days: set[datetime.date]
) -> Iterable[ExclusionCheckFacts]:
    if row.outcome == CLEAR:
        return [row]
    if row.on is None:
        return [row, *(replace(row, on=day) for day in sorted(days))]
    since = row.on - ELSEWHERE
    told = {since, row.on} | {day for day in days if day > since}
    return [replace(row, on=day) for day in sorted(told)]


def _followed_on(
    row: ExclusionCheckFacts,
    rows: Iterable[ExclusionCheckFacts],
    came: Mapping[str, datetime.datetime | None],
) -> datetime.date:
    """The day from which the same roster says something else, or the same again."""
    days = [other.on for other in rows if came.get(other.id) == came[row.id]]
    later = [day for day in days if day and row.on and row.on < day]
    return min(later, default=datetime.date.max)


def _until(
    row: ExclusionCheckFacts, days: set[datetime.date], ends: datetime.date
) -> Iterable[ExclusionCheckFacts]:
    if row.outcome == CLEAR or row.on is None:
        return [row]
    told = {row.on} | {day for day in days if row.on < day < ends}
    return [replace(row, on=day) for day in sorted(told)]


def worst(one: str, other: str) -> str:
    """This will give the graver of two outcomes."""
    if CONFIRMED in (one, other):
        return CONFIRMED
    return other if one == CLEAR else one
