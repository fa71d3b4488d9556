"""Files that people hand in: kept by their digest, and never a verification."""

import hashlib

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import DatabaseError, transaction

from certificates.actions.artefacts import (
    MOST_BYTES,
    MOST_WAITING,
    FileDamaged,
    FileRefused,
    FileSettled,
    Upload,
    bytes_of,
    hand_in,
    set_aside,
)
from certificates.actions.clearance import Asker, ask
from certificates.actions.documents import (
    DocumentEntry,
    VerificationEntry,
    record_document,
    record_verification,
)
from certificates.clearance.verdicts import Result
from certificates.models import Artefact, Document, SetAside
from certificates.requirements.holdings import document_held
from certificates.selectors.documents import handed_in_at
from certificates.selectors.evidence import evidence_for
from home.errors import NotAllowed
from home.models import AuditEntry, Role
from tests.cast import NOW, make_person
from tests.certificates.asking import about, codes
from tests.certificates.roster import TODAY, days

PDF = b"%PDF-1.7 a licence"
JPEG = b"\xff\xd8\xff\xe0 a photograph"
PNG = b"\x89PNG\r\n\x1a\n a picture"
LICENCE = Upload("My licence.pdf", PDF, "LICENCE")
ASK = {"leaf": "document_held", "kind": "LICENCE", "verified_within_days": 120}


@pytest.fixture
def stan(clinic):
    return make_person("Stan Stone", clinic, Role.STAFF)


@pytest.fixture
def handed(alice):
    return hand_in(alice, LICENCE, by=alice, at=NOW)


def stored() -> list[str]:
    storage = storages["artefacts"]
    return storage.listdir("")[1] if storage.exists("") else []


@pytest.fixture(autouse=True)
def empty_store():
    for name in stored():
        storages["artefacts"].delete(name)


class TestHandingIn:
    def test_keeps_the_file_under_a_name_of_its_own(self, handed, alice):
        assert handed.file in stored()
        assert "licence" not in handed.file.lower()
        assert (handed.file_name, handed.content_type) == (
            "My licence.pdf",
            "application/pdf",
        )
        assert (handed.size, handed.sha256) == (
            len(PDF),
            hashlib.sha256(PDF).hexdigest(),
        )
        assert bytes_of(handed) == PDF
        entry = AuditEntry.objects.get()
        assert (entry.action, entry.facts["sha256"]) == ("FILE-KEPT", handed.sha256)

    @pytest.mark.parametrize(
        ("content", "content_type", "ending"),
        [
            (PDF, "application/pdf", ".pdf"),
            (JPEG, "image/jpeg", ".jpg"),
            (PNG, "image/png", ".png"),
        ],
    )
    def test_goes_by_what_is_in_the_file(self, alice, content, content_type, ending):
        row = hand_in(alice, Upload("page.html", content), by=alice, at=NOW)

        assert row.content_type == content_type
        assert row.file.endswith(ending)

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"<html><script>",
            b"GIF89a",
            b"PK\x03\x04",
            b" %PDF-1.7",
            PDF + b"x" * MOST_BYTES,
        ],
        ids=["empty", "html", "gif", "zip", "not at the start", "too large"],
    )
    def test_refuses_anything_else(self, alice, content):
        with pytest.raises(FileRefused):
            hand_in(alice, Upload("licence.pdf", content), by=alice, at=NOW)

        assert not Artefact.objects.exists()
        assert stored() == []
        assert AuditEntry.objects.get().action == "DENIED"

    def test_takes_ten_megabytes(self, alice):
        content = PDF + b"x" * (MOST_BYTES - len(PDF))

        assert hand_in(alice, Upload("l.pdf", content), by=alice, at=NOW).pk

    @pytest.mark.parametrize(
        ("name", "kept"),
        [
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\a\\card.pdf", "card.pdf"),
            ("a\r\nSet-Cookie: b.pdf", "aSet-Cookie: b.pdf"),
            ("\u202egpj.fdp", "gpj.fdp"),
            ("", "file"),
            ("x" * 300 + ".pdf", "x" * 156 + ".pdf"),
        ],
    )
    def test_tidies_the_name(self, alice, name, kept):
        row = hand_in(alice, Upload(name, PDF), by=alice, at=NOW)

        assert row.file_name == kept

    def test_is_for_oneself(self, alice, bob, rita):
        for by in (bob, rita):
            with pytest.raises(NotAllowed):
                hand_in(alice, LICENCE, by=by, at=NOW)

        assert stored() == []

    def test_of_the_very_file_that_waits_is_refused(self, handed, alice, bob):
        with pytest.raises(FileRefused, match="already"):
            hand_in(alice, LICENCE, by=alice, at=NOW)

        assert hand_in(bob, LICENCE, by=bob, at=NOW).sha256 == handed.sha256

    def test_ends_where_too_many_wait(self, alice):
        for number in range(MOST_WAITING):
            hand_in(alice, Upload("l.pdf", PDF + bytes([number])), by=alice, at=NOW)

        with pytest.raises(FileRefused, match="wait already"):
            hand_in(alice, LICENCE, by=alice, at=NOW)

    def test_leaves_no_file_where_the_row_cannot_be_kept(self, alice, monkeypatch):
        monkeypatch.setattr(
            "certificates.actions.artefacts.audit.append", lambda *a, **k: 1 / 0
        )

        with pytest.raises(ZeroDivisionError):
            hand_in(alice, LICENCE, by=alice, at=NOW)

        assert stored() == []
        assert not Artefact.objects.exists()

    def test_is_kept_by_the_database(self, handed):
        for change in (
            lambda: Artefact.objects.update(sha256="0" * 64),
            Artefact.objects.all().delete,
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                change()


class TestWhatWasHandedIn:
    def test_waits_until_it_is_recorded(self, handed, alice, clinic, stan):
        assert list(handed_in_at([clinic], NOW)) == [handed]
        entry = DocumentEntry("LICENCE", "US-MA", copy=handed)

        row = record_document(alice, entry, by=stan, at=NOW)

        assert (row.copy, row.recorded_by) == (handed, stan)
        assert not handed_in_at([clinic], NOW).exists()

    def test_may_be_set_aside_with_a_reason(self, handed, alice, clinic, stan):
        set_aside(handed, "The second page is missing.", by=stan, at=NOW)

        assert SetAside.objects.get().by == stan
        assert not handed_in_at([clinic], NOW).exists()
        entry = AuditEntry.objects.last()
        assert entry.action == "FILE-SET-ASIDE"
        assert "missing" not in str(entry.facts)

    def test_is_dealt_with_once(self, handed, alice, stan):
        entry = DocumentEntry("LICENCE", "US-MA", copy=handed)
        record_document(alice, entry, by=stan, at=NOW)

        with pytest.raises(FileSettled):
            record_document(alice, entry, by=stan, at=NOW)
        with pytest.raises(FileSettled):
            set_aside(handed, "Unreadable.", by=stan, at=NOW)

        assert Document.objects.count() == 1
        assert not SetAside.objects.exists()

    def test_is_recorded_for_its_owner_alone(self, handed, bob, stan):
        entry = DocumentEntry("LICENCE", "US-MA", copy=handed)

        with pytest.raises(FileSettled):
            record_document(bob, entry, by=stan, at=NOW)

        assert not Document.objects.exists()

    def test_is_the_offices_to_set_aside(self, handed, alice, bob, charlie):
        for by in (alice, bob, charlie):
            with pytest.raises(NotAllowed):
                set_aside(handed, "No.", by=by, at=NOW)

        assert not SetAside.objects.exists()


class TestACopy:
    """Handed in, recorded, looked at, attested: none of it is a verification."""

    @pytest.fixture
    def recorded(self, handed, alice, stan):
        entry = DocumentEntry(
            "LICENCE",
            "US-MA",
            issued_on=TODAY - days(9),
            expires_on=TODAY + days(300),
            copy=handed,
        )
        return record_document(alice, entry, by=stan, at=NOW)

    def held(self, alice, clinic):
        return document_held(ASK, evidence_for(alice, clinic, NOW)).result

    def test_alone_leaves_the_requirement_unknown(self, handed, alice, clinic):
        assert self.held(alice, clinic) == Result.UNKNOWN

    @pytest.mark.parametrize("method", [None, "DOCUMENT_ONLY", "SELF_ATTESTED"])
    def test_that_was_recorded_and_looked_at_leaves_it_unknown(
        self, recorded, alice, clinic, stan, method
    ):
        if method:
            entry = VerificationEntry(TODAY, method, "VERIFIED", "Seen")
            record_verification(recorded, entry, by=stan, at=NOW)

        assert self.held(alice, clinic) == Result.UNKNOWN

    def test_whose_source_was_asked_holds(self, recorded, alice, clinic, stan):
        entry = VerificationEntry(TODAY, "PRIMARY_SOURCE", "VERIFIED", "The board")
        record_verification(recorded, entry, by=stan, at=NOW)

        assert self.held(alice, clinic) == Result.MET

    @pytest.mark.parametrize("method", ["DOCUMENT_ONLY", "SELF_ATTESTED"])
    def test_opens_no_gate(self, session, alice, clinic, stan, method):
        hand_in(alice, LICENCE, by=alice, at=NOW)
        entry = DocumentEntry(
            "LICENCE",
            "US-MA",
            issued_on=TODAY - days(9),
            expires_on=TODAY + days(300),
            copy=Artefact.objects.get(),
        )
        row = record_document(alice, entry, by=stan, at=NOW)
        seen = VerificationEntry(TODAY, method, "VERIFIED", "Seen")
        record_verification(row, seen, by=stan, at=NOW)
        # Only the new licence is left: the one of the roster was another state's.
        alice.documents.exclude(pk=row.pk).update(jurisdiction="US-OR")

        answer = ask(about(session), asker=Asker(clinic), at=NOW)

        assert codes(answer)["LICENCE-ACTIVE"] == "UNKNOWN"


class TestTheBytes:
    def test_that_were_changed_are_not_given_out(self, handed):
        storages["artefacts"].delete(handed.file)
        with pytest.raises(FileDamaged):
            bytes_of(handed)

        storages["artefacts"].save(handed.file, ContentFile(PDF + b" and more"))
        with pytest.raises(FileDamaged):
            bytes_of(handed)
