"""What somebody who is suspended may still do about sessions, and what not."""

import pytest

from certificates.actions.relief import relieve
from certificates.actions.session_actors import Actor
from certificates.actions.session_steps import release_session
from certificates.actions.sessions import (
    book_session,
    cancel_session,
    change_booking,
)
from certificates.models import Session, Suspension
from home.models import Role
from tests.cast import NOW
from tests.certificates.roster import days
from tests.certificates.sessions.planning import (
    DOOR,
    MINUTES,
    OBSERVED,
    booking,
    plan,
    suspend,
)
from tests.certificates.sessions.refusals import refused
from tests.certificates.sessions.test_session_relief import AT, others, relief

__all__ = ["others", "relief"]


class TestRelief:
    @pytest.mark.parametrize("name", ["sam", "rita", "alice"])
    def test_is_not_for_somebody_suspended(self, name, under_way, others, request):
        by = request.getfixturevalue(name)
        suspend(by, DOOR + MINUTES)

        refused("NOT-ALLOWED", relieve, under_way, others, by=by, at=AT)

    def test_is_again_once_it_is_lifted(self, under_way, others, sam):
        Suspension.objects.create(
            person=sam,
            kind="PRECAUTIONARY",
            starts_at=DOOR,
            lifted_at=AT,
            recorded_at=DOOR,
        )

        assert relieve(under_way, others, by=sam, at=AT).answer.decision.decision


class TestPlanning:
    def test_is_office_work_of_a_scheduler(self, team, wanted, clinic, sam):
        suspend(sam, NOW - days(1))
        session = plan(wanted, clinic, Actor(sam))
        later = booking(team, starts_at=session.starts_at + MINUTES)

        change_booking(session, later, clinic, actor=Actor(sam), at=NOW)
        cancel_session(session, actor=Actor(sam), at=NOW)

        assert Session.objects.get().state == "CANCELLED"

    @pytest.mark.parametrize("name", ["rita", "medic"])
    def test_is_not_a_suspended_directors(self, name, wanted, clinic, booked, request):
        by = request.getfixturevalue(name)
        suspend(by, NOW - days(1))
        actor = Actor(by)

        refused("NOT-ALLOWED", book_session, wanted, clinic, actor=actor, at=NOW)
        refused("NOT-ALLOWED", cancel_session, booked, actor=actor, at=NOW)
        refused(
            *("NOT-ALLOWED", change_booking, booked, wanted, clinic),
            actor=actor,
            at=NOW,
        )

    def test_is_a_directors_who_plans_as_a_scheduler_too(self, wanted, clinic, rita):
        rita.memberships.create(clinic=clinic, role=Role.SCHEDULER, starts_on=NOW)
        suspend(rita, NOW - days(1))

        assert plan(wanted, clinic, Actor(rita)).state == "BOOKED"


class TestGoingHome:
    def test_is_kept_from_no_patient(self, under_way, rita):
        """Nobody is held back because of whoever stands at the door."""
        suspend(rita, DOOR + MINUTES)

        outcome = release_session(under_way, by=rita, at=DOOR + OBSERVED + MINUTES)

        codes = {row.code for row in outcome.answer.decision.reasons}
        assert codes == {"RELEASE-CRITERIA"}
