"""How booked sessions stand, for a glance. Nothing here opens, and none is recorded."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from certificates.clearance.decide import decide
from certificates.clearance.decision import Decision
from certificates.clearance.outcome import RELIEF
from certificates.clearance.question import Question, parse
from certificates.clearance.verdicts import Kind, Result
from certificates.models import Session
from certificates.selectors.facts import worlds_for
from certificates.selectors.policies import policy_in_force

State = Session.State
# While one is under way the clearance of its team is still looked at.
LOOKED_AT = (State.BOOKED, State.STARTED)


@dataclass(frozen=True)
class Outlook:
    """What the gate would say to booking a session now."""

    decision: Decision

    @property
    def is_forbidden(self) -> bool:
        """Whether a row on record says no; else something may still come."""
        return any(
            (row.type, row.result) == (Kind.HARD, Result.UNMET)
            for row in self.decision.reasons
        )

    @property
    def needs_relief(self) -> bool:
        """Whether somebody of a team under way has lost their clearance."""
        return RELIEF in self.decision.obligations


def outlooks_of(
    sessions: Iterable[Session], at: datetime.datetime
) -> dict[str, Outlook]:
    """This will judge those that are booked or under way, by their code.

    Two or three queries for each clinic, however many sessions there are.
    """
    live = [row for row in sessions if row.state in LOOKED_AT]
    found: dict[str, Outlook] = {}
    for clinic in {row.clinic for row in live}:
        here = [row for row in live if row.clinic_id == clinic.pk]
        worlds = worlds_for(here, application_at=at, clinic=clinic)
        policy, _row = policy_in_force(at, clinic)
        for code, world in worlds.items():
            found[code] = Outlook(decide(_question(code), world, policy, at))
    return found


def _question(code: str) -> Question:
    return parse(
        {
            "subject": {"type": "team", "id": f"team-of-{code}"},
            "action": {"name": "book"},
            "resource": {"type": "session", "id": code},
        }
    )
