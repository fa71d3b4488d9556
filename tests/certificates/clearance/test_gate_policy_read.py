"""What a policy is read as, and the words with which it is refused."""

from datetime import timedelta

import pytest

from certificates.clearance.policy import (
    PolicyUnreadable,
    policy_facts,
    shipped_policy,
)
from certificates.clearance.world import CriterionParameters
from tests.certificates.clearance.worlds import NOW

LATER = NOW + timedelta(days=30)


def policy(*rows):
    return {"id": "kap", "version": 7, "criteria": list(rows)}


def test_a_criterion_that_needs_no_parameters_may_leave_them_out():
    facts = policy_facts(policy({"code": "BLS-CURRENT"}), NOW)

    assert facts.criteria == (CriterionParameters("BLS-CURRENT", {}),)


def test_it_is_in_force_from_one_moment_to_another():
    facts = policy_facts(policy({"code": "BLS-CURRENT"}), NOW, LATER)

    assert (facts.in_force_from, facts.in_force_until) == (NOW, LATER)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([], "A policy has to ask something."),
        ([{"code": "BLS-CURRENT"}] * 2, "A policy names each criterion once."),
        ([{"code": "MOON-FULL"}], "The gate does not know MOON-FULL."),
        (
            [{"code": "REFRESH-CURRENT", "parameters": {}}],
            "REFRESH-CURRENT needs every_months, grace_days.",
        ),
    ],
)
def test_a_refusal_says_why(rows, words):
    with pytest.raises(PolicyUnreadable) as refusal:
        policy_facts(policy(*rows), NOW)

    assert str(refusal.value) == words


def test_a_hash_that_was_never_shipped_is_told():
    with pytest.raises(PolicyUnreadable) as refusal:
        shipped_policy("0" * 64)

    assert str(refusal.value) == "No version of this hash was ever shipped."
