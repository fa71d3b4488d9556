"""What the page of credentials says of a pause, a refusal and what ran out."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from certificates.actions.applications import Wish, submit_application
from certificates.models import Concern, Suspension
from tests.cast import NOW, client_of, clinic_day
from tests.certificates import readiness
from tests.certificates.applying import decline, defer
from tests.certificates.readiness import make_ready, make_unchecked
from tests.certificates.roster import days, grant
from tests.letting_go import let_go_of

PAGE = "/credentials/"


@pytest.fixture
def today(monkeypatch):
    """What is made is of today, whatever the day: the pages read the clock."""
    today = clinic_day()
    monkeypatch.setattr("tests.certificates.roster.TODAY", today)
    monkeypatch.setattr(readiness, "TODAY", today)


@pytest.fixture
def ready(today, alice, bob, clinic):
    return make_ready(alice, clinic, bob)


@pytest.fixture
def unchecked(today, alice, bob, clinic):
    """Alice is ready but for a look into the exclusion list."""
    return make_unchecked(alice, clinic, bob)


def text_of(person, address=PAGE):
    return client_of(person).get(address).content.decode()


def without_tokens(page):
    """The page without what is drawn afresh for every request."""
    return re.sub(r'(value|nonce)="[^"]{24,}"', "", page)


class TestAPause:
    def begin(self, alice, clinic, **told):
        told = {"kind": "PRECAUTIONARY", "reason": "Words of its own."} | told
        moments = {"starts_at": NOW, "recorded_at": NOW}
        return Suspension.objects.create(person=alice, clinic=clinic, **moments, **told)

    def test_stands_first_and_offers_no_application(self, ready, alice, clinic, rita):
        grant(alice, clinic, "T")
        self.begin(alice, clinic, by=rita, kind="ADMINISTRATIVE", reason="Papers.")

        page = text_of(alice)

        assert page.index("Your clinical work is paused") < page.index("What you hold<")
        assert "Administrative: Papers." in page
        assert "Two directors of" in page
        assert f'action="{reverse("application_start")}"' not in page

    def test_reads_alike_whether_or_not_a_report_began_it(
        self, ready, alice, bob, clinic, rita
    ):
        row = self.begin(alice, clinic, by=rita)
        before = text_of(alice)
        concern = Concern.objects.create(
            person=alice,
            clinic=clinic,
            severity="HARM",
            account="Somebody wrote something.",
            reported_by=bob,
            reported_at=NOW,
        )
        let_go_of("certificates_suspension")
        Suspension.objects.filter(pk=row.pk).delete()
        self.begin(alice, clinic, concern=concern, reason="Of the report.")

        after = text_of(alice)

        assert "Precautionary: A question is being looked into." in after
        assert "Words of its own." not in before
        assert without_tokens(after) == without_tokens(before)


class TestARefusal:
    @pytest.fixture
    def application(self, ready, alice, clinic):
        return submit_application(alice, Wish(clinic, "L1"), at=timezone.now())

    def test_to_mend_stands_beside_sending_again(self, application, alice, rita):
        defer(application, rita, at=timezone.now(), reason="Add a second session.")

        first = text_of(alice).split("Further on")[0]

        assert "Mend and send again" in first
        assert first.index("Add a second session.") < first.index("Mend and send")
        assert "Begin the application" not in first
        assert "Apply for L1" not in first

    def test_for_good_leads_to_the_appeal_first(self, application, alice, rita):
        decline(application, rita, at=timezone.now(), reason="Not yet.")

        page = text_of(alice)

        assert page.index("Read the decision") < page.index("You may appeal until")
        assert page.index("You may appeal until") < page.index("Apply anew")
        assert "Apply for L1" not in page


class TestWhatRanOut:
    def test_says_when_and_how_to_hold_it_again(self, ready, alice, clinic):
        last = clinic_day() - days(9)
        grant(alice, clinic, "L1", valid_to=last)

        page = text_of(alice)

        assert f"ended on {last.day} {last:%B %Y}. To hold it again" in page
