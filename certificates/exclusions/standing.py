"""What was found sticks: no later look hides it while nobody put it right. Pure.

The criteria read the newest day only. So what was not clear is told again on every
later day on which somebody looked.
"""

import datetime
from collections.abc import Iterable
from dataclasses import replace

from certificates.clearance.world import ExclusionCheckFacts

CLEAR, CONFIRMED = "CLEAR", "CONFIRMED"
# A day begins at one clinic while another still has the day before.
ELSEWHERE = datetime.timedelta(days=1)


def sticking(checks: Iterable[ExclusionCheckFacts]) -> tuple[ExclusionCheckFacts, ...]:
    """This will repeat what was not clear on the day of every later check.

    Args:
        checks: without those that were put right.
    """
    rows = tuple(checks)
    days = {row.on for row in rows if row.on is not None}
    return tuple(again for row in rows for again in _repeated(row, days))


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


def worst(one: str, other: str) -> str:
    """This will give the graver of two outcomes."""
    if CONFIRMED in (one, other):
        return CONFIRMED
    return other if one == CLEAR else one
