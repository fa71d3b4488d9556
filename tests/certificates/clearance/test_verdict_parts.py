"""What a verdict of parts keeps of its parts."""

from dataclasses import replace
from datetime import date

import pytest

from certificates.clearance.verdicts import Kind, Result, all_of, any_of, at_least
from tests.certificates.clearance.test_verdict_algebra import HEAD, verdict


@pytest.mark.parametrize("join", [all_of, any_of])
@pytest.mark.parametrize("result", [Result.MET, Result.UNMET, Result.UNKNOWN])
def test_its_parts_are_told(join, result):
    parts = (verdict(result), verdict(Result.NOT_APPLICABLE))

    assert join(HEAD, parts).parts == parts


@pytest.mark.parametrize("join", [all_of, any_of])
def test_what_may_be_signed_in_its_parts_may_be_signed_as_a_whole(join):
    assert join(HEAD, [verdict(Result.UNMET, type_=Kind.SIGN)]).type is Kind.SIGN


def test_what_stands_in_the_way_holds_until_no_date():
    head = replace(HEAD, holds_until=date(2026, 12, 7))

    assert all_of(head, [verdict(Result.UNMET)]).holds_until is None


def test_a_count_below_one_is_refused_in_words():
    with pytest.raises(ValueError, match=r"^At least one part has to be asked for\.$"):
        at_least(0, HEAD, [])
