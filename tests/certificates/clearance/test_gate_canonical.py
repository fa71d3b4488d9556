"""How data is written out before its hash is taken: in one way only."""

import hashlib
import time
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from certificates.clearance.digests import (
    canonical_facts,
    canonical_json,
    sha256_of,
)
from certificates.clearance.world import MemberFacts


def test_letters_beyond_ascii_are_written_as_escapes():
    assert canonical_json({"b": "é", "a": [2, 1]}) == '{"a":[2,1],"b":"\\u00e9"}'


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_what_is_no_number_has_no_hash(number):
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical_json({"a": number})


def test_a_hash_is_of_the_text_in_utf_8():
    assert sha256_of("é") == hashlib.sha256(b"\xc3\xa9").hexdigest()


def test_facts_are_written_with_their_fields_in_the_order_of_letters():
    row = MemberFacts("wanda", "lead", "IN_ROOM")

    assert canonical_facts(row) == '{"id":"wanda","presence":"IN_ROOM","role":"lead"}'


def test_what_is_no_fact_is_named():
    with pytest.raises(TypeError, match=r"^complex is not a fact\.$"):
        canonical_facts(1j)


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Pacific/Apia"])
def test_a_moment_is_written_in_utc_wherever_the_server_stands(zone, monkeypatch):
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        moment = datetime(2026, 7, 1, 12, tzinfo=ZoneInfo("Europe/Rome"))
        assert canonical_facts(moment) == '"2026-07-01T10:00:00+00:00"'
        assert canonical_facts(moment.replace(tzinfo=None)) == '"2026-07-01T12:00:00"'
    finally:
        monkeypatch.undo()
        time.tzset()
