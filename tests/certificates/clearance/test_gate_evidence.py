"""On what rows the gate rests what is met, and until when."""

from dataclasses import replace
from datetime import date

import pytest

from certificates.clearance.world import CriterionParameters, SignatureFacts
from tests.certificates.clearance.spoiled import levels, licence
from tests.certificates.clearance.worlds import (
    CLEAR,
    POLICY,
    STARTS,
    ago,
    candidate,
    change_person,
    change_session,
    check,
    credential,
    day,
    document,
    found,
    judge,
    member_of,
    verification,
)


def test_a_waiver_rests_on_the_signatures():
    row = SignatureFacts("COMPOSITION", "dana", "Agreed.", ago(hours=1), "signature-1")
    world = change_person(CLEAR, "mark", gender="WOMAN")
    waiver = found(judge(change_session(world, signatures=(row,))), "COMPOSITION")

    assert waiver.result == "WAIVED"
    assert waiver.evidence == ("signature-1",)


def test_a_refresh_in_its_days_of_grace_holds_until_they_end():
    world = change_person(CLEAR, "wanda", refreshed_on=date(2025, 12, 1))
    verdict = found(judge(world), "REFRESH-CURRENT", "wanda")

    assert verdict.is_good
    assert verdict.warning
    assert verdict.holds_until == date(2026, 12, 16)


def test_a_candidate_for_something_else_is_told_what_is_not_held():
    world = change_person(CLEAR, "mark", credentials=(credential("T"), candidate("T")))
    verdict = found(judge(world), "LEVEL-SUFFICIENT", "mark")

    assert verdict.text == "Mark does not hold L2 here through the end of the session."


def test_support_rests_on_the_level_of_who_gives_it():
    verdict = found(judge(levels("L2A", "T")), "SUPERVISOR-PRESENT")

    assert verdict.text == "Has the support of somebody who holds L3."
    assert verdict.evidence == ("L3",)
    assert verdict.holds_until == date(2028, 1, 1)


def test_a_licence_rests_on_itself_and_its_verification():
    check = replace(verification(), id="check-1")
    row = document(verifications=(check,))
    verdict = found(judge(licence(row)), "LICENCE-ACTIVE", "wanda")

    assert verdict.evidence == ("document-LICENCE", "check-1")


def test_a_licence_that_nothing_ends_holds_until_no_date():
    policy = replace(POLICY, criteria=tuple(map(_never_asked_again, POLICY.criteria)))
    row = document(expires_on=date.max, verifications=(verification(day(-200)),))
    verdict = found(judge(licence(row), policy=policy), "LICENCE-ACTIVE", "wanda")

    assert verdict.is_good
    assert verdict.holds_until is None


def test_a_role_that_does_not_fit_rests_on_the_membership():
    row = replace(member_of("STAFF"), id="membership-1")
    world = change_person(CLEAR, "clara", memberships=(row,))
    verdict = found(judge(world), "MEMBER-AT-CLINIC", "clara")

    assert verdict.result == "UNMET"
    assert verdict.evidence == ("membership-1",)


def _never_asked_again(row):
    if row.code != "LICENCE-ACTIVE":
        return row
    within = {"verified_within_days": date.max.toordinal()}
    return CriterionParameters(row.code, {**row.parameters, **within})


def test_a_membership_is_what_belonging_rests_on():
    row = replace(
        member_of("MEDICAL_CLINICIAN", ends_on=date(2027, 1, 1)), id="membership-1"
    )
    world = change_person(CLEAR, "clara", memberships=(row,))
    verdict = found(judge(world), "MEMBER-AT-CLINIC", "clara")

    assert verdict.is_good
    assert verdict.evidence == ("membership-1",)
    assert verdict.holds_until == date(2027, 1, 2)


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [("CONFIRMED", "UNMET"), ("POSSIBLE", "UNKNOWN"), ("CLEAR", "MET")],
)
def test_an_exclusion_rests_on_the_check(outcome, expected):
    row = replace(check(outcome=outcome), id="check-1")
    world = change_person(CLEAR, "wanda", exclusion_checks=(row,))
    verdict = found(judge(world), "EXCLUSION-CLEAR", "wanda")

    assert verdict.result == expected
    assert verdict.evidence == ("check-1",)


@pytest.mark.parametrize(
    "changes",
    [
        {"issued_on": None, "expires_on": STARTS.date()},
        {"issued_on": STARTS.date(), "expires_on": None},
    ],
)
def test_a_document_with_half_its_dates_has_none(changes):
    verdict = found(judge(licence(document(**changes))), "LICENCE-ACTIVE", "wanda")

    assert verdict.result == "UNKNOWN"
    assert verdict.text == "The licence of Wanda has no dates on record."
