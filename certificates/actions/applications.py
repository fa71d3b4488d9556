"""Applications: a therapist writes one, sends it frozen, or takes it back."""

import datetime
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certificates.actions.application_steps import (
    NotReady,
    Step,
    move,
    record,
    taken_up,
)
from certificates.actions.credentials import live_one, lock_people
from certificates.actions.grant_rules import require_room
from certificates.models import Application, Credential, RequirementSet
from certificates.selectors.dossiers import digest_of
from certificates.selectors.judging import judgement_of
from certificates.selectors.requirements import offered_set
from home.actions.denials import refusals_logged
from home.errors import NotAllowed, RuleBroken
from home.models import Clinic, Person, Role
from home.permissions import person_has_role

State = Application.State
Moment = datetime.datetime
ALREADY = gettext_lazy("An application for this credential is open already.")


class AlreadyApplied(RuleBroken):
    """An application for this credential is open already."""

    code = "APPLICATION-ALREADY-OPEN"


class NotOffered(RuleBroken):
    """No requirement set stands for this credential."""

    code = "CREDENTIAL-NOT-OFFERED"
    status = 404


@dataclass(frozen=True)
class Wish:
    """Which credential is applied for, at which clinic."""

    clinic: Clinic
    credential_type: str
    target: str = ""


def start_application(person: Person, wish: Wish, *, at: Moment) -> Application:
    """This will begin an application, for the applicant to finish and send.

    One that was deferred before is taken up again by it.

    Raises:
        NotAllowed: the person is not a therapist of the clinic.
        NotOffered: nothing says what exactly this credential asks.
        AlreadyApplied, AlreadyHeld: there is one.
    """
    return _start(person, wish, by=person, at=at)


@refusals_logged("APPLICATION-START")
def _start(person: Person, wish: Wish, *, by: Person, at: Moment) -> Application:
    lock_people(person.pk)
    _require_therapist(person, wish.clinic, at)
    asked = _offered(wish)
    _require_none_open(person, wish)
    held = _renewed(person, wish, asked, at)
    application = _create(person, wish, asked, held, at)
    record(application, "APPLICATION-DRAFT", Step(by, at))
    return application


@refusals_logged("APPLICATION-SEND")
def send_application(application: Application, *, by: Person, at: Moment) -> None:
    """This will put an application before the clinic, its dossier frozen.

    What only the clinic's office does may still be open; when nothing is, the
    application is ready for review by itself. Nobody looks for reports here: the
    applicant could tell from it that one is open.

    Raises:
        NotAllowed: somebody else's, or no longer a therapist of the clinic.
        NotOffered, AlreadyHeld: it cannot be applied for any more.
        AlreadyDecided: it was sent or withdrawn already.
        NotReady: the applicant has to bring something; the message names all of it.
    """
    _require_own(application, by)
    draft = taken_up(application)
    _require_therapist(by, draft.clinic, at)
    wish = Wish(draft.clinic, draft.credential_type, draft.target)
    draft.requirement_set = asked = _offered(wish)
    draft.renews = _renewed(by, wish, asked, at)
    judged = judgement_of(draft, at, with_concerns=False)
    if judged.applicants_missing:
        raise NotReady(" ".join(verdict.text for verdict in judged.applicants_missing))
    _freeze(draft, judged.dossier, Step(by, at))
    if not judged.missing:
        move(draft, State.READY, Step(None, at))
    application.refresh_from_db()


@transaction.atomic
def submit_application(person: Person, wish: Wish, *, at: Moment) -> Application:
    """This will begin an application and send it at once.

    Raises: what `start_application` and `send_application` raise; nothing is left.
    """
    application = start_application(person, wish, at=at)
    send_application(application, by=person, at=at)
    return application


@refusals_logged("APPLICATION-WITHDRAW")
def withdraw_application(application: Application, *, by: Person, at: Moment) -> None:
    """This will take an application back before it is decided; only the applicant can.

    Raises:
        NotAllowed: somebody else's. AlreadyDecided: it was decided or taken back.
    """
    _require_own(application, by)
    found = taken_up(application)
    # A first signature falls with what it was given to.
    move(found, State.WITHDRAWN, Step(by, at), first_by=None, first_at=None)
    application.refresh_from_db()


def _freeze(draft: Application, dossier: dict, step: Step) -> None:
    move(
        draft,
        State.SUBMITTED,
        step,
        submitted_at=step.at,
        requirement_set=draft.requirement_set,
        renews=draft.renews,
        signers=draft.requirement_set.signers,
        dossier=dossier,
        dossier_sha256=digest_of(dossier),
    )


def _require_own(application: Application, by: Person) -> None:
    if by.pk != application.person_id:
        raise NotAllowed(_("Only the applicant can do this with an application."))


def _require_therapist(person: Person, clinic: Clinic, at: Moment) -> None:
    if not person_has_role(person, clinic, Role.THERAPIST, at):
        raise NotAllowed(_("Only a therapist of this clinic can apply."))


def _offered(wish: Wish) -> RequirementSet:
    found = offered_set(wish.clinic, wish.credential_type, wish.target)
    if found is None:
        raise NotOffered(_("This credential cannot be applied for."))
    return found


def _renewed(
    person: Person, wish: Wish, asked: RequirementSet, at: Moment
) -> Credential | None:
    """The credential that this would renew: held, and near enough to its end.

    What follows a founding appointment is no renewal: it is asked for in full.
    """
    held = live_one(person, wish.clinic, wish.credential_type, wish.target)
    require_room(held, wish.clinic.day_of(at), asked.renewal_window_days)
    if held is None or held.basis == Credential.Basis.FOUNDING:
        return None
    # Past its last day there is nothing to renew, whatever its row still says.
    return held if wish.clinic.day_of(at) <= held.valid_to else None


def _of_a_kind(person: Person, wish: Wish):
    return Application.objects.filter(
        person=person,
        clinic=wish.clinic,
        credential_type=wish.credential_type,
        target=wish.target,
    )


def _require_none_open(person: Person, wish: Wish) -> None:
    if _of_a_kind(person, wish).filter(state__in=Application.OPEN).exists():
        raise AlreadyApplied(str(ALREADY))


def _create(person, wish, asked, held, at) -> Application:
    deferred = _of_a_kind(person, wish).filter(
        state=State.DEFERRED, continued__isnull=True
    )
    try:
        with transaction.atomic():
            return Application.objects.create(
                person=person,
                clinic=wish.clinic,
                credential_type=wish.credential_type,
                target=wish.target,
                requirement_set=asked,
                renews=held,
                continues=deferred.order_by("-decided_at").first(),
                started_at=at,
            )
    except IntegrityError as problem:
        raise AlreadyApplied(str(ALREADY)) from problem
