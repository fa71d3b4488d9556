"""An award on passed assessments is a refresh of the critical items."""

import datetime

import pytest

from certificates.actions.applications import Wish, submit_application
from certificates.models import CurrencyRecord
from modules.models import Attempt
from tests.cast import NOW
from tests.certificates.applying import approve
from tests.certificates.readiness import make_ready
from tests.certificates.roster import days
from tests.letting_go import let_go_of

REFRESH = CurrencyRecord.Kind.REFRESH


@pytest.fixture
def application(alice, bob, clinic):
    make_ready(alice, clinic, bob)
    let_go_of("modules_attempt")
    oldest = Attempt.objects.filter(person=alice).order_by("pk").first()
    Attempt.objects.filter(pk=oldest.pk).update(
        submitted_at=datetime.datetime(2026, 9, 2, 3, 0, tzinfo=datetime.UTC)
    )
    return submit_application(alice, Wish(clinic, "L1"), at=NOW)


def refreshes(person):
    rows = CurrencyRecord.objects.filter(person=person, kind=REFRESH)
    return list(rows.values_list("on", flat=True))


class TestAnAward:
    def test_is_dated_by_the_oldest_answer_it_rests_on(self, application, alice, rita):
        approve(application, rita)

        # 03:00 UTC on the second is still the first in New York.
        assert refreshes(alice) == [datetime.date(2026, 9, 1)]

    def test_never_sets_a_newer_refresh_back(self, application, alice, rita):
        newer = NOW.date() - days(3)
        CurrencyRecord.objects.create(
            person=alice, kind=REFRESH, on=newer, recorded_at=NOW
        )

        approve(application, rita)

        assert refreshes(alice) == [newer]

    def test_that_is_refused_refreshes_nothing(self, application, alice, bob):
        with pytest.raises(Exception, match=r"rated|director"):
            approve(application, bob)

        assert refreshes(alice) == []
