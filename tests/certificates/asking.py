"""How the tests put a question to the gate."""

import time_machine

from certificates.models import Session


def at(moment):
    """The application's clock and the database's are two; only ours can be moved."""
    return time_machine.travel(moment, tick=False)


def about(session: Session, action: str = "book") -> dict:
    return {
        "subject": {"type": "team", "id": "t"},
        "action": {"name": action},
        "resource": {"type": "session", "id": session.code},
    }


def codes(answer) -> dict[str, str]:
    return {v.code: v.result.value for v in answer.decision.reasons}
