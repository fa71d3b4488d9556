"""What is held, looked at alone."""

from datetime import date

from certificates.clearance.criteria import holdings
from certificates.clearance.criteria.holdings import Holding, longest
from certificates.clearance.opening import open_case
from certificates.clearance.question import parse
from tests.certificates.clearance.worlds import CLEAR, NOW, TEAM, ask

SOON, LATE = date(2026, 12, 1), date(2027, 12, 1)


class TestLongest:
    def test_is_the_later_end(self):
        assert longest([Holding(SOON), Holding(LATE)]) == Holding(LATE)

    def test_no_end_is_longest_of_all(self):
        assert longest([Holding(LATE), Holding(None), Holding(SOON)]) == Holding(None)

    def test_of_two_that_end_together_is_the_first(self):
        first, second = Holding(LATE, ("a",)), Holding(LATE, ("b",))

        assert longest([first, second]) is first
        assert longest([second, first]) is second

    def test_of_nothing_is_nothing(self):
        assert longest([]) is None
        assert longest([None]) is None


def test_credentials_of_a_person_are_looked_through_once():
    case = open_case(parse(ask()), CLEAR, NOW)

    person_id = TEAM[0].id
    once = holdings._lasting(case, person_id)

    assert once
    assert holdings._lasting(case, person_id) is once
