"""The life of a session, as one table of moves for each kind. Pure."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from home.errors import RuleBroken

NOWHERE: frozenset[str] = frozenset()
# A session without medicine has nobody to release: it is simply over.
TALKING: Mapping[str, frozenset[str]] = {
    "BOOKED": frozenset({"STARTED", "CANCELLED"}),
    "STARTED": frozenset({"CLOSED"}),
    "RELEASED": NOWHERE,
    "CLOSED": NOWHERE,
    "CANCELLED": NOWHERE,
}
# After the medicine nobody closes before the patient was released.
MEDICATION: Mapping[str, frozenset[str]] = {
    **TALKING,
    "STARTED": frozenset({"RELEASED"}),
    "RELEASED": frozenset({"CLOSED"}),
}
MOVES: Mapping[str, Mapping[str, frozenset[str]]] = {
    "PREPARATION": TALKING,
    "MEDICATION": MEDICATION,
    "INTEGRATION": TALKING,
}


class SessionMoveRefused(RuleBroken):
    """A session in this state cannot go there."""

    code = "SESSION-MOVE-REFUSED"


class SessionNotBooked(RuleBroken):
    """Only what has not begun can be planned anew."""

    code = "SESSION-NOT-BOOKED"


class SessionNotUnderWay(RuleBroken):
    """It has not begun, or it is over."""

    code = "SESSION-NOT-UNDER-WAY"


def may_move(kind: str, from_state: str, to_state: str) -> bool:
    """This will say whether the table of that kind of session has the move."""
    return to_state in MOVES.get(kind, {}).get(from_state, NOWHERE)


def require_move(kind: str, from_state: str, to_state: str) -> None:
    """This will refuse a move that is not in the table.

    Raises:
        SessionMoveRefused: a session of that kind in the first state cannot go to
            the second.
    """
    if not may_move(kind, from_state, to_state):
        raise SessionMoveRefused(
            _("A session that is %(was)s cannot become %(wanted)s.")
            % {"was": from_state.lower(), "wanted": to_state.lower()}
        )


def require_booked(state: str) -> None:
    """This will refuse to plan anew what has begun, is over or was cancelled.

    Raises:
        SessionNotBooked: the state is another one.
    """
    if state != "BOOKED":
        raise SessionNotBooked(
            _("This session is %(state)s; only a booked one can be changed.")
            % {"state": state.lower()}
        )


def require_started(state: str) -> None:
    """This will refuse relief for a session that is not under way.

    Raises:
        SessionNotUnderWay: the state is another one.
    """
    if state != "STARTED":
        raise SessionNotUnderWay(
            _("This session is %(state)s; only one under way needs relief.")
            % {"state": state.lower()}
        )
