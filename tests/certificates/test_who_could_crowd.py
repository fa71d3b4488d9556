"""Who could run a session, asked of a large roster."""

import time

import pytest

from tests.certificates.clearance.worlds import add, change_session
from tests.certificates.test_who_could import EMPTY, found, therapist


class TestALargeRoster:
    def crowd(self, **changes):
        people = tuple(
            therapist(f"t{n:02}", gender="WOMAN" if n % 2 else "MAN", **changes)
            for n in range(50)
        )
        return add(EMPTY, *people)

    def test_gives_ten_and_ten(self):
        answer = found(self.crowd())

        assert len(answer.clear) == 10
        assert len(answer.nearly) <= 10

    @pytest.mark.parametrize("preference", ["NONE_STATED", "TWO_MEN", "ONE_MAN"])
    def test_takes_well_under_a_second(self, preference):
        world = change_session(self.crowd(), preference=preference)
        begun = time.process_time()

        found(world)

        assert time.process_time() - begun < 0.8

    def test_even_when_nobody_fits(self):
        crowd = self.crowd(matching_consent=False)
        world = change_session(crowd, preference="TWO_MEN")
        begun = time.process_time()

        answer = found(world)

        assert (answer.clear, answer.nearly) == ((), ())
        assert time.process_time() - begun < 0.8
