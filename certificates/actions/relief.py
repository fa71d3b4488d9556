"""Relief: the team of a session under way changes, and the patient is not left."""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from certificates.actions.clearance import Judged, record
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
from certificates.actions.signatures import require_not_suspended
from certificates.models import Session
from certificates.rules.session_changes import Voided
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
        NotAllowed: neither of the team, nor a scheduler or director; or suspended.
        SessionNotUnderWay: it has not begun, or is over.
        BookingUnreadable, MemberUnknown, NothingToChange: the gate was not asked.
    """
    require_known(Actor(by), session, at)
    _require_team(members)
    fresh = hold_still(session, *known_people(members, session.clinic))
    _require_reliever(fresh, by, at)
    require_started(fresh.state)
    with transaction.atomic():
        judged, voided = _seated(fresh, members, by, at)
        if not judged.decision.decision:
            transaction.set_rollback(True)
    answer = record(judged)
    if judged.decision.decision:
        write_down(fresh, Told(Step.RELIEVED, Actor(by), at, answer, voided))
    return Outcome(fresh, answer)


def _seated(
    session: Session, members: tuple[Member, ...], by: Person, at: datetime.datetime
) -> tuple[Judged, Voided]:
    """Name the new team, and ask the gate about it as it then stands."""
    before = snapshot_of(session)
    seat(session, members)
    changes = changes_since(before, session)
    if not changes:
        raise NothingToChange(_("This is the team that is there already."))
    voided = void(session, changes, at)
    return judge_plan(session, Actor(by), at), voided


def _require_team(members: tuple[Member, ...]) -> None:
    if not members:
        raise BookingUnreadable(_("Name the team that stays with the patient."))
    require_readable_team(members)


def _require_reliever(session: Session, by: Person, at: datetime.datetime) -> None:
    """Let those who plan and those at the door change who stays."""
    if not PLANNERS & roles_at(by, session.clinic, at):
        require_at_the_door(by, session, at)
    # Nobody who is suspended chooses who stays with a patient.
    words = _(
        "A suspension of yours is open, so somebody else has to change the team: "
        "another of the team, a scheduler or a director."
    )
    require_not_suspended(by, at, words)
