"""A therapist’s own documents, and handing a file out."""

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from certificates.actions.artefacts import Upload, hand_in
from certificates.models import (
    Artefact,
    Document,
    SetAside,
)
from home.models import Role
from tests.cast import client_of, clinic_day, make_person
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


class TestMyDocuments:
    WHERE = "/credentials/documents/"

    def test_show_what_is_on_record_and_what_waits(self, handed, alice, bob):
        Document.objects.create(
            person=alice, kind="BLS", issuer="Heart School", recorded_at=timezone.now()
        )

        page = text_of(client_of(alice).get(self.WHERE))

        assert "Heart School" in page
        assert "not yet verified" in page
        assert "Waits for the office" in page
        assert "licence.pdf" not in text_of(client_of(bob).get(self.WHERE))

    def test_take_a_file(self, alice):
        told = {"kind": "BLS", "file": a_file()}

        answer = client_of(alice).post(self.WHERE + "hand-in/", told, follow=True)

        row = Artefact.objects.get()
        assert (row.person, row.kind, row.uploaded_by) == (alice, "BLS", alice)
        assert "Sent. The office records it" in text_of(answer)

    def test_refuse_a_file_and_say_why(self, alice):
        for content, name, words in (
            (b"<html>", "licence.pdf", "Only PDF, JPEG and PNG"),
            (b"", "licence.pdf", "empty"),
            (PDF + b"x" * 10 * 1024 * 1024, "licence.pdf", "larger than 10 MB"),
        ):
            told = {"kind": "BLS", "file": a_file(content, name)}
            answer = client_of(alice).post(self.WHERE + "hand-in/", told)
            assert answer.status_code == 422
            assert words in text_of(answer)
            assert 'value="BLS" selected' in text_of(answer)

        assert not Artefact.objects.exists()

    def test_refuse_the_same_file_twice(self, handed, alice):
        told = {"kind": "LICENCE", "file": a_file()}

        answer = client_of(alice).post(self.WHERE + "hand-in/", told)

        assert "already" in text_of(answer)
        assert Artefact.objects.count() == 1

    def test_tell_why_a_file_was_set_aside(self, handed, alice, stan):
        SetAside.objects.create(
            artefact=handed, reason="Page two is missing.", by=stan, at=timezone.now()
        )

        page = text_of(client_of(alice).get(self.WHERE))

        assert "Cannot be used" in page
        assert "Page two is missing." in page

    def test_are_asked_for_with_a_sign_in(self, db):
        assert client_of(None).get(self.WHERE).status_code == 302

    def test_cost_the_same_however_many_there_are(self, handed, alice):
        client = client_of(alice)
        Document.objects.create(person=alice, kind="BLS", recorded_at=timezone.now())
        client.get(self.WHERE)
        with CaptureQueriesContext(connection) as few:
            client.get(self.WHERE)
        for number in range(6):
            upload = Upload("l.pdf", PDF + bytes([number]), "BLS")
            hand_in(alice, upload, by=alice, at=timezone.now())
            Document.objects.create(
                person=alice, kind="BLS", recorded_at=timezone.now()
            )

        with CaptureQueriesContext(connection) as many:
            client.get(self.WHERE)

        assert len(many) == len(few)


class TestAFile:
    def address(self, row):
        return f"/credentials/documents/files/{row.pk}/"

    def test_is_given_to_its_owner_and_the_office(self, handed, alice, rita, stan):
        for person in (alice, rita, stan):
            answer = client_of(person).get(self.address(handed))
            assert answer.status_code == 200
            assert answer.content == PDF
            assert answer["Content-Type"] == "application/pdf"
            assert answer["Content-Disposition"] == 'attachment; filename="licence.pdf"'
            assert answer["X-Content-Type-Options"] == "nosniff"
            assert "no-store" in answer["Cache-Control"]

    def test_is_given_to_nobody_else(self, handed, clinic, bob, charlie):
        scheduler = make_person("Sam Sand", clinic, Role.SCHEDULER)
        for person in (bob, charlie, scheduler):
            assert client_of(person).get(self.address(handed)).status_code == 404
        assert client_of(None).get(self.address(handed)).status_code == 302

    def test_is_withheld_from_an_office_the_person_left(self, handed, alice, rita):
        alice.memberships.update(ends_on=clinic_day() - days(1))

        assert client_of(rita).get(self.address(handed)).status_code == 404
        assert client_of(alice).get(self.address(handed)).status_code == 200

    def test_that_was_changed_on_the_disk_is_withheld(self, handed, alice):
        storages["artefacts"].delete(handed.file)

        answer = client_of(alice).get(self.address(handed))

        assert answer.status_code == 500
        assert "not the one that was handed in" in text_of(answer)

    def test_has_no_address_among_the_media(self, handed, alice):
        answer = client_of(alice).get(f"/media/{handed.file}")

        assert answer.status_code == 404
