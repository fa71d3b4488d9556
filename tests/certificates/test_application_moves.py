"""The table of moves of an application, for every pair of states."""

import pytest

from certificates.models import Application
from certificates.rules.application_moves import MOVES, MoveRefused, require_move

STATES = Application.State.values
# Written down a second time, by hand, from what the product says.
ALLOWED = {
    ("DRAFT", "SUBMITTED"),
    ("DRAFT", "WITHDRAWN"),
    ("SUBMITTED", "VERIFYING"),
    ("SUBMITTED", "READY"),
    ("SUBMITTED", "DEFERRED"),
    ("SUBMITTED", "DECLINED"),
    ("SUBMITTED", "WITHDRAWN"),
    ("VERIFYING", "READY"),
    ("VERIFYING", "DEFERRED"),
    ("VERIFYING", "DECLINED"),
    ("VERIFYING", "WITHDRAWN"),
    ("READY", "IN_REVIEW"),
    ("READY", "VERIFYING"),
    ("READY", "WITHDRAWN"),
    ("IN_REVIEW", "VERIFYING"),
    ("IN_REVIEW", "APPROVED"),
    ("IN_REVIEW", "CONDITIONAL"),
    ("IN_REVIEW", "DEFERRED"),
    ("IN_REVIEW", "DECLINED"),
    ("IN_REVIEW", "WITHDRAWN"),
    ("DECLINED", "APPEALED"),
    ("APPEALED", "UPHELD"),
    ("APPEALED", "IN_REVIEW"),
}


def test_the_table_knows_every_state():
    assert set(MOVES) == set(STATES)


@pytest.mark.parametrize("to_state", STATES)
@pytest.mark.parametrize("from_state", STATES)
def test_a_move_is_allowed_or_refused(from_state, to_state):
    if (from_state, to_state) in ALLOWED:
        assert require_move(from_state, to_state) is None
        return
    with pytest.raises(MoveRefused) as refusal:
        require_move(from_state, to_state)
    assert "_" not in refusal.value.message


def test_a_state_nobody_knows_goes_nowhere():
    with pytest.raises(MoveRefused):
        require_move("RETURNED", "SUBMITTED")


@pytest.mark.parametrize("state", STATES)
def test_open_states_are_those_that_lead_on(state):
    leads_on = bool(MOVES[state]) and state != "DECLINED"
    assert (state in Application.OPEN) == leads_on
