"""The life of a credential, as one table of moves. Pure.

The database holds the same table as a trigger: a change here needs a migration.
"""

from django.utils.translation import gettext as _

from home.errors import RuleBroken

# From each state, the states it may move to. Nothing leaves the last four but a
# revocation of what had merely run out.
MOVES: dict[str, frozenset[str]] = {
    "PROVISIONAL": frozenset(
        {"ACTIVE", "SUSPENDED", "EXPIRED", "REVOKED", "SUPERSEDED", "RELINQUISHED"}
    ),
    "ACTIVE": frozenset(
        {"SUSPENDED", "EXPIRED", "REVOKED", "SUPERSEDED", "RELINQUISHED"}
    ),
    "SUSPENDED": frozenset(
        {"PROVISIONAL", "ACTIVE", "EXPIRED", "REVOKED", "RELINQUISHED"}
    ),
    "EXPIRED": frozenset({"REVOKED"}),
    "REVOKED": frozenset(),
    "SUPERSEDED": frozenset(),
    "RELINQUISHED": frozenset(),
}


class MoveRefused(RuleBroken):
    """A credential in this state cannot go there."""

    code = "CREDENTIAL-MOVE-REFUSED"


def may_move(from_state: str, to_state: str) -> bool:
    """This will say whether the table has the move."""
    return to_state in MOVES.get(from_state, frozenset())


def require_move(from_state: str, to_state: str) -> None:
    """This will refuse a move that is not in the table.

    Raises:
        MoveRefused: a credential in the first state cannot go to the second.
    """
    if not may_move(from_state, to_state):
        words = {"was": from_state.lower(), "asked": to_state.lower()}
        raise MoveRefused(
            _("A credential that is %(was)s cannot become %(asked)s.") % words
        )
