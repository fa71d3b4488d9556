"""The paper: frozen at issue, printed once, served only when its bytes are right."""

import hashlib
import re

import pytest
from django.core.files.storage import storages
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse

from certificates.actions import printing
from certificates.actions.applications import Wish, submit_application
from certificates.actions.certificates import issue_certificate
from certificates.actions.grant_rules import Grant
from certificates.actions.printing import (
    SnapshotAltered,
    render_pending,
    waiting_certificates,
)
from certificates.actions.rosters import enter_credential
from certificates.actions.signatures import Deed, sign
from certificates.codes import grouped, new_code, new_serial, normalised
from certificates.models import Certificate, Signature
from home.models import AuditEntry, Role
from tests.cast import NOW, client_of, make_person
from tests.certificates.applying import approve
from tests.certificates.readiness import make_ready
from tests.certificates.roster import days
from tests.certificates.roster import grant as grant_of
from tests.certificates.signing import approval_of, signing


@pytest.fixture
def certificate(alice, bob, rita, clinic):
    make_ready(alice, clinic, bob)
    application = submit_application(alice, Wish(clinic, "L1"), at=NOW)
    credential = approve(application, rita, at=NOW)
    return credential.certificates.get()


@pytest.fixture
def printed(certificate):
    render_pending(certificate.pk, at=NOW)
    certificate.refresh_from_db()
    return certificate


def pdf_at(code, **query):
    return client_of(None).get(reverse("certificate_pdf", args=[code]), query)


def signed_by(person, role, credential, at):
    about = (credential, credential.clinic, credential.person)
    deed = Deed(Signature.Meaning.APPROVED, *about, {"type": credential.type})
    return sign(deed, signing(person, at), role)


class TestACode:
    def test_has_128_random_bits_in_letters_people_can_type(self):
        codes = {new_code() for _ in range(500)}

        assert len(codes) == 500
        assert all(re.fullmatch(r"[A-Z2-7]{26}", code) for code in codes)

    def test_is_read_however_it_was_typed(self):
        code = "CSIWSNCBPDDH3ASJQX4X4W3LLO"

        assert normalised(grouped(code)) == code
        assert normalised("csiw-sncb pddh3asjqx4x4w3ll0") == code

    @pytest.mark.parametrize("typed", ["", "A" * 25, "A" * 27, "ß" * 26])
    def test_that_cannot_be_one_is_none(self, typed):
        assert normalised(typed) == ""

    def test_leaves_the_serial_to_count_nothing(self):
        assert re.fullmatch(r"KAP-2026-[A-Z2-7]{8}", new_serial(2026))
        assert new_serial(2026) != new_serial(2026)


class TestIssuing:
    def test_freezes_what_is_printed(self, certificate, rita):
        snapshot = certificate.snapshot

        assert snapshot["credential_title"] == (
            "L1 Preparation and Integration Therapist"
        )
        assert [line["title"] for line in snapshot["completed"]] == [
            "Foundations",
            "Preparation",
        ]
        assert snapshot["practice"][0]["title"].startswith("Observed preparation")
        assert snapshot["signatories"] == [
            {
                "name": rita.name,
                "role": "Clinical director",
                "signed_at": "Signed 2 November 2026, 10:00 EST",
                "meaning": "Approved on the evidence shown",
            }
        ]
        assert snapshot["verify_url"].endswith(f"/verify/{certificate.code}/")
        assert snapshot["requirements_line"] == "Requirement set L1, version 1"

    def test_names_everybody_who_signed_in_turn(self, alice, rita, clinic):
        mona = make_person("Mona Marsh", clinic, Role.MEDICAL_DIRECTOR)
        credential = grant_of(alice, clinic, "L3")
        later = NOW + days(1)
        signed = [
            approval_of(credential, rita),
            signed_by(mona, Role.MEDICAL_DIRECTOR, credential, later),
        ]

        with transaction.atomic():
            row = issue_certificate(credential, signed, by=mona, at=later)

        told = [
            (one["name"], one["role"], one["signed_at"], one["meaning"])
            for one in row.snapshot["signatories"]
        ]
        meaning = "Approved on the evidence shown"
        assert told == [
            (
                "Rita Rowe",
                "Clinical director",
                "Signed 2 November 2026, 10:00 EST",
                meaning,
            ),
            (
                "Mona Marsh",
                "Medical director",
                "Signed 3 November 2026, 10:00 EST",
                meaning,
            ),
        ]
        assert row.serial.startswith("KAP-2026-")
        assert render_pending(row.pk, at=later)

    def test_works_for_what_came_with_a_roster(self, alice, rita, clinic):
        grant = Grant(clinic, "T", NOW.date(), NOW.date() + days(9))
        certificate = enter_credential(
            alice, grant, source="A binder.", signer=signing(rita)
        ).certificates.get()

        assert render_pending(certificate.pk, at=NOW)

    def test_wakes_a_worker_once_it_stands(
        self, alice, bob, rita, clinic, django_capture_on_commit_callbacks
    ):
        make_ready(alice, clinic, bob)
        application = submit_application(alice, Wish(clinic, "L1"), at=NOW)

        with django_capture_on_commit_callbacks(execute=True):
            approve(application, rita, at=NOW)

        assert Certificate.objects.get().file


class TestPrinting:
    def test_stores_the_bytes_with_their_digest(self, printed):
        with storages["certificates"].open(printed.file) as file:
            content = file.read()

        assert content.startswith(b"%PDF-")
        assert hashlib.sha256(content).hexdigest() == printed.sha256
        entry = AuditEntry.objects.get(action="CERTIFICATE-PRINTED")
        assert entry.facts == {"sha256": printed.sha256}

    def test_again_changes_nothing(self, printed):
        before = (printed.file, printed.sha256, printed.rendered_at)

        assert render_pending(printed.pk, at=NOW + days(1)) is False

        printed.refresh_from_db()
        assert (printed.file, printed.sha256, printed.rendered_at) == before
        assert AuditEntry.objects.filter(action="CERTIFICATE-PRINTED").count() == 1

    def test_by_somebody_quicker_throws_the_second_copy_away(
        self, certificate, monkeypatch
    ):
        real = printing.render_certificate

        def slow(snapshot):
            monkeypatch.setattr(printing, "render_certificate", real)
            assert render_pending(certificate.pk, at=NOW)
            return real(snapshot)

        monkeypatch.setattr(printing, "render_certificate", slow)
        before = set(storages["certificates"].listdir("")[1])

        assert render_pending(certificate.pk, at=NOW) is False

        certificate.refresh_from_db()
        added = set(storages["certificates"].listdir("")[1]) - before
        assert added == {certificate.file}

    def test_of_an_altered_snapshot_is_refused(self, certificate):
        altered = Certificate.objects.create(
            credential=certificate.credential,
            code=new_code(),
            serial=new_serial(2026),
            snapshot=certificate.snapshot | {"holder_name": "Somebody Else"},
            snapshot_sha256=certificate.snapshot_sha256,
            issued_at=NOW,
        )

        with pytest.raises(SnapshotAltered):
            render_pending(altered.pk, at=NOW)

        altered.refresh_from_db()
        assert altered.file == ""

    def test_is_picked_up_by_the_command(self, certificate, capsys):
        assert waiting_certificates() == [certificate.pk]

        call_command("issue_pending")

        assert "Printed: 1. Still waiting: 0." in capsys.readouterr().out
        assert waiting_certificates() == []


class TestDownloading:
    def test_serves_the_same_bytes_to_whoever_has_the_code(self, printed):
        first, second = pdf_at(printed.code), pdf_at(printed.code.lower())

        assert first.status_code == 200
        assert first.content == second.content
        assert first["Content-Type"] == "application/pdf"
        assert first["Content-Disposition"] == (
            f'attachment; filename="certificate-{printed.serial}.pdf"'
        )
        assert first["Cache-Control"] == "private, no-store"
        assert "noindex" in first["X-Robots-Tag"]

    def test_shows_it_in_the_browser_when_asked(self, printed):
        response = pdf_at(printed.code, view="1")

        assert response["Content-Disposition"].startswith("inline")

    def test_refuses_bytes_that_are_not_those_issued(self, printed, caplog):
        storage = storages["certificates"]
        with storage.open(printed.file, "wb") as file:
            file.write(b"%PDF-1.7 something else")

        response = pdf_at(printed.code)

        assert response.status_code == 500
        assert b"not the one that was issued" in response.content
        assert b"something else" not in response.content
        assert str(printed.pk) in caplog.text

    def test_refuses_when_the_file_is_gone(self, printed):
        storages["certificates"].delete(printed.file)

        assert pdf_at(printed.code).status_code == 500

    def test_says_that_it_is_still_being_printed(self, certificate):
        response = pdf_at(certificate.code)

        assert response.status_code == 503
        assert response["Retry-After"] == "10"

    @pytest.mark.parametrize("code", ["x", "A" * 26, "..%2f..%2fetc"])
    def test_has_nothing_for_an_unknown_code(self, db, code):
        assert client_of(None).get(f"/certificates/{code}.pdf").status_code == 404
