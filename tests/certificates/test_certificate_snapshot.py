"""The frozen values of a certificate: what they refuse, and their lasting digest."""

from dataclasses import replace
from datetime import date

import pytest

from certificates.pdf.snapshot import (
    CertificateSnapshot,
    Line,
    Signatory,
    SnapshotInvalid,
)

RITA = Signatory(
    name="Rita Castellanos",
    role="Clinical Director",
    signed_at="Signed 2 November 2026, 14:32 (Europe/Zurich)",
    meaning="Approves the award after review of the full record",
)
SNAPSHOT = CertificateSnapshot(
    code="4f7Qm2XkT9wLc8RbVn3JpA",
    serial="KAP-7H3M-92QX",
    holder_name="Zoë Łukasiewicz",
    credential_title="L1 Preparation and Integration Therapist",
    credential_summary="May conduct preparation and integration sessions.",
    clinic_name="Lindenhof Clinic",
    awarded_on=date(2026, 11, 2),
    valid_from=date(2026, 11, 3),
    valid_to=None,
    completed=(Line("Foundations", "Edition 1, 16 lessons, 12.25 hours"),),
    practice=(),
    signatories=(RITA,),
    verify_url="https://training.lindenhof.example/verify/4f7Qm2XkT9wLc8RbVn3JpA/",
    requirements_line="Requirement set L1, version 3",
    content_reviewed=False,
    is_demo=True,
)


class TestSnapshot:
    def test_comes_back_from_its_json_unchanged(self):
        again = CertificateSnapshot.from_json(SNAPSHOT.to_json())

        assert again == SNAPSHOT
        assert again.digest() == SNAPSHOT.digest()

    def test_has_a_digest_that_never_changes(self):
        assert SNAPSHOT.digest() == (
            "c8a679d0957cba2cad58fd35f6eb9e0f575014377cfe3fc73adffb0d87231b95"
        )

    @pytest.mark.parametrize(
        "change",
        [
            {"holder_name": " "},
            {"completed": ()},
            {"signatories": ()},
            {"signatories": (RITA,) * 3},
            {"verify_url": "javascript:alert(1)"},
            {"valid_to": date(2020, 1, 1)},
        ],
    )
    def test_refuses_what_makes_no_certificate(self, change):
        with pytest.raises(SnapshotInvalid):
            replace(SNAPSHOT, **change)

    @pytest.mark.parametrize("text", ["", "[]", "{}", '{"code": "x"}'])
    def test_refuses_json_of_something_else(self, text):
        with pytest.raises(SnapshotInvalid):
            CertificateSnapshot.from_json(text)
