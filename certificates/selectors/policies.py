"""Which policy is in force."""

import datetime

from certificates.clearance.policy import default_policy, policy_facts
from certificates.clearance.world import PolicyFacts
from certificates.models import PolicyVersion


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
