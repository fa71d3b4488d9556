"""An emergency that another director found not needed does not go on."""

import datetime

import pytest

from certificates.actions.relief import relieve
from certificates.rules.looking_back import Looking
from certificates.selectors.overrides import override_in_force
from certificates.selectors.sessions_known import overrides_known, session_known
from home.errors import NotAllowed
from tests.certificates.sessions.planning import MINUTES, members
from tests.certificates.sessions.test_overrides import (
    LATER,
    invoke,
    review,
    rico,
    wes,
)

__all__ = ["invoke", "rico", "wes"]


class TestAnEmergencyThatWasNotNeeded:
    """Found so while it is still in force, it ends with the review."""

    @pytest.fixture
    def relief(self, team, wes):
        seats = members(team, alice="co_therapist", nurse="medical_clinician")
        return (*members({"wes": wes}, wes="lead"), *seats)

    def test_lets_nobody_take_over_any_more(
        self, invoke, rico, under_way, team, relief
    ):
        row = review(invoke(), rico, LATER + MINUTES, finding="NOT_JUSTIFIED")

        outcome = relieve(under_way, relief, by=team["alice"], at=LATER + 2 * MINUTES)

        assert outcome.answer.decision.decision is False
        assert row.ends_at > LATER + 2 * MINUTES
        assert override_in_force(under_way, LATER + 2 * MINUTES) is None

    def test_did_hold_until_then(self, invoke, rico, under_way, team, relief):
        review(invoke(), rico, LATER + 2 * MINUTES, finding="NOT_JUSTIFIED")

        def then(as_of):
            looking = Looking(as_of)
            session = session_known(under_way.code, under_way.clinic, looking)
            return overrides_known(session, looking)

        (before,) = then(LATER + MINUTES)
        (after,) = then(LATER + 3 * MINUTES)
        assert before.ends_at == LATER + datetime.timedelta(hours=4)
        assert after.ends_at == LATER + 2 * MINUTES

    def test_goes_on_when_it_was_needed(self, invoke, rico, under_way, team, relief):
        review(invoke(), rico, LATER + MINUTES)

        outcome = relieve(under_way, relief, by=team["alice"], at=LATER + 2 * MINUTES)

        assert outcome.answer.decision.basis == "override"

    def test_is_not_invoked_again_by_the_same_director(
        self, invoke, rico, medic, rita, under_way
    ):
        review(invoke(), rico, LATER + MINUTES, finding="NOT_JUSTIFIED")
        at = LATER + 2 * MINUTES

        with pytest.raises(NotAllowed, match="another director"):
            invoke(at=at)
        assert invoke(by=medic, at=at).by == medic
