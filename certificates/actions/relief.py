"""Relief: the team of a session under way changes, and the patient is not left."""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from certificates.actions.clearance import record
from certificates.actions.session_actors import (
    PLANNERS,
    Actor,
    require_at_the_door,
    require_known,
    roles_at,
)
from certificates.actions.session_events import (
    Outcome,
    Step,
    Told,
    changes_since,
    hold_still,
    void,
    write_down,
)
from certificates.actions.session_planning import judge_plan, known_people, seat
from certificates.actions.sessions import NothingToChange
from certificates.models import Session
from certificates.rules.session_moves import require_started
from certificates.rules.session_plans import (
    BookingUnreadable,
    Member,
    require_readable_team,
)
from certificates.selectors.sessions import snapshot_of
from home.actions.denials import refusals_logged
from home.models import Person


@refusals_logged("SESSION-RELIEVE")
def relieve(
    session: Session,
    members: tuple[Member, ...],
    *,
    by: Person,
    at: datetime.datetime,
) -> Outcome:
    """This will change the team of a session under way if the gate says yes to it.

    A director's emergency in force is a yes as well. Without a yes the team that
    began stays as it is; the answer is recorded and told.

    Args:
        members: the whole team from now on.
    Returns: the session as it stands, and the recorded answer.
    Raises:
        SessionUnknown: it is another clinic's.
        NotAllowed: neither of the team, nor a scheduler or director.
        SessionNotUnderWay: it has not begun, or is over.
        BookingUnreadable, MemberUnknown, NothingToChange: the gate was not asked.
    """
    require_known(Actor(by), session, at)
    _require_team(members)
    fresh = hold_still(session, *known_people(members, session.clinic))
    _require_reliever(fresh, by, at)
    require_started(fresh.state)
    before, actor = snapshot_of(fresh), Actor(by)
    with transaction.atomic():
        seat(fresh, members)
        changes = changes_since(before, fresh)
        if not changes:
            raise NothingToChange(_("This is the team that is there already."))
        voided = void(fresh, changes, at)
        judged = judge_plan(fresh, actor, at)
        is_permitted = judged.decision.decision
        if not is_permitted:
            transaction.set_rollback(True)
    answer = record(judged)
    if is_permitted:
        write_down(fresh, Told(Step.RELIEVED, actor, at, answer, voided))
    return Outcome(fresh, answer)


def _require_team(members: tuple[Member, ...]) -> None:
    if not members:
        raise BookingUnreadable(_("Name the team that stays with the patient."))
    require_readable_team(members)


def _require_reliever(session: Session, by: Person, at: datetime.datetime) -> None:
    """Let those who plan and those at the door change who stays."""
    if not PLANNERS & roles_at(by, session.clinic, at):
        require_at_the_door(by, session, at)
