"""Starting, releasing and closing. Each asks the gate afresh, and only a yes moves.

A no is an answer too: it is recorded and told, and nothing moves.
"""

import datetime

from certificates.actions.clearance import Answer, ask
from certificates.actions.session_actors import Actor, require_at_the_door
from certificates.actions.session_events import (
    Outcome,
    Step,
    Told,
    hold_still,
    write_down,
)
from certificates.actions.signatures import require_not_suspended
from certificates.models import Session
from certificates.rules.session_moves import require_move
from home.actions.denials import refusals_logged
from home.models import Person

State = Session.State


@refusals_logged("SESSION-START")
def start_session(session: Session, *, by: Person, at: datetime.datetime) -> Outcome:
    """This will start a session if the gate says yes to it now.

    Returns: the session as it stands, under way or not, and the recorded answer.
    Raises:
        SessionUnknown: it is another clinic's.
        NotAllowed: neither of the team nor a director; or a director who is
            suspended, where the gate says yes.
    """
    fresh = _held_by(session, by, at)
    answer = ask_about(fresh, "start", by, at)
    if answer.decision.decision:
        # Of the team the gate has asked; a director beside it is asked here.
        require_not_suspended(by, at)
        fresh.started_at = at
        _move(fresh, State.STARTED, by=by, at=at, answer=answer)
    return Outcome(fresh, answer)


@refusals_logged("SESSION-RELEASE")
def release_session(session: Session, *, by: Person, at: datetime.datetime) -> Outcome:
    """This will let the patient of a medication session go home, if the gate says yes.

    Nobody's clearance is asked for: what lapsed meanwhile keeps no patient here.

    Returns: the session as it stands, released or not, and the recorded answer.
    Raises:
        SessionUnknown: it is another clinic's.
        NotAllowed: neither of the team nor a director.
        SessionMoveRefused: the gate says yes to a session that has no release.
    """
    fresh = _held_by(session, by, at)
    answer = ask_about(fresh, "release", by, at)
    if answer.decision.decision:
        fresh.released_at = at
        _move(fresh, State.RELEASED, by=by, at=at, answer=answer)
    return Outcome(fresh, answer)


@refusals_logged("SESSION-CLOSE")
def close_session(session: Session, *, by: Person, at: datetime.datetime) -> Outcome:
    """This will close a session if the gate says that all of it is done.

    Returns: the session as it stands, closed or not, and the recorded answer.
    Raises:
        SessionUnknown: it is another clinic's.
        NotAllowed: neither of the team nor a director.
        SessionMoveRefused: the gate says yes to what cannot be closed yet.
    """
    fresh = _held_by(session, by, at)
    answer = ask_about(fresh, "close", by, at)
    if answer.decision.decision:
        _move(fresh, State.CLOSED, by=by, at=at, answer=answer)
    return Outcome(fresh, answer)


def ask_about(
    session: Session, action: str, by: Person, at: datetime.datetime
) -> Answer:
    """This will ask the gate about a session and its team as they are stored."""
    question = {
        "subject": {"type": "team", "id": f"team-of-{session.code}"},
        "action": {"name": action},
        "resource": {"type": "session", "id": session.code},
    }
    return ask(question, asker=Actor(by).asker(session.clinic, "session"), at=at)


def _held_by(session: Session, by: Person, at: datetime.datetime) -> Session:
    fresh = hold_still(session)
    require_at_the_door(by, fresh, at)
    return fresh


def _move(
    session: Session,
    to_state: str,
    *,
    by: Person,
    at: datetime.datetime,
    answer: Answer,
) -> None:
    """Move a session on the gate's yes; the table of moves has the last word."""
    require_move(session.kind, session.state, to_state)
    session.state = to_state
    session.save(update_fields=["state", "started_at", "released_at"])
    write_down(session, Told(Step(to_state), Actor(by), at, answer))
