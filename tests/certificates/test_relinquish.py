"""A therapist gives a credential back."""

import re

import pytest
from django.core.cache import cache
from django.urls import reverse

from certificates.models import Suspension
from home.models import AuditEntry, Role
from tests.cast import client_of, make_person
from tests.certificates.desk import PASSWORD, address, desk
from tests.certificates.roster import grant

pytestmark = pytest.mark.usefixtures("desk")
__all__ = ["desk"]
PRECAUTION = {
    "kind": "PRECAUTIONARY",
    "reason": "Looked into.",
    "password": PASSWORD,
}


@pytest.fixture
def held(alice, clinic):
    return grant(alice, clinic, "L1", valid_to="2120-01-01")


@pytest.fixture
def mona(clinic, rita):
    person = make_person("Mona Marsh", clinic, Role.MEDICAL_DIRECTOR)
    person.user.groups.set(rita.user.groups.all())
    return person


def at(name, person, *args):
    return address(name, "north", person.pk, *args)


def shown_on(client, url):
    """The digest that the page's form carries along."""
    page = client.get(url).content.decode()
    return re.search(r'name="shown" value="([0-9a-f]{64})"', page)[1]


def suspended(alice, rita):
    client_of(rita).post(at("suspend", alice), PRECAUTION)
    return Suspension.objects.get()


def sign(client, url, **told):
    return client.post(
        url,
        {"reason": "Settled.", "password": PASSWORD, "shown": shown_on(client, url)}
        | told,
    )


class TestGivingBack:
    @pytest.fixture(autouse=True)
    def unhurried(self):
        cache.clear()

    def url(self, credential):
        return reverse("credential_give_back", args=[credential.pk])

    def test_asks_once_more_and_for_the_password(self, alice, held):
        client = client_of(alice)
        assert self.url(held) in client.get(reverse("credentials")).content.decode()
        assert "cannot be taken up again" in (
            client.get(self.url(held)).content.decode()
        )

        response = client.post(self.url(held), {"password": PASSWORD})

        held.refresh_from_db()
        assert (response.status_code, held.state) == (302, "RELINQUISHED")
        assert AuditEntry.objects.filter(action="CREDENTIAL-RELINQUISHED").count() == 1
        assert client.get(self.url(held)).status_code == 404

    @pytest.mark.parametrize(("password", "status"), [("wrong", 403), ("", 422)])
    def test_with_a_wrong_password_changes_nothing(self, alice, held, password, status):
        response = client_of(alice).post(self.url(held), {"password": password})

        held.refresh_from_db()
        assert (response.status_code, held.state) == (status, "ACTIVE")

    def test_is_closed_for_somebody_elses(self, bob, rita, held):
        for somebody in (bob, rita):
            assert client_of(somebody).get(self.url(held)).status_code == 404
