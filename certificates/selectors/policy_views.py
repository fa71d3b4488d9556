"""The ways in which a preview of a version of the policy looks at the facts."""

import datetime
from dataclasses import dataclass, replace

from certificates.clearance.world import WorldFacts
from certificates.rules.policy_renewal import renewed
from home.models import Clinic


@dataclass(frozen=True)
class View:
    """One way to look: as of a moment, at what begins then, checks renewed or not."""

    at: datetime.datetime
    begins: datetime.datetime
    is_renewed: bool = False


def views_of(now: datetime.datetime, moment: datetime.datetime) -> tuple[View, ...]:
    """The ways to look, what comes to pass if nothing changes first."""
    ways = (
        View(moment, moment),
        View(moment, moment, is_renewed=True),
        # As the forecast does: begins then, the checks as old as they are today.
        View(now, moment),
        View(now, now),
        View(now, now, is_renewed=True),
    )
    return tuple(dict.fromkeys(ways))


def seen(world: WorldFacts, view: View, clinic: Clinic) -> WorldFacts:
    """The facts as one way to look takes them."""
    if not view.is_renewed:
        return world
    day = clinic.day_of(view.at)
    return replace(world, people=tuple(renewed(one, day) for one in world.people))
