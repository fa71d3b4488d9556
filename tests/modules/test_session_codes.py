"""Codes of sessions: opaque ones pass, what could name a patient does not."""

import pytest
from django.core.exceptions import ValidationError

from modules.session_codes import validate_session_code


class TestSessionCodes:
    @pytest.mark.parametrize("code", ["KAP-0142", "A1B", "2026-0142", "S12345678901"])
    def test_opaque_ones_pass(self, code):
        validate_session_code(code)

    @pytest.mark.parametrize(
        "code",
        [
            "",
            "A1",
            "kap-0142",
            "KAP 0142",
            "GARCIA",
            "MARIA-GARCIA",
            "1984-03-12",
            "19840312",
            "12-03-1984",
            "617-555-0142",
            "16175550142",
            "A" + "1" * 32,
            "KAP-0142\n",
            "ÅBC-1",
        ],
    )
    def test_what_could_name_a_patient_is_refused(self, code):
        with pytest.raises(ValidationError):
            validate_session_code(code)
