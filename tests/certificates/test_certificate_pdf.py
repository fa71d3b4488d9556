"""The printed certificate: what it says, how it looks to machines, what it refuses."""

import io
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.utils import translation
from PIL import Image
from pypdf import PdfReader
from weasyprint.urls import FatalURLFetchingError

from certificates.pdf import render
from certificates.pdf.failure import RenderFailed
from certificates.pdf.render import BundledOnly, render_certificate
from certificates.pdf.snapshot import (
    CertificateSnapshot,
    Line,
    Signatory,
)

PROJECT = Path(__file__).parents[2]
VERIFY_URL = "https://training.lindenhof.example/verify/4f7Qm2XkT9wLc8RbVn3JpA/"
LONG_CREDENTIAL = (
    "L2b Supervised Medication-Session Therapist with Endorsement T for Trauma "
    "Co-therapy and Endorsement S for Assessment and Supervision of Candidates"
)
LONG_CLINIC = (
    "The Interdisciplinary University Clinic and Research Centre for "
    "Ketamine-Assisted Psychotherapy of the Canton of Graubünden"
)
RITA = Signatory(
    name="Rita Castellanos",
    role="Clinical Director",
    signed_at="Signed 2 November 2026, 14:32 (Europe/Zurich)",
    meaning="Approves the award after review of the full record",
)
MARTIN = Signatory(
    name="Prof. Dr. Martin Okonkwo-Lindqvist",
    role="Medical Director",
    signed_at="Signed 3 November 2026, 09:10 (Europe/Zurich)",
    meaning="Confirms the medical part of the training",
)
TRACK = Line("Track 1", "Edition 1, 12 lessons, assessment passed 2 October 2026")
SNAPSHOT = CertificateSnapshot(
    code="4f7Qm2XkT9wLc8RbVn3JpA",
    serial="KAP-7H3M-92QX",
    holder_name="Alice Lindgren",
    credential_title="L1 Preparation and Integration Therapist",
    credential_summary="May conduct preparation and integration sessions.",
    clinic_name="Lindenhof Clinic",
    awarded_on=date(2026, 11, 2),
    valid_from=date(2026, 11, 3),
    valid_to=date(2028, 11, 2),
    completed=(Line("Foundations", "Edition 1, 16 lessons, 12.25 hours"), TRACK),
    practice=(Line("2 preparation sessions observed", "All domains 3 or above"),),
    signatories=(RITA,),
    verify_url=VERIFY_URL,
    requirements_line="Requirement set L1, version 3",
    content_reviewed=True,
    is_demo=False,
)
FULLEST = replace(
    SNAPSHOT,
    holder_name="Konstantinopoulou-" * 5,
    credential_title=LONG_CREDENTIAL,
    clinic_name=LONG_CLINIC,
    completed=(TRACK,) * 12,
    practice=SNAPSHOT.practice * 2,
    signatories=(RITA, MARTIN),
    content_reviewed=False,
    is_demo=True,
)
UNREVIEWED = "The training content had not yet been reviewed by this clinic’s"


def opened(snapshot: CertificateSnapshot) -> PdfReader:
    return PdfReader(io.BytesIO(render_certificate(snapshot)))


def words(snapshot: CertificateSnapshot) -> str:
    return " ".join(opened(snapshot).pages[0].extract_text().split())


def drawn(snapshot: CertificateSnapshot, folder: Path) -> Path:
    (folder / "c.pdf").write_bytes(render_certificate(snapshot))
    draw = ["pdftoppm", "-r", "150", "-png", "-singlefile", "c.pdf", "c"]
    subprocess.run(draw, cwd=folder, check=True)
    return folder / "c.png"


def scanned(snapshot: CertificateSnapshot, folder: Path) -> str:
    read = ["zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable"]
    command = [*read, str(drawn(snapshot, folder))]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return done.stdout.strip()


class TestCertificateSays:
    @pytest.mark.parametrize(
        "text",
        [
            "Alice Lindgren",
            "L1 Preparation and Integration Therapist",
            "Lindenhof Clinic",
            "Awarded 2 November 2026",
            "Valid from 3 November 2026",
            "Valid to 2 November 2028",
            "KAP-7H3M-92QX",
            "Edition 1, 16 lessons, 12.25 hours",
            "2 preparation sessions observed",
            "Rita Castellanos",
            "Signed 2 November 2026, 14:32",
            "Requirement set L1, version 3",
            "A certificate alone never opens a medication session",
            VERIFY_URL,
        ],
    )
    def test_what_was_true(self, text):
        assert text in words(SNAPSHOT)

    def test_nothing_of_review_or_demonstration_when_neither_applies(self):
        text = words(SNAPSHOT)

        assert UNREVIEWED not in text
        assert "Demonstration" not in text

    @pytest.mark.parametrize(
        ("change", "text"),
        [
            ({"content_reviewed": False}, UNREVIEWED),
            ({"is_demo": True}, "Demonstration – not a credential"),
            ({"valid_to": None}, "Valid to no end date"),
        ],
    )
    def test_what_does_not_hold(self, change, text):
        assert text in words(replace(SNAPSHOT, **change))

    @pytest.mark.parametrize(
        "name",
        ["Zoë Łukasiewicz", "Ελένη Παπαδάκη", "Ђорђе Щербаков", "Nguyễn Thị Ánh"],
    )
    def test_names_in_the_scripts_it_carries(self, name):
        assert name in words(replace(SNAPSHOT, holder_name=name))

    def test_what_the_reader_of_the_file_needs(self):
        reader = opened(SNAPSHOT)

        assert reader.metadata.title.endswith(
            "Alice Lindgren, " + SNAPSHOT.credential_title
        )
        assert reader.trailer["/Root"]["/Lang"] == "en"
        assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]

    def test_an_address_the_qr_code_opens(self, tmp_path):
        assert scanned(SNAPSHOT, tmp_path) == VERIFY_URL


class TestCertificateFits:
    @pytest.mark.parametrize("count", [2, 5, 9, 12])
    def test_one_page_whatever_was_completed(self, count):
        snapshot = replace(SNAPSHOT, completed=(TRACK,) * count, practice=())

        reader = opened(snapshot)

        assert len(reader.pages) == 1
        assert reader.pages[0].extract_text().count("Track 1") == count

    def test_one_page_when_everything_is_long(self, tmp_path):
        reader = opened(FULLEST)
        text = "".join(reader.pages[0].extract_text().split())

        assert len(reader.pages) == 1
        assert "".join(LONG_CREDENTIAL.split()) in text
        assert "".join(LONG_CLINIC.split()) in text
        assert FULLEST.holder_name in text
        assert text.count("Track1") == 12
        assert scanned(FULLEST, tmp_path) == VERIFY_URL

    def test_its_paper_stays_white(self, tmp_path):
        with Image.open(drawn(SNAPSHOT, tmp_path)) as picture:
            shades = picture.convert("L").histogram()

        assert 0.01 < sum(shades[:200]) / sum(shades) < 0.07

    def test_it_is_landscape_a4(self):
        box = opened(SNAPSHOT).pages[0].mediabox

        assert (round(box.width), round(box.height)) == (842, 595)

    def test_more_than_one_page_can_hold_is_refused(self):
        with pytest.raises(RenderFailed, match="more than fits on one page"):
            render_certificate(replace(SNAPSHOT, completed=(TRACK,) * 60))


class TestSameSnapshotSameBytes:
    def test_in_one_process(self):
        first = render_certificate(SNAPSHOT)
        render_certificate(FULLEST)

        assert render_certificate(SNAPSHOT) == first

    def test_in_another_process(self, tmp_path):
        (tmp_path / "snapshot.json").write_text(SNAPSHOT.to_json(), encoding="utf-8")
        program = (
            "import sys, pathlib, django\n"
            "django.setup()\n"
            "from certificates.pdf.render import render_certificate\n"
            "from certificates.pdf.snapshot import CertificateSnapshot\n"
            "text = pathlib.Path(sys.argv[1]).read_text(encoding='utf-8')\n"
            "snapshot = CertificateSnapshot.from_json(text)\n"
            "sys.stdout.buffer.write(render_certificate(snapshot))\n"
        )
        command = [sys.executable, "-c", program, str(tmp_path / "snapshot.json")]

        other = subprocess.run(command, cwd=PROJECT, check=True, capture_output=True)

        assert other.stdout == render_certificate(SNAPSHOT)

    def test_whatever_language_is_in_use(self):
        with translation.override("fr"):
            first = render_certificate(SNAPSHOT)

        assert first == render_certificate(SNAPSHOT)

    def test_in_several_threads_at_once(self):
        with ThreadPoolExecutor(4) as pool:
            made = set(pool.map(render_certificate, [SNAPSHOT] * 8))

        assert made == {render_certificate(SNAPSHOT)}


PLAIN_HOSTILE = [
    "<script>alert(1)</script>",
    "{{ certificate.code }}{% now 'Y' %}",
    "Tom &amp; Jerry",
    "</title><link rel=attachment href=file:///etc/passwd>",
    '"><img src="file:///etc/hosts">',
    "@import url(https://evil.example)",
]
HOSTILE = {text: text for text in PLAIN_HOSTILE} | {
    "Ann\u202eevil\u202c\u200b\u2066 Bo\x00b\x07": "Annevil Bob",
    "line one\n\nline\ttwo": "line one line two",
}


class TestHostileText:
    @pytest.mark.parametrize(("given", "printed"), HOSTILE.items())
    def test_leaves_only_its_letters(self, given, printed):
        reader = opened(replace(SNAPSHOT, holder_name=given, clinic_name=given))
        text = "".join(reader.pages[0].extract_text().split())

        assert text.count("".join(printed.split())) == 2
        assert not reader.attachments
        assert b"root:" not in b"".join(
            p.get_contents().get_data() for p in reader.pages
        )

    @pytest.mark.parametrize(
        "url",
        [
            "file:///etc/passwd",
            "http://127.0.0.1/",
            "asset:../render.py",
            "asset:/etc/passwd",
            "asset:LICENSE-SourceSans3.md",
        ],
    )
    def test_reaches_nothing_outside_the_bundle(self, url):
        with pytest.raises(FatalURLFetchingError, match="Not part of a certificate"):
            BundledOnly().fetch(url)

    def test_carries_no_typeface_but_ours(self):
        fonts = opened(FULLEST).pages[0]["/Resources"]["/Font"].values()
        names = {font.get_object()["/BaseFont"].split("+")[-1] for font in fonts}

        assert names
        assert all(name.startswith("Certificate-") for name in names), names


class TestMissingLetters:
    def test_are_noticed_even_when_nobody_looked_before(self, monkeypatch):
        monkeypatch.setattr(render, "require_letters", lambda text: None)

        with pytest.raises(RenderFailed, match="notdef"):
            render_certificate(replace(SNAPSHOT, holder_name="Ann \U0010fffd"))

    @pytest.mark.parametrize("name", ["王小明", "محمد", "Ann 🙂"])
    def test_are_refused_by_name(self, name):
        with pytest.raises(RenderFailed, match=rf"U\+{ord(name[-1]):04X}"):
            render_certificate(replace(SNAPSHOT, holder_name=name))

    def test_an_accent_without_a_glyph_of_its_own_is_set_with_its_letter(self):
        text = words(replace(SNAPSHOT, holder_name="\u01fasmund"))

        assert "smund" in text
