"""Planning sessions: booking, changing and cancelling them.

A booking is a plan and never a permission: it is refused when something on record
forbids it, and kept while something is only not known yet, or waits for a signature.
The gate's answer is recorded and told either way.
"""

import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from certificates.actions.clearance import record
from certificates.actions.credentials import lock_people
from certificates.actions.session_actors import (
    Actor,
    require_known,
    require_planner,
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
from certificates.actions.session_planning import (
    forbids,
    judge_plan,
    known_people,
    seat,
)
from certificates.models import Session
from certificates.rules.session_changes import Change
from certificates.rules.session_moves import require_booked, require_move
from certificates.rules.session_plans import (
    Booking,
    Member,
    require_code,
    require_readable,
)
from certificates.selectors.sessions import snapshot_of
from home.actions.denials import refusals_logged
from home.errors import RuleBroken
from home.models import Clinic, Person

__all__ = ["Booking", "Member", "book_session", "cancel_session", "change_booking"]

State = Session.State


class SessionCodeTaken(RuleBroken):
    """Another session has this code."""

    code = "SESSION-CODE-TAKEN"


class SessionKept(RuleBroken):
    """A session keeps its code and its kind for as long as it is on record."""

    code = "SESSION-KEEPS-CODE-AND-KIND"


class NothingToChange(RuleBroken):
    """The session is booked just like this."""

    code = "SESSION-NOTHING-CHANGED"


def book_session(
    booking: Booking, clinic: Clinic, *, actor: Actor, at: datetime.datetime
) -> Outcome:
    """This will book a session, unless something on record forbids it.

    Returns: the session, or None when the gate refused it, and the recorded answer.
    Raises:
        NotAllowed: whoever asks does not plan at this clinic.
        SessionCodeRefused, SessionCodeTaken, BookingUnreadable, MemberUnknown:
            nothing was booked, and the gate was not asked.
    """
    return _book(clinic, booking, actor=actor, by=actor.person, at=at)


def change_booking(
    session: Session,
    booking: Booking,
    clinic: Clinic,
    *,
    actor: Actor,
    at: datetime.datetime,
) -> Outcome:
    """This will book a session anew, and make void what depended on what was changed.

    Args:
        clinic: where it is to be; another one of the scheduler's moves it there.
    Returns: the session as it stands, changed or not, and the recorded answer.
    Raises:
        SessionUnknown, NotAllowed: not theirs to plan, here or there.
        SessionNotBooked: it has begun, is over or was cancelled.
        SessionKept, NothingToChange, BookingUnreadable, MemberUnknown: nothing was
            changed, and the gate was not asked.
    """
    wanted = (booking, clinic)
    return _change(session, wanted, actor=actor, by=actor.person, at=at)


def cancel_session(session: Session, *, actor: Actor, at: datetime.datetime) -> Session:
    """This will cancel a booked session; its people are free from now on.

    Raises:
        SessionUnknown, NotAllowed: not theirs to plan.
        SessionMoveRefused: it has begun, is over or was cancelled.
    """
    return _cancel(session, actor=actor, by=actor.person, at=at)


@refusals_logged("SESSION-BOOK")
def _book(
    clinic: Clinic,
    booking: Booking,
    *,
    actor: Actor,
    by: Person | None,
    at: datetime.datetime,
) -> Outcome:
    require_planner(actor, clinic, at)
    require_code(booking.code)
    require_readable(booking, at)
    people = known_people(booking.members, clinic)
    lock_people(*people)
    with transaction.atomic():
        session = _create(booking, clinic)
        seat(session, booking.members)
        judged = judge_plan(session, actor, at)
        is_refused = forbids(judged.decision)
        if is_refused:
            transaction.set_rollback(True)
    answer = record(judged)
    if is_refused:
        return Outcome(None, answer)
    write_down(session, Told(Step.BOOKED, actor, at, answer))
    return Outcome(session, answer)


@refusals_logged("SESSION-CHANGE")
def _change(
    session: Session,
    wanted: tuple[Booking, Clinic],
    *,
    actor: Actor,
    by: Person | None,
    at: datetime.datetime,
) -> Outcome:
    booking, clinic = wanted
    require_known(actor, session, at)
    fresh = _held_for(session, booking, clinic, actor=actor, at=at)
    before = snapshot_of(fresh)
    with transaction.atomic():
        changes = _apply(fresh, booking, clinic, before)
        voided = void(fresh, changes, at)
        judged = judge_plan(fresh, actor, at)
        is_refused = forbids(judged.decision)
        if is_refused:
            transaction.set_rollback(True)
    answer = record(judged)
    if is_refused:
        return Outcome(_as_stored(fresh), answer)
    write_down(fresh, Told(Step.CHANGED, actor, at, answer, voided))
    return Outcome(fresh, answer)


@refusals_logged("SESSION-CANCEL")
def _cancel(
    session: Session, *, actor: Actor, by: Person | None, at: datetime.datetime
) -> Session:
    require_known(actor, session, at)
    fresh = hold_still(session)
    require_known(actor, fresh, at)
    require_planner(actor, fresh.clinic, at)
    require_move(fresh.kind, fresh.state, State.CANCELLED)
    fresh.state = State.CANCELLED
    fresh.save(update_fields=["state"])
    write_down(fresh, Told(Step.CANCELLED, actor, at))
    return fresh


def _create(booking: Booking, clinic: Clinic) -> Session:
    session = Session(code=booking.code, clinic=clinic, kind=booking.kind)
    _fill(session, booking)
    try:
        with transaction.atomic():
            session.save(force_insert=True)
    except IntegrityError as error:
        raise SessionCodeTaken(
            _("Another session has this code. Choose one that was never used.")
        ) from error
    return session


def _fill(session: Session, booking: Booking) -> None:
    session.route = booking.route
    session.starts_at = booking.starts_at
    session.ends_at = booking.ends_at
    session.ordinal = booking.ordinal
    session.staffing_code = booking.staffing_code
    session.preference = booking.preference


def _held_for(
    session: Session, booking: Booking, clinic: Clinic, *, actor: Actor, at
) -> Session:
    """Hold a session for a change that may be asked for, before the gate is."""
    require_planner(actor, clinic, at)
    require_readable(booking, at)
    fresh = hold_still(session, *known_people(booking.members, clinic))
    require_known(actor, fresh, at)
    require_planner(actor, fresh.clinic, at)
    require_booked(fresh.state)
    if (booking.code, booking.kind) != (fresh.code, fresh.kind):
        raise SessionKept(
            _("Its code and its kind stay. Cancel this session and book another one.")
        )
    return fresh


def _apply(
    session: Session, booking: Booking, clinic: Clinic, before: dict[str, Any]
) -> frozenset[Change]:
    """Write what is wanted, and tell what that changed."""
    session.clinic = clinic
    _fill(session, booking)
    session.save()
    seat(session, booking.members)
    changes = changes_since(before, session)
    if not changes:
        raise NothingToChange(_("The session is booked just like this already."))
    return changes


def _as_stored(session: Session) -> Session:
    return Session.objects.select_related("clinic").get(pk=session.pk)
