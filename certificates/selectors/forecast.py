"""What a clinic can staff in the days ahead, from facts fetched once."""

import datetime

from certificates.rules.forecast import (
    DayAhead,
    as_it_stands,
    if_checks_are_renewed,
)
from certificates.selectors.facts import roster_world
from certificates.selectors.policies import policy_in_force
from home.models import Clinic


def forecast_as_it_stands(clinic: Clinic, at: datetime.datetime) -> list[DayAhead]:
    """This will tell of each day ahead if no register or list is looked into again.

    By the policy in force now. Three queries, however large the roster.
    """
    policy, _row = policy_in_force(at, clinic)
    return as_it_stands(roster_world(clinic, application_at=at), policy, at)


def forecast_if_renewed(clinic: Clinic, at: datetime.datetime) -> list[DayAhead]:
    """This will tell of each day ahead if registers and lists are checked in time.

    By the policy in force now. Three queries, however large the roster.
    """
    policy, _row = policy_in_force(at, clinic)
    return if_checks_are_renewed(roster_world(clinic, application_at=at), policy, at)
