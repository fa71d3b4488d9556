"""Moments and calendar days, read the way the gate reads them.

Moments are made UTC before any arithmetic: adding minutes to a moment in a zone
with summer time would otherwise move the clock on the wall instead of time.
"""

import calendar
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def utc(moment: datetime | None) -> datetime:
    """Return the moment in UTC.

    Raises:
        ValueError: there is none, or it has no offset: nobody can say when it is.
    """
    if moment is not None and moment.tzinfo is UTC:
        return moment
    if moment is None or moment.utcoffset() is None:
        raise ValueError("A moment without an offset cannot be read.")
    return moment.astimezone(UTC)


def day_of(moment: datetime | None, zone: tzinfo) -> date:
    """Return the calendar day of a moment; midnight belongs to the new day."""
    return utc(moment).astimezone(zone).date()


def midnight(day: date, zone: tzinfo) -> datetime:
    """Return the moment, in UTC, at which a day begins."""
    return datetime.combine(day, time.min, tzinfo=zone).astimezone(UTC)


@lru_cache(maxsize=4096)
def day_after(day: date | None, days: int = 1) -> date | None:
    """Return the day that many days later.

    None for no day, and past the end of the calendar: neither ever comes.
    """
    if day is None:
        return None
    ordinal = day.toordinal() + days
    return date.fromordinal(ordinal) if ordinal <= date.max.toordinal() else None


def add_months(day: date, months: int) -> date:
    """Return the same day of a later month, or that month's last day.

    31 August and six months is the last day of February; 29 February and twelve
    months is 28 February.
    """
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def add_minutes(moment: datetime | None, minutes: int) -> datetime:
    return utc(moment) + timedelta(minutes=minutes)


@lru_cache(maxsize=4096)
def in_words(day: date) -> str:
    """Return a day as people write it: 3 December 2026."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
