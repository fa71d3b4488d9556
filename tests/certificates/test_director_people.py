"""People on the director's desk: the roster, suspending, and what is entered."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from certificates.models import (
    Document,
    SiteValues,
    Suspension,
)
from home.models import Role
from tests.cast import client_of, make_person
from tests.certificates.desk import (
    PASSWORD,
    address,
    application,
    desk,
    is_closed,
)
from tests.certificates.roster import grant

pytestmark = pytest.mark.usefixtures("desk")
__all__ = ["application", "desk"]


class TestSuspending:
    def test_takes_two_clicks_and_lifting_two_more(self, alice, rita, clinic):
        held = grant(alice, clinic, "L1")
        client = client_of(rita)
        told = {"kind": "PRECAUTIONARY", "reason": "Looked into.", "password": PASSWORD}

        client.post(address("suspend", "north", alice.pk), told)

        row = Suspension.objects.get()
        held.refresh_from_db()
        assert (row.by, held.state) == (rita, "SUSPENDED")
        page = client.get(address("person", "north", alice.pk))
        assert b"Looked into." in page.content

        client.post(address("lift", "north", alice.pk, row.pk), told)
        held.refresh_from_db()
        assert held.state == "ACTIVE"

    def test_with_a_wrong_password_changes_nothing(self, alice, rita):
        told = {"kind": "PRECAUTIONARY", "reason": "Kept.", "password": "wrong"}

        response = client_of(rita).post(address("suspend", "north", alice.pk), told)

        assert response.status_code == 403
        assert b"Kept." in response.content
        assert not Suspension.objects.exists()

    def test_revokes_a_credential(self, alice, rita, clinic):
        held = grant(alice, clinic, "L1")
        told = {"reason": "Not true.", "password": PASSWORD}

        client_of(rita).post(address("revoke", "north", alice.pk, held.pk), told)

        held.refresh_from_db()
        assert held.state == "REVOKED"

    def test_offers_to_revoke_a_provisional_one_too(self, alice, rita, clinic):
        held = grant(alice, clinic, "L1", state="PROVISIONAL", valid_to="2120-01-01")
        revoke = address("revoke", "north", alice.pk, held.pk)

        page = client_of(rita).get(address("person", "north", alice.pk))

        assert revoke in page.content.decode()
        assert "Provisional, not confirmed yet" in page.content.decode()


class TestTheRoster:
    def test_says_why_somebody_may_not_work(self, alice, rita, clinic):
        page = client_of(rita).get(address("people")).content.decode()

        assert "Alice Ames" in page
        assert "No licence for US-MA is on record." in page
        assert "Charlie Chen" not in page

    def test_costs_the_same_however_many_people(self, alice, rita, clinic):
        client = client_of(rita)
        grant(alice, clinic, "L1")
        client.get(address("people"))
        with CaptureQueriesContext(connection) as few:
            client.get(address("people"))
        for number in range(15):
            person = make_person(f"P{number} Person", clinic, Role.THERAPIST)
            grant(person, clinic, "L1")

        with CaptureQueriesContext(connection) as many:
            client.get(address("people"))

        assert len(many) == len(few)

    def test_finds_by_name(self, alice, bob, rita):
        page = client_of(rita).get(address("people"), {"q": "ames"}).content

        assert b"Alice Ames" in page
        assert b"Bob Birch" not in page


class TestEntering:
    def test_a_document_and_its_verification(self, alice, rita):
        client = client_of(rita)
        told = {"kind": "LICENCE", "jurisdiction": "US-MA", "issued_on": "2025-01-01"}
        client.post(
            address("add_document", "north", alice.pk),
            told | {"expires_on": "2030-01-01"},
        )
        row = Document.objects.get()

        client.post(
            address("add_verification", "north", alice.pk, row.pk),
            {"on": "2025-02-01", "method": "PRIMARY_SOURCE", "outcome": "VERIFIED"},
        )

        assert row.verifications.get().by == rita
        page = client.get(address("person", "north", alice.pk)).content
        assert b"Asked the primary source" in page

    def test_an_exclusion_check_and_a_drill(self, alice, rita):
        client = client_of(rita)

        client.post(
            address("add_exclusion", "north", alice.pk),
            {"on": "2025-02-01", "outcome": "CLEAR"},
        )
        client.post(
            address("add_currency", "north", alice.pk),
            {"on": "2025-02-01", "kind": "DRILL"},
        )

        assert alice.exclusion_checks.count() == alice.currency_records.count() == 1

    def test_what_cannot_be_keeps_what_was_typed(self, alice, rita):
        response = client_of(rita).post(
            address("add_document", "north", alice.pk),
            {
                "kind": "LICENCE",
                "issuer": "Board of Psychology",
                "issued_on": "2025-01-01",
                "expires_on": "2024-01-01",
            },
        )

        assert response.status_code == 400
        assert b"Board of Psychology" in response.content
        assert b"The last day is before the first day." in response.content
        assert not Document.objects.exists()

    def test_about_oneself_is_refused(self, rita):
        response = client_of(rita).post(
            address("add_exclusion", "north", rita.pk),
            {"on": "2025-02-01", "outcome": "CLEAR"},
        )

        assert response.status_code == 403
        assert not rita.exclusion_checks.exists()


class TestSiteValues:
    TOLD = {
        "bp_review": "140/90",
        "bp_stop": "180/110",
        "observe_minutes": "120",
        "release_criteria": "Steady on their feet.",
    }

    def test_are_set_by_the_medical_director(self, clinic, rita):
        rita.memberships.create(
            clinic=clinic, role=Role.MEDICAL_DIRECTOR, starts_on="2024-01-01"
        )

        client_of(rita).post(address("site_values"), self.TOLD)

        assert SiteValues.objects.get().bp_stop == "180/110"

    def test_with_nonsense_are_refused_and_kept(self, clinic, rita):
        rita.memberships.create(
            clinic=clinic, role=Role.MEDICAL_DIRECTOR, starts_on="2024-01-01"
        )
        told = self.TOLD | {"bp_stop": "high", "observe_minutes": ""}

        response = client_of(rita).post(address("site_values"), told)

        assert response.status_code == 422
        assert b'value="high"' in response.content
        assert not SiteValues.objects.exists()

    def test_are_closed_to_others(self, alice, bob, rita, charlie):
        for somebody in (alice, bob, rita, charlie):
            assert is_closed(
                client_of(somebody).post(address("site_values"), self.TOLD)
            )

        assert not SiteValues.objects.exists()
