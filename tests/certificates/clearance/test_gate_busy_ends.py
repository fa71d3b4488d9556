"""Another session whose end cannot be believed takes all the time there is."""

from datetime import timedelta

import pytest

from tests.certificates.clearance.worlds import (
    CLEAR,
    STARTS,
    busy,
    change_person,
    judge,
    result,
)

EARLIER = STARTS - timedelta(hours=3)


@pytest.mark.parametrize(
    ("minutes", "expected"), [(-1, "UNMET"), (0, "UNMET"), (1, "MET")]
)
def test_one_that_ends_when_it_begins_or_before(minutes, expected):
    row = busy(begins=EARLIER, ends=EARLIER + timedelta(minutes=minutes))
    world = change_person(CLEAR, "wanda", busy=(row,))

    assert result(judge(world), "NOT-DOUBLE-BOOKED", "wanda") == expected
