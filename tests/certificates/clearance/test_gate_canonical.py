"""How data is written out before its hash is taken: in one way only."""

import hashlib

import pytest

from certificates.clearance.digests import canonical_json, sha256_of


def test_letters_beyond_ascii_are_written_as_escapes():
    assert canonical_json({"b": "é", "a": [2, 1]}) == '{"a":[2,1],"b":"\\u00e9"}'


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_what_is_no_number_has_no_hash(number):
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical_json({"a": number})


def test_a_hash_is_of_the_text_in_utf_8():
    assert sha256_of("é") == hashlib.sha256(b"\xc3\xa9").hexdigest()
