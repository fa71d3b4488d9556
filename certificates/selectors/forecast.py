"""What a clinic can staff in the days ahead, from facts fetched once."""

import datetime

from django.db.models import Q

from certificates.models import PolicyVersion
from certificates.rules.forecast import (
    AHEAD_DAYS,
    DayAhead,
    Later,
    as_it_stands,
    if_checks_are_renewed,
)
from certificates.selectors.facts import roster_world
from certificates.selectors.policies import policy_in_force
from home.models import Clinic


def forecast_as_it_stands(clinic: Clinic, at: datetime.datetime) -> list[DayAhead]:
    """This will tell of each day ahead if no register or list is looked into again.

    By the policy in force on that day, as it is signed now. Four queries, however large
    the roster, and one more for each version that waits.
    """
    policy, _row = policy_in_force(at, clinic)
    world = roster_world(clinic, application_at=at)
    return as_it_stands(world, policy, at, _later(clinic, at))


def forecast_if_renewed(clinic: Clinic, at: datetime.datetime) -> list[DayAhead]:
    """This will tell of each day ahead if registers and lists are checked in time.

    By the policy in force on that day, as it is signed now. Four queries, however large
    the roster, and one more for each version that waits.
    """
    policy, _row = policy_in_force(at, clinic)
    world = roster_world(clinic, application_at=at)
    return if_checks_are_renewed(world, policy, at, _later(clinic, at))


def _later(clinic: Clinic, at: datetime.datetime) -> list[Later]:
    """The policy from each moment ahead at which another one comes into force."""
    until = at + datetime.timedelta(days=AHEAD_DAYS + 1)
    rows = PolicyVersion.objects.filter(
        Q(clinic__isnull=True) | Q(clinic=clinic),
        state=PolicyVersion.State.SIGNED,
        in_force_from__gt=at,
        in_force_from__lte=until,
    ).order_by("in_force_from")
    begins = [row.in_force_from for row in rows if row.in_force_from]
    return [(moment, policy_in_force(moment, clinic)[0]) for moment in begins]
