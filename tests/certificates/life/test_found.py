"""What was found while the model was written, each as a case of its own."""

import pytest

from certificates.actions.appeals import AppealClosed, appeal
from certificates.actions.applications import (
    Wish,
    start_application,
    submit_application,
    withdraw_application,
)
from tests.cast import NOW
from tests.certificates.applying import decline, row_counts
from tests.certificates.readiness import requirement_set


@pytest.fixture
def declined(alice, rita, clinic):
    requirement_set("L1", {"all": [{"leaf": "no_open_suspension"}]})
    row = submit_application(alice, Wish(clinic, "L1"), at=NOW)
    decline(row, rita, at=NOW)
    return row


def test_no_appeal_beside_an_application_that_was_begun_anew(declined, alice, clinic):
    another = start_application(alice, Wish(clinic, "L1"), at=NOW)
    before = row_counts()

    with pytest.raises(AppealClosed):
        appeal(declined, grounds="Please look again.", by=alice, at=NOW)
    assert row_counts() == before

    withdraw_application(another, by=alice, at=NOW)
    appeal(declined, grounds="Please look again.", by=alice, at=NOW)
    assert declined.state == "APPEALED"
