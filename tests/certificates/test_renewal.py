"""From which day to which a credential is valid: three datings, every kind of day."""

import datetime
from dataclasses import dataclass

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from certificates.clearance.days import add_months
from certificates.rules.renewal import Terms, is_month_day, period_of, renewal_opens

date = datetime.date
DAY = datetime.timedelta(days=1)
DATINGS = ("COMPLETION", "OLD-EXPIRY", "CALENDAR")
MONTH_DAYS = [
    (date(2000, 1, 1) + n * DAY).strftime("%m-%d")  # a leap year: has them all
    for n in range(366)
]
days = st.dates(date(2020, 1, 1), date(2060, 12, 31))
terms = st.builds(
    Terms,
    months=st.integers(1, 36),
    dating=st.sampled_from(DATINGS),
    month_day=st.sampled_from(MONTH_DAYS),
    minimum_active_days=st.integers(0, 800),
)


def day(text: str) -> date:
    return date.fromisoformat(text)


def last(today: str, told: Terms, old: str | None = None) -> str:
    """The last day, as a text."""
    _first, found = period_of(day(today), told, day(old) if old else None)
    return found.isoformat()


class TestFromTheDayItIsGranted:
    @pytest.mark.parametrize(
        ("today", "months", "ends"),
        [
            ("2026-11-22", 24, "2028-11-21"),
            ("2026-01-01", 12, "2026-12-31"),
            ("2028-02-29", 12, "2029-02-27"),
            ("2028-03-01", 12, "2029-02-28"),
            ("2027-03-01", 12, "2028-02-29"),
            ("2026-08-31", 6, "2027-02-27"),
        ],
    )
    def test_counts_months_less_a_day(self, today, months, ends):
        assert last(today, Terms(months)) == ends

    def test_forgets_what_was_left_of_the_old_one(self):
        assert last("2026-11-22", Terms(24), "2027-02-01") == "2028-11-21"


class TestFromTheOldLastDay:
    TERMS = Terms(24, "OLD-EXPIRY")

    @pytest.mark.parametrize(
        ("today", "old", "ends"),
        [
            # In the window, and on the very last day: nothing is lost.
            ("2026-11-22", "2027-02-01", "2029-02-01"),
            ("2027-02-01", "2027-02-01", "2029-02-01"),
            # A day late, and the first time: as if nothing had been before.
            ("2027-02-02", "2027-02-01", "2029-02-01"),
            ("2027-05-10", "2027-02-01", "2029-05-09"),
            ("2027-05-10", None, "2029-05-09"),
            # The last day of a month stays the last day of a month.
            ("2028-02-10", "2028-02-29", "2030-02-28"),
            ("2026-02-10", "2026-02-28", "2028-02-29"),
            ("2026-06-01", "2026-06-30", "2028-06-30"),
        ],
    )
    def test_keeps_the_cycle_when_it_is_in_time(self, today, old, ends):
        assert last(today, self.TERMS, old) == ends

    def test_begins_today_all_the_same(self):
        first, _last = period_of(day("2026-11-22"), self.TERMS, day("2027-02-01"))

        assert first == day("2026-11-22")


class TestToAFixedDayOfTheYear:
    @pytest.mark.parametrize(
        ("today", "month_day", "least", "ends"),
        [
            ("2026-11-22", "06-30", 0, "2027-06-30"),
            ("2026-11-22", "06-30", 180, "2027-06-30"),
            # 22 November to 30 June are 221 days, both counted.
            ("2026-11-22", "06-30", 221, "2027-06-30"),
            ("2026-11-22", "06-30", 222, "2028-06-30"),
            ("2026-06-30", "06-30", 0, "2026-06-30"),
            ("2026-06-30", "06-30", 2, "2027-06-30"),
            ("2026-11-22", "02-29", 0, "2027-02-28"),
            ("2027-03-01", "02-29", 0, "2028-02-29"),
            ("2028-02-29", "02-29", 2, "2029-02-28"),
            ("2026-11-22", "12-31", 0, "2026-12-31"),
        ],
    )
    def test_is_the_next_that_lasts_long_enough(self, today, month_day, least, ends):
        told = Terms(24, "CALENDAR", month_day, least)

        assert last(today, told) == ends

    def test_a_renewal_goes_past_what_it_renews(self):
        told = Terms(24, "CALENDAR", "06-30")

        assert last("2027-05-01", told, "2027-06-30") == "2028-06-30"
        assert last("2027-07-01", told, "2027-06-30") == "2028-06-30"

    @pytest.mark.parametrize(
        ("text", "good"),
        [
            ("06-30", True),
            ("02-29", True),
            ("02-30", False),
            ("13-01", False),
            ("00-10", False),
            ("6-30", False),
            ("2027-06-30", False),
            ("", False),
            (630, False),
        ],
    )
    def test_is_a_day_that_a_year_can_have(self, text, good):
        assert is_month_day(text) is good


class TestWhateverTheDating:
    @given(today=days, told=terms, old=st.none() | days)
    def test_begins_today_and_lasts_long_enough(self, today, told, old):
        first, ends = period_of(today, told, old)

        assert first == today
        assert (ends - first).days + 1 >= max(told.minimum_active_days, 1)

    @given(today=days, told=terms, early=st.integers(0, 90))
    @example(today=date(2028, 2, 28), told=Terms(12, "OLD-EXPIRY"), early=1)
    def test_a_renewal_in_time_never_ends_sooner_for_being_early(
        self, today, told, early
    ):
        """Only from the day of granting does whoever is early lose days."""
        old = today + early * DAY
        _first, ends = period_of(today, told, old)

        if told.dating != "COMPLETION":
            assert ends > old
        if (
            told.dating == "OLD-EXPIRY"
            and ends > today + told.minimum_active_days * DAY
        ):
            assert ends == add_months(old + DAY, told.months) - DAY

    @given(today=days, told=terms, late=st.integers(1, 4000))
    def test_too_late_is_as_if_it_were_the_first(self, today, told, late):
        assert period_of(today, told, today - late * DAY) == period_of(today, told)

    @given(today=days, told=terms)
    def test_a_fixed_day_comes_within_a_year_of_the_least(self, today, told):
        _first, ends = period_of(today, Terms(1, "CALENDAR", "02-29", 0))

        assert (ends.month, ends.day) in {(2, 28), (2, 29)}
        assert (ends + DAY).month == 3
        assert (ends - today).days <= 366


@dataclass
class Held:
    valid_to: date


@dataclass
class Asked:
    renewal_window_days: int


def test_the_window_is_the_sets_own():
    held = Held(day("2027-03-01"))

    assert renewal_opens(held, Asked(90)) == day("2026-12-01")
    assert renewal_opens(held, Asked(1)) == day("2027-02-28")
