"""Which policy is in force."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from certificates.clearance.digests import canonical_json, sha256_of
from certificates.clearance.policy import (
    DEFAULT_PARAMETERS,
    DEFAULT_POLICY,
    default_policy,
    policy_facts,
)
from certificates.clearance.world import PolicyFacts
from certificates.models import PolicyVersion
from certificates.rules.policy_floors import keeps_the_floors
from home.models import Clinic

Limits = Mapping[str, Mapping[str, Any]]
Found = tuple[PolicyFacts, PolicyVersion | None]
State = PolicyVersion.State
# What reading a document ends in that is no policy; one without sense is a value.
UNREADABLE = (ValueError, TypeError, AttributeError, KeyError)

# Written out, because every question about a session asks it.
IN_FORCE = (
    "SELECT * FROM certificates_policyversion WHERE state = 'SIGNED' "
    "AND (clinic_id IS NULL OR clinic_id = %s) "
    "AND in_force_from <= %s AND signed_at <= %s "
    "ORDER BY clinic_id IS NULL, version DESC LIMIT 1"
)


@dataclass(frozen=True)
class CheckDays:
    """For how many days a check holds, as the gate asks (R-01)."""

    verified: int
    checked: int


def policy_in_force(
    at: datetime.datetime,
    clinic: Clinic | None = None,
    known_at: datetime.datetime | None = None,
) -> Found:
    """This will give the policy of a moment, and its row when a clinic made one.

    The newest version of the clinic that two have signed and that has begun; else the
    newest of those for every clinic; else the shipped version, which is part of the
    program. A version that was signed later stands before one signed earlier, even
    when that one begins later: that is how a version that waits is called off. One
    that goes below what all keep is not in force, and no other stands in for it.

    Args:
        clinic: whose sessions are judged; None leaves every clinic's own aside.
        known_at: only what was signed by then.
    """
    stored = connection.ops.adapt_datetimefield_value
    own = clinic.pk if clinic else None
    asked = [own, stored(at), stored(known_at or at)]
    found = list(PolicyVersion.objects.raw(IN_FORCE, asked))
    return (as_judged(found[0]), found[0]) if found else (default_policy(), None)


def facts_of(
    row: PolicyVersion, begins: datetime.datetime | None = None
) -> PolicyFacts:
    """This will give a version as the gate reads it.

    What the program learned to ask after it was signed is asked as it is shipped: an
    older version never leaves a newer question out. The digest is then another one,
    that of what is asked.

    Args:
        begins: the moment from which it is taken to hold; None for its own.
    """
    return policy_facts(_completed(row.document), begins or row.in_force_from)


def facts_as_asked(row: PolicyVersion, sha256: str) -> PolicyFacts:
    """This will give a version as a decision on record was judged by it.

    Args:
        sha256: the digest of the policy that the decision names.
    """
    if sha256 == _below(row).sha256:
        return _below(row)
    if sha256 == row.sha256:
        return policy_facts(row.document, row.in_force_from)
    return facts_of(row)


def as_judged(row: PolicyVersion) -> PolicyFacts:
    """This will give a signed version as it judges from its moment on.

    One that nobody could have signed denies.
    """
    try:
        policy = facts_of(row)
        is_sound = keeps_the_floors(policy)
    except UNREADABLE:
        is_sound = False
    return policy if is_sound else _below(row)


def _below(row: PolicyVersion) -> PolicyFacts:
    """What is asked in its place: all that is shipped, and it is not in force."""
    return replace(
        default_policy(),
        version=row.version,
        sha256=sha256_of(canonical_json(["below what all keep", row.document])),
        in_force_from=None,
    )


def policy_limits(at: datetime.datetime, clinics: Iterable[Clinic] = ()) -> Limits:
    """This will give what the policy in force asks of each criterion.

    Args:
        clinics: whose; of several the strictest of each number, so that nobody is
            told of a check too late. None at all leaves every clinic's own aside.
    Returns: parameters by criterion; those of a criterion that the policy leaves out
    are the default's, for whoever lists what runs out.
    """
    wanted = list(clinics)
    rows = list(_begun(at, wanted, None).order_by("version"))
    # Of each clinic the highest version is written last, and stays.
    newest = {row.clinic_id: row for row in rows}
    shared = newest.get(None)
    found = [newest.get(clinic.pk, shared) for clinic in wanted] or [shared]
    asked = [
        _limits(row) for row in {row.pk if row else 0: row for row in found}.values()
    ]
    strictest = asked[0]
    for other in asked[1:]:
        strictest = _stricter(strictest, other)
    return strictest


def check_days(at: datetime.datetime, clinics: Iterable[Clinic] = ()) -> CheckDays:
    """This will give how long a verified licence and a look into the list hold."""
    limits = policy_limits(at, clinics)
    return CheckDays(
        verified=limits["LICENCE-ACTIVE"]["verified_within_days"],
        checked=limits["EXCLUSION-CLEAR"]["checked_within_days"],
    )


def versions_at(clinic: Clinic) -> QuerySet[PolicyVersion]:
    """This will give a clinic's own versions and those for every clinic."""
    rows = PolicyVersion.objects.filter(Q(clinic=clinic) | Q(clinic__isnull=True))
    return rows.select_related("clinic", "drafted_by", "first_by", "second_by")


def draft_at(clinic: Clinic) -> PolicyVersion | None:
    """This will give the version that is being written at a clinic."""
    return versions_at(clinic).filter(clinic=clinic, state=State.DRAFT).first()


def waiting_at(clinic: Clinic, at: datetime.datetime) -> tuple[PolicyVersion, ...]:
    """This will give the signed versions that will begin, the next one first.

    One that a version signed later keeps from ever beginning is left out.
    """
    rows = versions_at(clinic).filter(clinic=clinic, state=State.SIGNED)
    found: list[PolicyVersion] = []
    earliest: datetime.datetime | None = None
    for row in rows.order_by("-version"):
        begins = row.in_force_from
        if begins and (earliest is None or begins < earliest):
            earliest = begins
            found.append(row)
    return tuple(row for row in reversed(found) if _is_ahead(row, at))


def _is_ahead(row: PolicyVersion, at: datetime.datetime) -> bool:
    return row.in_force_from is not None and row.in_force_from > at


def _begun(
    at: datetime.datetime,
    clinics: list[Clinic],
    known_at: datetime.datetime | None,
) -> QuerySet[PolicyVersion]:
    rows = PolicyVersion.objects.filter(
        Q(clinic__isnull=True) | Q(clinic__in=clinics),
        state=State.SIGNED,
        in_force_from__lte=at,
    )
    return rows.filter(signed_at__lte=known_at) if known_at else rows


def _completed(document: Mapping[str, Any]) -> dict[str, Any]:
    given = [
        row
        | {
            "parameters": {
                **DEFAULT_PARAMETERS.get(row["code"], {}),
                **row["parameters"],
            }
        }
        for row in document["criteria"]
    ]
    named = {row["code"] for row in given}
    more = [row for row in DEFAULT_POLICY["criteria"] if row["code"] not in named]
    return {**document, "criteria": [*given, *more]}


def _limits(row: PolicyVersion | None) -> Limits:
    policy = as_judged(row) if row else default_policy()
    asked = {one.code: one.parameters for one in policy.criteria}
    return {**DEFAULT_PARAMETERS, **asked}


def _stricter(one: Limits, other: Limits) -> Limits:
    """Of every number the smaller one, as all that run out are; else the first's."""
    return {
        code: {
            name: min(value, other[code][name]) if isinstance(value, int) else value
            for name, value in one[code].items()
        }
        for code in one
    }
