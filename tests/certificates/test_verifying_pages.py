"""The office verifies what was sent: what it sees, and what it moves."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from certificates.actions.applications import Wish, submit_application
from certificates.models import ExclusionCheck
from home.models import Role
from tests.cast import client_of, clinic_day, make_person
from tests.certificates import readiness
from tests.certificates.desk import address, desk, is_closed
from tests.certificates.readiness import make_unchecked, observe

pytestmark = pytest.mark.usefixtures("desk")
__all__ = ["desk"]


@pytest.fixture
def application(alice, bob, clinic, monkeypatch):
    today = timezone.now()
    monkeypatch.setattr("tests.certificates.roster.TODAY", today.date())
    monkeypatch.setattr(readiness, "TODAY", today.date())
    make_unchecked(alice, clinic, bob)
    return submit_application(alice, Wish(clinic, "L1"), at=today)


@pytest.fixture
def stella(clinic, desk):
    stella = make_person("Stella Stone", clinic, Role.STAFF)
    stella.user.groups.add(desk)
    return stella


def look_into_the_list(person):
    now = timezone.now()
    ExclusionCheck.objects.create(
        person=person, on=clinic_day(), outcome="CLEAR", recorded_at=now
    )


class TestTheOffice:
    def test_sees_what_is_open_and_where_it_is_done(self, application, stella, alice):
        page = client_of(stella).get(address("verifying", application.pk))

        told = page.content.decode()
        assert "One thing is open" in told
        assert "The exclusion list has not been checked." in told
        assert address("add_exclusion", "north", alice.pk) in told
        assert "All is there" not in told

    def test_leads_to_the_very_document(self, application, rita, alice):
        document = readiness.document(alice, "LICENCE", jurisdiction="US-MA")
        alice.documents.exclude(pk=document.pk).update(kind="BLS")

        page = client_of(rita).get(address("verifying", application.pk))

        where = address("add_verification", "north", alice.pk, document.pk)
        assert where in page.content.decode()

    def test_takes_it_on_and_says_that_all_is_there(self, application, stella, alice):
        client = client_of(stella)
        client.post(address("verifying_begin", application.pk))
        application.refresh_from_db()
        assert application.state == "VERIFYING"

        early = client.post(address("verifying_ready", application.pk), follow=True)
        assert b"The exclusion list has not been checked." in early.content
        look_into_the_list(alice)
        client.post(address("verifying_ready", application.pk))

        application.refresh_from_db()
        assert application.state == "READY"

    def test_does_not_read_the_dossier(self, application, stella):
        client = client_of(stella)

        assert is_closed(client.get(address("application", application.pk)))
        assert is_closed(client.post(address("decide", application.pk, "decline")))
        assert is_closed(client.post(address("review", application.pk)))
        listed = client.get(address("applications")).content.decode()
        assert address("verifying", application.pk) in listed

    def test_is_nobody_else(self, application, alice, bob, charlie, clinic):
        for name in ("verifying_begin", "verifying_ready", "verifying_again"):
            for somebody in (alice, bob, charlie):
                answer = client_of(somebody).post(address(name, application.pk))
                assert is_closed(answer)
        application.refresh_from_db()
        assert application.state == "SUBMITTED"

    def test_costs_the_same_however_much_there_is(
        self, application, stella, alice, bob, clinic
    ):
        client, where = client_of(stella), address("verifying", application.pk)
        client.get(where)
        with CaptureQueriesContext(connection) as few:
            client.get(where)
        for _ in range(9):
            observe(alice, clinic, bob)
            readiness.document(alice, "LICENCE", jurisdiction="US-MA")

        with CaptureQueriesContext(connection) as many:
            client.get(where)

        assert len(many) == len(few)


class TestADirector:
    def test_takes_up_what_is_ready(self, application, rita, alice):
        client = client_of(rita)
        look_into_the_list(alice)
        client.post(address("verifying_ready", application.pk))

        client.post(address("review", application.pk))

        application.refresh_from_db()
        assert (application.state, application.reviewer) == ("IN_REVIEW", rita)

    def test_sends_back_what_lapsed(self, application, rita, alice):
        client = client_of(rita)
        look_into_the_list(alice)
        client.post(address("verifying_ready", application.pk))
        alice.documents.update(expires_on="2020-01-01")

        page = client.get(address("verifying", application.pk))
        client.post(address("verifying_again", application.pk))

        assert b"Verify it again" in page.content
        application.refresh_from_db()
        assert application.state == "VERIFYING"
