"""What the clinic's office does with an application before a director decides."""

import datetime

from django.utils.translation import gettext as _

from certificates.actions.application_steps import (
    NotReady,
    Step,
    move,
    taken_up,
)
from certificates.actions.signatures import require_apart, require_not_suspended
from certificates.models import Application
from certificates.selectors.judging import judgement_of
from home.actions.denials import refusals_logged
from home.errors import NotAllowed
from home.models import Person, Role
from home.permissions import person_has_role

State = Application.State
OFFICE = (Role.CLINICAL_DIRECTOR, Role.STAFF)
REVIEW = (Role.CLINICAL_DIRECTOR,)
UNSIGNED = {"first_by": None, "first_at": None}


@refusals_logged("APPLICATION-VERIFY")
def take_on(application: Application, *, by: Person, at: datetime.datetime) -> None:
    """This will say that somebody of the clinic is verifying what was sent.

    Raises:
        NotAllowed: no director or staff of the clinic, the applicant, or one close.
        AlreadyDecided: it is past this.
    """
    found = taken_up(application, by)
    _require_office(found, by, at, OFFICE)
    if found.state == State.SUBMITTED:
        move(found, State.VERIFYING, Step(by, at))
    application.refresh_from_db()


@refusals_logged("APPLICATION-VERIFY-AGAIN")
def verify_again(
    application: Application, *, by: Person, at: datetime.datetime
) -> None:
    """This will send back to verifying what was ready or in review, since it lapsed.

    A first signature falls with it, so then only a clinical director does this.

    Raises:
        NotAllowed, AlreadyDecided: as for `take_on`.
    """
    found = taken_up(application, by)
    _require_office(found, by, at, OFFICE)
    _require_may_void(found, by, at)
    move(found, State.VERIFYING, Step(by, at), **UNSIGNED)
    application.refresh_from_db()


@refusals_logged("APPLICATION-MARK-READY")
def mark_ready(application: Application, *, by: Person, at: datetime.datetime) -> None:
    """This will say that all is there, judged afresh.

    Whether reports are open is looked at when it is decided, never for this: the
    person named could tell by the step that is not taken.

    Raises:
        NotAllowed, AlreadyDecided: as for `take_on`.
        NotReady: something is missing; the message names all of it.
    """
    found = taken_up(application, by)
    _require_office(found, by, at, OFFICE)
    missing = judgement_of(found, at, with_concerns=False).missing
    if missing:
        raise NotReady(" ".join(verdict.text for verdict in missing))
    move(found, State.READY, Step(by, at))
    application.refresh_from_db()


@refusals_logged("APPLICATION-TAKE-UP")
def take_up(application: Application, *, by: Person, at: datetime.datetime) -> None:
    """This will say that a director reviews what is ready.

    Raises:
        NotAllowed: no director of the clinic, the applicant, or one close to them.
        AlreadyDecided: it is not ready, or past this.
    """
    found = taken_up(application, by)
    _require_office(found, by, at, REVIEW)
    move(found, State.IN_REVIEW, Step(by, at), reviewer=by)
    application.refresh_from_db()


def _require_may_void(
    application: Application, by: Person, at: datetime.datetime
) -> None:
    is_director = person_has_role(by, application.clinic, Role.CLINICAL_DIRECTOR, at)
    if application.first_by_id and not is_director:
        raise NotAllowed(
            _("A director signed first. Only a clinical director sends it back now.")
        )


def _require_office(
    application: Application,
    by: Person,
    at: datetime.datetime,
    roles: tuple[Role, ...],
) -> None:
    clinic = application.clinic
    if not any(person_has_role(by, clinic, role, at) for role in roles):
        raise NotAllowed(_("Only the office of this clinic can do this."))
    require_apart(by, application.person)
    require_not_suspended(by, at)
