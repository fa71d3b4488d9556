"""What a credential is worth today, told from its state, its dates and suspensions.

Pure. The stored state may lag behind the calendar; people are never told a lag.
"""

import datetime
from enum import StrEnum


class LiveState(StrEnum):
    """What anybody may know of a credential's standing."""

    VALID = "VALID"
    PROVISIONAL = "PROVISIONAL"
    NOT_YET_VALID = "NOT_YET_VALID"
    EXPIRED = "EXPIRED"
    SUSPENDED = "SUSPENDED"
    SUPERSEDED = "SUPERSEDED"
    REVOKED = "REVOKED"
    RELINQUISHED = "RELINQUISHED"


FINAL = {"REVOKED", "SUPERSEDED", "RELINQUISHED", "EXPIRED"}


def live_state(
    stored: str,
    period: tuple[datetime.date, datetime.date],
    *,
    today: datetime.date,
    is_suspended: bool,
) -> LiveState:
    """This will say what a credential is worth on a day at its clinic.

    Args:
        stored: the state on the row.
        period: first and last valid day, both included.
        is_suspended: its holder has an open suspension that covers this clinic.
    """
    first, last = period
    if stored in FINAL:
        return LiveState(stored)
    if last < today:
        return LiveState.EXPIRED
    if stored == "SUSPENDED" or is_suspended:
        return LiveState.SUSPENDED
    if today < first:
        return LiveState.NOT_YET_VALID
    return LiveState.PROVISIONAL if stored == "PROVISIONAL" else LiveState.VALID
