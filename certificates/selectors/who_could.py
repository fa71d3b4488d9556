"""Who of a clinic's people could run a booked session, from facts fetched once."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from certificates.clearance.world import MemberFacts, WorldFacts
from certificates.models import Session
from certificates.rules.who_could import WhoCould, who_could
from certificates.selectors.facts import roster_world, worlds_for
from certificates.selectors.policies import policy_in_force
from home.models import Clinic


@dataclass(frozen=True)
class TeamsFound:
    """What was found for one session, with everybody's name by id."""

    answer: WhoCould
    names: Mapping[str, str]

    def named(self, members: Iterable[MemberFacts]) -> list[tuple[str, str]]:
        """This will give each member as a role and a name."""
        return [(row.role, self.names.get(row.id, "")) for row in members]


def teams_for(session: Session, clinic: Clinic, at: datetime.datetime) -> TeamsFound:
    """This will find who could run a session of this clinic.

    Judged by the policy that will be in force when it begins. A constant number of
    queries, however many people are on the roster.
    """
    starts_at = session.starts_at or at
    world = _world(session, clinic, at, clinic.day_of(starts_at))
    policy, _row = policy_in_force(max(starts_at, at), clinic)
    if policy.in_force_from and policy.in_force_from > at:
        policy = replace(policy, in_force_from=at)
    names = {person.id: person.name for person in world.people}
    return TeamsFound(who_could(world, policy, at), names)


def _world(
    session: Session, clinic: Clinic, at: datetime.datetime, day: datetime.date
) -> WorldFacts:
    """This will fetch the stored session, and everybody who is here on its day."""
    stored = worlds_for([session], application_at=at, clinic=clinic)[session.code]
    roster = roster_world(clinic, application_at=at, on=day)
    people = {person.id: person for person in (*stored.people, *roster.people)}
    ties = dict.fromkeys((*stored.relations, *roster.relations))
    return replace(stored, people=tuple(people.values()), relations=tuple(ties))
