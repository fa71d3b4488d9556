"""People on the director's desk: what is entered."""

import re

import pytest

from certificates.models import (
    Document,
    SiteValues,
)
from certificates.templatetags.observed import form_title, levels
from home.models import Role
from modules.models import Observation, PracticumForm
from tests.cast import client_of
from tests.certificates.desk import (
    address,
    application,
    desk,
    is_closed,
)

pytestmark = pytest.mark.usefixtures("desk")
__all__ = ["application", "desk"]


class TestTheFile:
    def test_names_the_person_in_one_heading(self, alice, rita):
        page = client_of(rita).get(address("person", "north", alice.pk))
        heads = re.findall(r"<h[1-6][^>]*>(.*?)</h[1-6]>", page.text, re.DOTALL)

        assert sum("Alice Ames" in head for head in heads) == 1
        assert "<h3" not in page.text.split("<main", 1)[1].split("cred-after")[0]

    def test_names_a_form_and_its_domains_by_their_titles(self):
        domains = [{"code": "PX1", "title": "Stillness"}]
        form = PracticumForm(code="PX", title="Presence", content={"domains": domains})
        row = Observation(form_code="PX", ratings={"PX1": 3, "PX9": 2})
        gone = Observation(form_code="PY", ratings={"PX1": 4})

        assert form_title(row, [form]) == "Presence"
        assert levels(row, [form]) == [("Stillness", 3), ("PX9", 2)]
        assert form_title(gone, [form]) == "PY"
        assert levels(gone, [form]) == [("PX1", 4)]


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
            {
                "on": "2025-02-01",
                "method": "PRIMARY_SOURCE",
                "source": "The board",
                "outcome": "VERIFIED",
            },
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
