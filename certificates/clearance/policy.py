"""Policy as data: the shipped versions, their canonical JSON and hashes. Pure.

Changing how a policy is written out, or what a shipped version says, breaks the hash
that decisions on record carry. Whoever changes what is shipped adds a version, and
leaves the ones before it as they are: an old decision is replayed by its hash.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any

from certificates.clearance.criteria.catalogue import CATALOGUE
from certificates.clearance.digests import canonical_json, sha256_of
from certificates.clearance.world import CriterionParameters, PolicyFacts

POLICY_ID = "kap"
BEFORE_ANY_DATE = datetime(1970, 1, 1, tzinfo=UTC)
DIRECTOR = ["CLINICAL_DIRECTOR"]

DEFAULT_PARAMETERS: Mapping[str, Mapping[str, Any]] = {
    "LICENCE-ACTIVE": {
        "verified_within_days": 120,
        "methods": ["PRIMARY_SOURCE", "DESIGNATED_EQUIVALENT"],
    },
    "EXCLUSION-CLEAR": {"checked_within_days": 31},
    "DRILL-CURRENT": {"every_months": 6},
    "REFRESH-CURRENT": {"every_months": 12, "grace_days": 14},
    "COMPOSITION": {"signed_by": DIRECTOR},
    "RELATION-DECLARED": {"signed_by": DIRECTOR},
    "NOT-DOUBLE-BOOKED": {"medical_clinician_may_cover": 1},
    "PRESCRIBER-CLEARANCE": {"within_days": 7},
    "PREPARATION-DONE": {"recommended": 3},
    "CONSENT-EARLIER-DAY": {"signed_by": DIRECTOR},
    "PAUSE-BY-TWO": {"people": 2},
    "COURSE-LENGTH": {
        "from_ordinal": 4,
        "signed_by": DIRECTOR,
        "and_by": ["MEDICAL_CLINICIAN", "MEDICAL_DIRECTOR"],
    },
    "INTEGRATION-SINCE": {"from_ordinal": 2},
    "SESSION-OPENABLE": {"opens_minutes_before": 60},
    "CLOCK-SANE": {"agree_within_minutes": 5},
}

# What version 1 asked: how a session is booked and begins, not yet how it ends.
ASKED_BY_VERSION_1 = (
    "LICENCE-ACTIVE",
    "EXCLUSION-CLEAR",
    "LIABILITY-CURRENT",
    "LEVEL-SUFFICIENT",
    "SUPERVISOR-PRESENT",
    "BLS-CURRENT",
    "DRILL-CURRENT",
    "REFRESH-CURRENT",
    "NOT-SUSPENDED",
    "TEAM-DISTINCT",
    "MEMBER-AT-CLINIC",
    "TRAUMA-ENDORSED",
    "PREFERENCE-ASKED",
    "COMPOSITION",
    "RELATION-DECLARED",
    "SECOND-STAFF",
    "MEDICAL-CLINICIAN",
    "NOT-DOUBLE-BOOKED",
    "SITE-READY",
    "PRESCRIBER-CLEARANCE",
    "PREPARATION-DONE",
    "CONSENT-EARLIER-DAY",
    "DAY-OF-SCREEN",
    "ESCORT-CONFIRMED",
    "PAUSE-BY-TWO",
    "ROOM-READY",
    "COURSE-LENGTH",
    "INTEGRATION-SINCE",
    "SESSION-OPENABLE",
    "TEAM-AS-BOOKED",
    "CLOCK-SANE",
)


def _shipped(version: int, codes: Iterable[str]) -> Mapping[str, Any]:
    criteria = [
        {"code": code, "parameters": dict(DEFAULT_PARAMETERS.get(code, {}))}
        for code in codes
    ]
    return {"id": POLICY_ID, "version": version, "criteria": criteria}


FIRST_POLICY = _shipped(1, ASKED_BY_VERSION_1)
DEFAULT_POLICY = _shipped(2, CATALOGUE)


class PolicyUnreadable(ValueError):  # noqa: N818 - a refusal, not a fault
    """The data is not a policy this gate can judge by. The message may be shown."""

    code = "POLICY-UNREADABLE"


def policy_json(data: Mapping[str, Any]) -> str:
    """Return a policy version as canonical JSON; the hash is taken of this."""
    return canonical_json({key: data[key] for key in ("id", "version", "criteria")})


def policy_sha256(data: Mapping[str, Any]) -> str:
    return sha256_of(policy_json(data))


def policy_facts(
    data: Mapping[str, Any],
    in_force_from: datetime | None,
    in_force_until: datetime | None = None,
) -> PolicyFacts:
    """Return a policy version as the gate reads it.

    Args:
        in_force_from: None while it is not signed.

    Raises:
        PolicyUnreadable: no criteria, one twice, one the gate does not know, or one
            without a parameter it needs.
    """
    criteria = tuple(
        CriterionParameters(row["code"], row.get("parameters", {}))
        for row in data["criteria"]
    )
    _check(criteria)
    return PolicyFacts(
        id=data["id"],
        version=data["version"],
        sha256=policy_sha256(data),
        in_force_from=in_force_from,
        criteria=criteria,
        in_force_until=in_force_until,
    )


@cache
def default_policy() -> PolicyFacts:
    """Return the shipped version, in force since before any date."""
    return policy_facts(DEFAULT_POLICY, BEFORE_ANY_DATE)


def shipped_policy(sha256: str) -> PolicyFacts:
    """Return the shipped version, old or new, that a decision on record names.

    Raises:
        PolicyUnreadable: no version that was ever shipped has this hash.
    """
    for data in (DEFAULT_POLICY, FIRST_POLICY):
        if policy_sha256(data) == sha256:
            return policy_facts(data, BEFORE_ANY_DATE)
    raise PolicyUnreadable("No version of this hash was ever shipped.")


def _check(criteria: tuple[CriterionParameters, ...]) -> None:
    codes = [row.code for row in criteria]
    if not codes:
        raise PolicyUnreadable("A policy has to ask something.")
    if len(set(codes)) != len(codes):
        raise PolicyUnreadable("A policy names each criterion once.")
    for row in criteria:
        if row.code not in CATALOGUE:
            raise PolicyUnreadable(f"The gate does not know {row.code}.")
        missing = set(DEFAULT_PARAMETERS.get(row.code, {})) - set(row.parameters)
        if missing:
            raise PolicyUnreadable(f"{row.code} needs {', '.join(sorted(missing))}.")
