"""Each day ahead is judged by the policy that will be in force on it."""

import datetime
from dataclasses import replace

import pytest

from certificates.rules.forecast import as_it_stands, if_checks_are_renewed
from certificates.selectors.forecast import (
    forecast_as_it_stands,
    forecast_if_renewed,
)
from tests.cast import NOW
from tests.certificates.clearance.worlds import NOW as THEN
from tests.certificates.clearance.worlds import POLICY
from tests.certificates.policies import LOOKED_UP, mona, signed
from tests.certificates.roster import days
from tests.certificates.test_forecast import MARK, WANDA, roster

__all__ = ["mona"]

FORECASTS = (forecast_as_it_stands, forecast_if_renewed)


@pytest.fixture
def clear(session):
    """A pair that is clear, at a clinic that has set its values."""


class TestAVersionThatWaits:
    def test_is_asked_from_the_day_on_which_it_begins(self, clear, clinic, rita, mona):
        before = forecast_if_renewed(clinic, NOW)
        signed(clinic, rita, mona, LOOKED_UP, in_force_from=NOW + days(9))

        after = forecast_if_renewed(clinic, NOW)

        assert [row.members for row in before[:12]] == [2] * 12
        assert [row.members for row in after[:9]] == [2] * 9
        # What was looked up five days ago is too old for it.
        assert {row.members for row in after[10:12]} == {0}
        assert {row.ordinary for row in after[10:12]} == {0}

    @pytest.mark.parametrize("forecast", FORECASTS)
    def test_that_was_called_off_never_is(self, forecast, clear, clinic, rita, mona):
        plain = forecast(clinic, NOW)
        signed(clinic, rita, mona, LOOKED_UP, in_force_from=NOW + days(9))
        signed(clinic, rita, mona, {}, in_force_from=NOW + days(1))

        assert [r.numbers for r in forecast(clinic, NOW)] == [r.numbers for r in plain]

    def test_costs_a_constant_number_of_queries(
        self, clear, clinic, rita, mona, django_assert_max_num_queries
    ):
        with django_assert_max_num_queries(4):
            forecast_if_renewed(clinic, NOW)
        signed(clinic, rita, mona, LOOKED_UP, in_force_from=NOW + days(9))
        with django_assert_max_num_queries(5):
            forecast_if_renewed(clinic, NOW)


class TestTheDayItBegins:
    @pytest.mark.parametrize("forecast", [as_it_stands, if_checks_are_renewed])
    def test_counts_when_it_began_before_the_session(self, forecast):
        day = forecast(roster(WANDA, MARK), POLICY, THEN)[5].day
        # No day is judged by a version that is in force at no time.
        never = replace(POLICY, version=9, in_force_from=None)
        zone = datetime.UTC
        morning = datetime.datetime.combine(day, datetime.time(0), tzinfo=zone)
        night = morning + datetime.timedelta(hours=23, minutes=59)

        for begins, first in ((morning, 5), (night, 6)):
            rows = forecast(roster(WANDA, MARK), POLICY, THEN, [(begins, never)])
            assert rows[first - 1].members == 2
            assert {row.members for row in rows[first:]} == {0}
