"""The office’s pages: documents, what was handed in, the register entry."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from certificates.actions.artefacts import Upload, hand_in
from certificates.models import (
    Document,
    ProviderIdentity,
    SetAside,
    Verification,
)
from home.models import AuditEntry, Role
from tests.cast import client_of, clinic_day, make_person
from tests.certificates.desk import address
from tests.certificates.exclusion_lists import NPI, known
from tests.certificates.roster import days

PDF = b"%PDF-1.7 a licence"


@pytest.fixture
def stan(clinic):
    return make_person("Stan Stone", clinic, Role.STAFF)


@pytest.fixture
def handed(alice):
    upload = Upload("licence.pdf", PDF, "LICENCE")
    return hand_in(alice, upload, by=alice, at=timezone.now())


def a_file(content=PDF, name="licence.pdf"):
    return SimpleUploadedFile(name, content, content_type="text/html")


def text_of(response) -> str:
    return response.content.decode()


class TestTheOffice:
    PAGES = ("checks", "handed_in", "matches", "exclusion_lists")

    def test_lets_directors_and_staff_in_and_nobody_else(
        self, clinic, alice, bob, rita, stan
    ):
        medical = make_person("Mona Marsh", clinic, Role.MEDICAL_DIRECTOR)
        for name in self.PAGES:
            for person in (rita, stan):
                assert client_of(person).get(address(name)).status_code == 200
            for person in (alice, bob, medical):
                assert client_of(person).get(address(name)).status_code != 200

    def test_shows_staff_their_own_entries_of_the_menu(self, rita, stan):
        menu = text_of(client_of(stan).get("/admin/"))

        assert address("checks") in menu
        assert address("matches") in menu
        assert address("people") not in menu
        assert address("site_values") not in menu

    def test_reaches_its_own_people_alone(self, alice, charlie, stan):
        pages = ("documents", "add_document", "add_exclusion", "identity")
        for name in pages:
            own = client_of(stan).get(address(name, "north", alice.pk))
            assert own.status_code == 200
            for by, slug in ((charlie, "north"), (charlie, "south"), (stan, "south")):
                where = address(name, slug, alice.pk)
                assert client_of(by).get(where).status_code in (302, 403, 404)
            assert client_of(stan).get(
                address(name, "north", charlie.pk)
            ).status_code in (302, 403, 404)

    def test_lists_what_is_due_and_finds_by_name(self, alice, bob, charlie, stan):
        client = client_of(stan)

        due = text_of(client.get(address("checks")))
        found = text_of(client.get(address("checks"), {"show": "all", "name": "ames"}))

        assert "Verify the licence at its source" in due
        assert "Alice Ames" in due
        assert "Charlie Chen" not in due
        assert "Alice Ames" in found
        assert "Bob Birch" not in found

    def test_records_what_was_handed_in(self, handed, alice, stan):
        client = client_of(stan)
        where = address("record_file", "north", alice.pk, handed.pk)
        told = {"kind": "LICENCE", "jurisdiction": "US-MA", "issued_on": "2025-01-01"}

        form = text_of(client.get(where))
        inbox = text_of(client.get(address("handed_in")))
        client.post(where, told)
        again = client.post(where, told)

        assert 'value="LICENCE" selected' in form
        assert "licence.pdf" in inbox
        assert Document.objects.get().copy == handed
        assert "dealt with" in text_of(again)
        assert "licence.pdf" not in text_of(client.get(address("handed_in")))

    def test_sets_a_file_aside(self, handed, alice, stan):
        where = address("set_file_aside", "north", alice.pk, handed.pk)

        empty = client_of(stan).post(where, {"reason": ""})
        client_of(stan).post(where, {"reason": "Page two is missing."})

        assert empty.status_code == 422
        assert SetAside.objects.get().reason == "Page two is missing."

    def test_enters_a_verification_with_what_the_source_sent(self, alice, stan):
        row = Document.objects.create(
            person=alice, kind="LICENCE", recorded_at=timezone.now()
        )
        where = address("add_verification", "north", alice.pk, row.pk)
        told = {
            "on": (clinic_day() - days(100)).isoformat(),
            "method": "PRIMARY_SOURCE",
            "outcome": "VERIFIED",
        }

        nameless = client_of(stan).post(where, told)
        wrong = client_of(stan).post(
            where, told | {"source": "Board", "file": a_file(b"<html>")}
        )
        client_of(stan).post(where, told | {"source": "Board", "file": a_file()})

        assert "Name the source" in text_of(nameless)
        assert "Only PDF" in text_of(wrong)
        assert 'value="Board"' in text_of(wrong)
        asked = Verification.objects.get()
        assert (asked.by, asked.artefact.uploaded_by) == (stan, stan)
        page = text_of(client_of(stan).get(address("documents", "north", alice.pk)))
        assert "100 days ago" in page
        assert "Verify again by" in page

    def test_costs_the_same_however_many_files_wait(self, handed, alice, clinic, stan):
        client = client_of(stan)
        client.get(address("handed_in"))
        counts = []
        for number in range(2):
            with CaptureQueriesContext(connection) as asked:
                client.get(address("handed_in"))
                client.get(address("documents", "north", alice.pk))
            counts.append(len(asked))
            person = make_person(f"P{number} Person", clinic, Role.THERAPIST)
            for one in (person, alice):
                upload = Upload("l.pdf", PDF + bytes([number]), "BLS")
                hand_in(one, upload, by=one, at=timezone.now())

        assert counts[0] == counts[1]


class TestTheRegisterEntry:
    TOLD = {
        "first_name": "Alice",
        "last_name": "Ames",
        "born_on": "1980-05-17",
        "npi": "12345-67893 ",
    }

    def test_is_kept_with_its_npi_tidied(self, alice, stan):
        where = address("identity", "north", alice.pk)

        client_of(stan).post(where, self.TOLD)

        row = ProviderIdentity.objects.get()
        assert (row.npi, row.recorded_by) == (NPI, stan)
        entry = AuditEntry.objects.get(action="IDENTITY-RECORDED")
        assert "1980" not in str(entry.facts)
        assert NPI not in str(entry.facts)

    def test_is_refused_with_a_wrong_number(self, alice, bob, stan):
        known(bob, npi=NPI)
        where = address("identity", "north", alice.pk)

        wrong = client_of(stan).post(where, self.TOLD | {"npi": "1234567890"})
        taken = client_of(stan).post(where, self.TOLD)
        unborn = client_of(stan).post(where, self.TOLD | {"born_on": "2120-01-01"})

        assert "This is no NPI" in text_of(wrong)
        assert "Somebody else on record" in text_of(taken)
        assert "not come yet" in text_of(unborn)
        assert not ProviderIdentity.objects.filter(person=alice).exists()

    def test_of_ones_own_is_somebody_elses_to_enter(self, stan):
        answer = client_of(stan).post(address("identity", "north", stan.pk), self.TOLD)

        assert answer.status_code == 403
        assert not ProviderIdentity.objects.exists()

    def test_shows_a_date_of_birth_to_the_office_alone(self, alice, bob, rita, stan):
        known(alice)
        where = address("documents", "north", alice.pk)

        for person in (rita, stan):
            assert "17 May 1980" in text_of(client_of(person).get(where))
        for person in (alice, bob):
            assert "1980" not in text_of(client_of(person).get(where, follow=True))
        assert "1980" not in text_of(client_of(alice).get("/credentials/documents/"))
