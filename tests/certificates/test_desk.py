"""The first page of the admin, as a director opens it."""

import datetime

from django.utils import timezone

from tests.cast import client_of
from tests.certificates.desk import *  # noqa: F403 - its fixtures
from tests.certificates.roster import document, grant


def days_ahead(count: int) -> datetime.date:
    return timezone.now().date() + datetime.timedelta(days=count)


class TestTheDesk:
    def test_shows_what_waits_to_its_own_director_alone(
        self, desk, application, rita, charlie
    ):
        mine = client_of(rita).get("/admin/").content.decode()
        other = client_of(charlie).get("/admin/").content.decode()

        assert "1 application waits" in mine
        assert str(application.pk) in mine
        assert "Alice Ames" not in other

    def test_shows_what_runs_out_soonest_first(self, desk, clinic, alice, bob, rita):
        grant(alice, clinic, "L1", valid_to=days_ahead(40))
        document(bob, "BLS", expires_on=days_ahead(9))
        document(bob, "LIABILITY", expires_on=days_ahead(200))

        page = client_of(rita).get("/admin/").content.decode()

        assert "Liability cover" not in page
        assert page.index("Basic life support") < page.index("L1 Preparation")

    def test_costs_the_same_however_many_there_are(
        self, desk, clinic, alice, bob, rita, django_assert_max_num_queries
    ):
        client = client_of(rita)
        client.get("/admin/")
        for number in range(12):
            document(alice, "BLS", expires_on=days_ahead(number))
            document(bob, "BLS", expires_on=days_ahead(number))

        with django_assert_max_num_queries(25):
            client.get("/admin/")
