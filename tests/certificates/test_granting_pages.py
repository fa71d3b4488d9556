"""Appointing somebody, and entering what they hold, on the director's pages."""

import pytest

from certificates.models import Credential, Signature
from tests.cast import client_of, clinic_day
from tests.certificates.desk import PASSWORD, at, desk
from tests.certificates.roster import days, grant

pytestmark = pytest.mark.usefixtures("desk")
__all__ = ["desk"]


class TestGranting:
    APPOINTMENT = {
        "type": "L3",
        "experience": "Six years at a hospital clinic.",
        "reviewer_name": "Prof. Ilse Winter",
        "reviewer_organisation": "Harbor Teaching Hospital",
        "reviewed_on": "2026-01-05",
        "password": PASSWORD,
    }

    def test_appoints_somebody_for_a_year(self, alice, rita):
        client = client_of(rita)

        client.post(at("appoint", alice), self.APPOINTMENT)

        row = Credential.objects.get()
        assert (row.type, row.basis, row.state) == ("L3", "FOUNDING", "ACTIVE")
        file = client.get(at("person", alice)).content.decode()
        assert "Founding appointment" in file
        assert "Prof. Ilse Winter, Harbor Teaching Hospital, 5 January 2026" in file

    def test_names_what_stands_in_the_way(self, alice, rita):
        told = self.APPOINTMENT | {"reviewer_name": "Alice Ames"}

        response = client_of(rita).post(at("appoint", alice), told)

        assert response.status_code == 422
        assert "this name is on its roster" in response.content.decode()
        assert "Six years" in response.content.decode()

    def test_offers_only_what_nobody_holds(self, alice, bob, rita, clinic):
        grant(bob, clinic, "L3", valid_to="2120-01-01")

        page = client_of(rita).get(at("appoint", alice)).content.decode()
        told = client_of(rita).post(at("appoint", alice), self.APPOINTMENT)

        assert 'value="L3"' not in page
        assert 'value="S"' in page
        assert told.status_code == 422

    def test_says_when_nobody_can_be_appointed_any_more(self, alice, bob, rita, clinic):
        for kind in ("L3", "S", "T"):
            grant(bob, clinic, kind, valid_to="2120-01-01")

        page = client_of(rita).get(at("appoint", alice)).content.decode()

        assert "No founding appointment is open" in page
        assert 'name="password"' not in page

    def test_enters_what_the_roster_says(self, alice, rita):
        today = clinic_day()
        told = {
            "kind": "CANDIDATE-L2",
            "valid_from": str(today - days(9)),
            "valid_to": str(today + days(90)),
            "source": "The office binder.",
            "password": PASSWORD,
        }

        client_of(rita).post(at("enter_credential", alice), told)

        row = Credential.objects.get()
        assert (row.type, row.target, row.basis) == ("CANDIDATE", "L2", "ROSTER")
        assert Signature.objects.get().meaning == "ENTERED"
