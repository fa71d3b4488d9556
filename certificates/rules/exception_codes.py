"""What a named role may sign for, and by which parameters of the policy. Pure."""

from collections.abc import Mapping
from typing import Any

# Criterion → the parameters of the policy that name roles, all of which are needed.
SIGNED_BY: Mapping[str, tuple[str, ...]] = {
    "COMPOSITION": ("signed_by",),
    "RELATION-DECLARED": ("signed_by",),
    "CONSENT-EARLIER-DAY": ("signed_by",),
    "COURSE-LENGTH": ("signed_by", "and_by"),
}
EXCEPTION_CODES = frozenset(SIGNED_BY)
# Where the medical clinician of record may sign though on the team.
SIGNED_ON_THE_TEAM = frozenset({"COURSE-LENGTH"})


def roles_that_sign(code: str, parameters: Mapping[str, Any]) -> tuple[str, ...]:
    """This will give the roles of which one signs, in the order of the policy."""
    named = [role for name in SIGNED_BY[code] for role in parameters[name]]
    return tuple(dict.fromkeys(named))


def roles_on_the_team(code: str, parameters: Mapping[str, Any]) -> tuple[str, ...]:
    """This will give the roles in which the medical clinician of record may sign."""
    if code not in SIGNED_ON_THE_TEAM:
        return ()
    return tuple(parameters["and_by"])
