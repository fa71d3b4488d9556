"""A therapist gives a credential back."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from home.models import AuditEntry
from tests.cast import client_of
from tests.certificates.desk import PASSWORD, desk
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
