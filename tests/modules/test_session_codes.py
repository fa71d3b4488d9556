"""Codes of sessions: opaque ones pass, what could name a patient does not."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from modules.session_codes import validate_foreign_code, validate_session_code

NAMING = [
    "GARCIA",
    "MARIA",
    "MARIA1",
    "MARIA-GARCIA",
    "JOHN-SMITH-1984",
    "GARCIA-12-03-84",
    "SMITH-J-0142",
    "DOB19840312",
    "DOB-0312",
    "K-120384",
    "KAP-840312",
    "KAP-031284",
    "KAP-198403",
    "1984-03-12",
    "19840312",
    "120384",
    "12-03-1984",
    "617-555-0142",
    "16175550142",
    "T6175550142",
    "TEL-5550142",
    "TEL-0142",
    "MRN0142",
    "MRN-004211",
    "SSN-6789",
    "NHS-1234",
    "M.GARCIA@MAIL.TEST",
]


class TestSessionCodes:
    @pytest.mark.parametrize(
        "code",
        ["KAP-0142", "KX-1", "K7", "KFXB-0042", "PX-98765", "KAP-990099", "KAP-1984"],
    )
    def test_opaque_ones_pass(self, code):
        validate_session_code(code)

    @pytest.mark.parametrize(
        "code",
        [
            "",
            "-",
            "A",
            "A-",
            "0142",
            "kap-0142",
            "KAP 0142",
            "KAP--0142",
            "KAP-0142-7",
            "KAP-0142\n",
            "KAP-٣٤",
            "ÅBC-1",
            "A" + "1" * 32,
            *NAMING,
        ],
    )
    def test_what_could_name_a_patient_is_refused(self, code):
        with pytest.raises(ValidationError):
            validate_session_code(code)

    @given(
        st.dates(min_value=datetime.date(1900, 1, 1)),
        st.sampled_from(["%Y%m%d", "%d%m%y", "%m%d%y", "%y%m%d"]),
    )
    def test_no_day_passes_behind_letters(self, day, order):
        with pytest.raises(ValidationError):
            validate_session_code(f"KAP-{day.strftime(order)}")

    @given(st.text(alphabet="ABC019-", min_size=1, max_size=16))
    def test_nothing_long_enough_to_tell_passes(self, code):
        try:
            validate_session_code(code)
        except ValidationError:
            return
        assert sum(mark.isalpha() for mark in code) <= 4
        assert sum(mark.isdigit() for mark in code) <= 6


class TestCodesOfOtherSystems:
    @pytest.mark.parametrize("code", ["KAP-0142", "A1B", "2026-0142", "S12345678901"])
    def test_keep_their_own_shape(self, code):
        validate_foreign_code(code)

    @pytest.mark.parametrize(
        "code", ["", "A1", "MARIA-GARCIA", "1984-03-12", "617-555-0142", "ÅBC-1"]
    )
    def test_are_refused_where_they_name_somebody(self, code):
        with pytest.raises(ValidationError):
            validate_foreign_code(code)
