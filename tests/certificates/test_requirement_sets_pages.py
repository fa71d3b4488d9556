"""Requirements in the Wagtail admin: who reads them, and how they read."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from certificates.actions.requirement_sets import edit_draft
from certificates.models import RequirementSet
from tests.cast import NOW, client_of
from tests.certificates.desk import address, desk, is_closed
from tests.certificates.version_pages import draft, read, source, where
from tests.certificates.versions import CASE, CONDUCT, activate, draft_of

pytestmark = pytest.mark.usefixtures("desk")
__all__ = ["desk", "draft", "source"]


class TestWhoMayRead:
    def pages(self, draft, source):
        part = ("first", "0")
        names = ("draft", "settings", "discard", "activate", "version")
        return [
            address("requirements"),
            address("requirement_kind", "north", "L1"),
            address("requirement_comparison", "north", draft.pk, source.pk),
            *(where(draft, name) for name in names),
            *(where(draft, name, *part) for name in ("part", "remove")),
            where(draft, "add", "first", "top"),
        ]

    def test_directors_of_the_clinic(self, draft, source, rita, alice, charlie):
        for page in self.pages(draft, source):
            assert client_of(rita).get(page).status_code == 200, page
            assert is_closed(client_of(alice).get(page)), page
            assert client_of(None).get(page).status_code == 302
        for page in self.pages(draft, source)[1:]:
            assert client_of(charlie).get(page).status_code == 404, page

    def test_the_menu_leads_there(self, rita, alice):
        where = address("requirements")

        assert where in read(client_of(rita).get("/admin/"))
        assert where not in read(client_of(alice).get("/admin/"))

    def test_nobody_reads_or_writes_another_clinics_by_their_own_address(
        self, draft, charlie
    ):
        client = client_of(charlie)
        for name in ("draft", "settings", "activate", "version"):
            page = address(f"requirement_{name}", "south", draft.pk)
            assert client.get(page).status_code == 404
        page = address("requirement_discard", "south", draft.pk)
        assert client.post(page, {"shown": draft.sha256}).status_code == 404
        assert RequirementSet.objects.filter(pk=draft.pk).exists()

    def test_the_shipped_programme_is_read_and_not_edited(self, source, rita):
        client = client_of(rita)

        assert client.get(where(source, "version")).status_code == 200
        for name in ("draft", "settings", "discard", "activate", "retire"):
            assert client.get(where(source, name)).status_code == 404

    def test_acts_are_only_posted(self, draft, source, rita):
        client = client_of(rita)

        for name, more in (
            ("begin", ()),
            ("part_ways", ()),
            ("rejoin", ()),
            ("move", ("first", "0")),
        ):
            assert client.get(where(draft, name, *more)).status_code == 405

    def test_a_place_that_is_not_there_is_not_found(self, draft, rita):
        for tree, place in (
            ("first", "9"),
            ("first", "x"),
            ("renewal", "top"),
            ("a", "0"),
        ):
            page = where(draft, "part", tree, place)
            assert client_of(rita).get(page).status_code == 404


class TestReading:
    def test_the_list_names_what_is_in_force_and_the_draft(self, draft, rita, clinic):
        page = read(client_of(rita).get(address("requirements")))

        assert "Shipped programme, version 1, in force since 2 November 2026" in page
        assert "Continue the draft" in page

    def test_a_version_reads_as_sentences(self, source, rita):
        page = read(client_of(rita).get(where(source, "version")))

        assert "Signed code of conduct, on record." in page
        assert "One of these" in page
        assert "The exclusion list is clear, looked at within 31 days." in page
        assert "{" not in page.partition('<div class="cred')[2]

    def test_the_kind_tells_its_history_and_who_signed(self, draft, rita):
        activate(draft, rita)

        page = read(client_of(rita).get(address("requirement_kind", "north", "L1")))

        assert "Version 1 of the clinic, in force since 2 November 2026" in page
        assert "signed by Rita Rowe" in page
        assert "Requirement set brought into force" in page
        assert "Shipped, version 1" in page

    def test_a_comparison_tells_what_changed(self, draft, source, rita):
        told = {"by": rita, "at": NOW, "shown_sha256": draft.sha256}
        changes = {"tree": {"all": [CONDUCT | {"months": 6}, CASE]}, "signers": 2}
        edit_draft(draft, changes, **told)

        page = read(client_of(rita).get(where(draft, "comparison", source.pk)))

        assert "<del> Signed code of conduct, on record. </del>" in page
        assert "<ins> Signed code of conduct, within the last 6 months. </ins>" in page
        assert "<ins>Two different people</ins>" in page
        assert "Added" in page and "Removed" in page

    def test_costs_the_same_for_any_number_of_versions(
        self, draft, rita, writer, clinic
    ):
        pages = [address("requirements"), address("requirement_kind", "north", "L1")]
        client = client_of(rita)

        def counted():
            client.get(pages[0])
            with CaptureQueriesContext(connection) as queries:
                for page in pages:
                    client.get(page)
            return len(queries)

        activate(draft, rita)
        few = counted()
        for number in range(2, 6):
            mine = RequirementSet.objects.get(clinic=clinic, state="ACTIVE")
            activate(draft_of(mine, clinic, writer, valid_months=number), rita)

        assert counted() == few
