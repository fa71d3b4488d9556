"""What every step of a session leaves behind: an event, an entry, and what it voided.

Called inside the transaction of the step.
"""

import datetime
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from certificates.actions.clearance import Answer
from certificates.actions.credentials import lock_people
from certificates.actions.session_actors import Actor
from certificates.models import Session, SessionEvent
from certificates.rules.session_changes import (
    Change,
    Voided,
    changes_between,
    voided_by,
)
from certificates.selectors.sessions import snapshot_of
from home.actions import audit

Step = SessionEvent.Step
NOTHING_VOID = Voided()


@dataclass(frozen=True)
class Outcome:
    """What became of a step, and the gate's answer to it.

    Args:
        session: as it stands now; None when it was not booked.
    """

    session: Session | None
    answer: Answer


@dataclass(frozen=True)
class Told:
    """One step: which, by whom, when, and what the gate said to it."""

    step: str
    actor: Actor
    at: datetime.datetime
    answer: Answer | None = None
    voided: Voided = NOTHING_VOID


def hold_still(session: Session, *others: UUID) -> Session:
    """This will read a session so that its steps happen one after the other.

    Then its people, so that whatever is decided about one of them, or with them, is
    either known to this step or waits for it.

    Args:
        others: who is to join it.
    """
    rows = Session.objects.select_for_update(no_key=True, of=("self",))
    fresh = rows.select_related("clinic").get(pk=session.pk)
    lock_people(*fresh.members.values_list("person", flat=True), *others)
    return fresh


def write_down(session: Session, told: Told) -> SessionEvent:
    """This will add the event of a step and its entry in the audit log."""
    voided = told.voided.attestations | told.voided.signatures
    decision = told.answer.id if told.answer else None
    event = SessionEvent.objects.create(
        session=session,
        step=told.step,
        by=told.actor.person,
        token=told.actor.token,
        at=told.at,
        decision_id=decision,
        booked=snapshot_of(session),
        voided=sorted(voided),
    )
    facts: dict[str, Any] = {"event": event.pk}
    if decision:
        facts["decision"] = decision
    if told.actor.token:
        facts["token"] = told.actor.token.pk
    if voided:
        facts["voided"] = len(voided)
    action = f"SESSION-{told.step}"
    audit.append(action, by=told.actor.person, at=told.at, about=session, **facts)
    return event


def changes_since(before: dict[str, Any], session: Session) -> frozenset[Change]:
    """This will tell what differs from an earlier snapshot."""
    return changes_between(before, snapshot_of(session))


def void(session: Session, changes: frozenset[Change], at: datetime.datetime) -> Voided:
    """This will make void what depended on what was changed, and tell which codes."""
    asked = voided_by(changes)
    return Voided(
        _void(session.attestations, asked.attestations, at),
        _void(session.signatures, asked.signatures, at),
    )


def _void(rows: Any, codes: frozenset[str], at: datetime.datetime) -> frozenset[str]:
    standing = rows.filter(code__in=codes, voided_at__isnull=True)
    found = frozenset(standing.values_list("code", flat=True))
    standing.update(voided_at=at)
    return found
