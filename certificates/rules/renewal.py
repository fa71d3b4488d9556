"""From which day to which a credential is valid, and from when it can be renewed. Pure.

Three ways of dating a renewal. From the day it is granted: whoever renews early loses
what was left. From the old last day: whoever renews early loses nothing, and the
cycle stays where it was. To a fixed day of the year: everybody's ends together.
"""

import datetime
import re
from dataclasses import dataclass
from typing import Protocol

from certificates.clearance.days import add_months

COMPLETION, OLD_EXPIRY, CALENDAR = "COMPLETION", "OLD-EXPIRY", "CALENDAR"
DAY = datetime.timedelta(days=1)
MONTH_DAY = re.compile(r"\d\d-\d\d")
# Has every day that a year can have.
LEAP_YEAR = 2000


class Ends(Protocol):
    """Anything with a last day, such as a credential."""

    @property
    def valid_to(self) -> datetime.date: ...


class HasWindow(Protocol):
    """Anything that says how early a renewal may be, such as a requirement set."""

    @property
    def renewal_window_days(self) -> int: ...


class SaysHowLong(Protocol):
    """Anything that says how long a credential lasts, such as a requirement set."""

    valid_months: int
    renewal_dating: str
    renewal_month_day: str
    minimum_active_days: int


@dataclass(frozen=True)
class Terms:
    """How long a credential lasts.

    Args:
        dating: COMPLETION, OLD-EXPIRY or CALENDAR.
        month_day: for CALENDAR, such as 06-30; then the months say nothing.
        minimum_active_days: whatever the dating, it lasts at least so many days.
    """

    months: int
    dating: str = COMPLETION
    month_day: str = ""
    minimum_active_days: int = 0


def terms_of(asked: SaysHowLong) -> Terms:
    """This will read the terms from a requirement set."""
    return Terms(
        months=asked.valid_months,
        dating=asked.renewal_dating,
        month_day=asked.renewal_month_day,
        minimum_active_days=asked.minimum_active_days,
    )


def period_of(
    today: datetime.date, terms: Terms, old_last_day: datetime.date | None = None
) -> tuple[datetime.date, datetime.date]:
    """This will give the first and the last day of what is granted today.

    It always begins today: there is no gap, and the old one ends with it.

    Args:
        old_last_day: of the credential that is renewed; None for a first grant.
    """
    in_time = old_last_day is not None and today <= old_last_day
    counted_from = today
    if terms.dating == OLD_EXPIRY and old_last_day and in_time:
        # As if it began when the old one ended.
        counted_from = old_last_day + DAY
    least = today + (max(terms.minimum_active_days, 1) - 1) * DAY
    if terms.dating == CALENDAR:
        if old_last_day and in_time:
            # A renewal that ended with the old one would renew nothing.
            least = max(least, old_last_day + DAY)
        return today, _next_such_day(least, terms.month_day)
    return today, max(add_months(counted_from, terms.months) - DAY, least)


def renewal_opens(credential: Ends, asked: HasWindow) -> datetime.date:
    """This will give the first day on which a credential can be renewed."""
    return credential.valid_to - datetime.timedelta(days=asked.renewal_window_days)


def is_month_day(text: object) -> bool:
    """This will say whether a text is a day of the year, such as 06-30 or 02-29."""
    if not isinstance(text, str) or not MONTH_DAY.fullmatch(text):
        return False
    try:
        datetime.date.fromisoformat(f"{LEAP_YEAR}-{text}")
    except ValueError:
        return False
    return True


def _next_such_day(least: datetime.date, month_day: str) -> datetime.date:
    """The first such day of the year that is not before `least`."""
    this_year = _in_year(least.year, month_day)
    return this_year if this_year >= least else _in_year(least.year + 1, month_day)


def _in_year(year: int, month_day: str) -> datetime.date:
    """29 February is the 28th in a common year."""
    month, day = (int(part) for part in month_day.split("-"))
    first = datetime.date(year, month, 1)
    return min(first + (day - 1) * DAY, add_months(first, 1) - DAY)
