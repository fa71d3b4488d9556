"""Which policy is in force."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from certificates.clearance.policy import (
    DEFAULT_PARAMETERS,
    default_policy,
    policy_facts,
)
from certificates.clearance.world import PolicyFacts
from certificates.models import PolicyVersion


@dataclass(frozen=True)
class CheckDays:
    """For how many days a check holds, as the gate asks (R-01)."""

    verified: int
    checked: int


def policy_in_force(at: datetime.datetime) -> tuple[PolicyFacts, PolicyVersion | None]:
    """This will give the policy of a moment, and its row when the clinic made one.

    A fresh installation has none of its own and goes by the first version, which is
    part of the program.
    """
    row = (
        PolicyVersion.objects.filter(in_force_from__lte=at)
        .order_by("-in_force_from", "-version")
        .first()
    )
    if row is None:
        return default_policy(), None
    return policy_facts(row.document, row.in_force_from), row


def policy_limits(at: datetime.datetime) -> Mapping[str, Mapping[str, Any]]:
    """This will give what the policy in force asks of each criterion.

    Returns: parameters by criterion; those of a criterion that the policy leaves out
    are the default's, for whoever lists what runs out.
    """
    policy, _row = policy_in_force(at)
    asked = {row.code: row.parameters for row in policy.criteria}
    return {**DEFAULT_PARAMETERS, **asked}


def check_days(at: datetime.datetime) -> CheckDays:
    """This will give how long a verified licence and a look into the list hold."""
    limits = policy_limits(at)
    return CheckDays(
        verified=limits["LICENCE-ACTIVE"]["verified_within_days"],
        checked=limits["EXCLUSION-CLEAR"]["checked_within_days"],
    )
