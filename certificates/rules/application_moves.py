"""The life of an application, as one table of moves. Pure."""

from django.utils.translation import gettext as _

from home.errors import RuleBroken

# From each state, the states it may move to. A refusal may be given at any time once
# it is sent: what is not there need not be verified first. A grant only from review.
MOVES: dict[str, frozenset[str]] = {
    "DRAFT": frozenset({"SUBMITTED", "WITHDRAWN"}),
    "SUBMITTED": frozenset({"VERIFYING", "READY", "DEFERRED", "DECLINED", "WITHDRAWN"}),
    "VERIFYING": frozenset({"READY", "DEFERRED", "DECLINED", "WITHDRAWN"}),
    # What lapsed meanwhile is verified again.
    "READY": frozenset({"IN_REVIEW", "VERIFYING", "WITHDRAWN"}),
    "IN_REVIEW": frozenset(
        {
            "VERIFYING",
            "APPROVED",
            "CONDITIONAL",
            "DEFERRED",
            "DECLINED",
            "WITHDRAWN",
        }
    ),
    "APPROVED": frozenset(),
    "CONDITIONAL": frozenset(),
    "DEFERRED": frozenset(),
    "DECLINED": frozenset({"APPEALED"}),
    "WITHDRAWN": frozenset(),
    "APPEALED": frozenset({"UPHELD", "IN_REVIEW"}),
    "UPHELD": frozenset(),
}


class MoveRefused(RuleBroken):
    """An application in this state cannot go there."""

    code = "APPLICATION-MOVE-REFUSED"


def require_move(from_state: str, to_state: str) -> None:
    """This will refuse a move that is not in the table.

    Raises:
        MoveRefused: an application in the first state cannot go to the second.
    """
    if to_state not in MOVES.get(from_state, frozenset()):
        words = {
            "was": from_state.lower().replace("_", " "),
            "asked": to_state.lower().replace("_", " "),
        }
        raise MoveRefused(
            _("An application that is %(was)s cannot become %(asked)s.") % words
        )
