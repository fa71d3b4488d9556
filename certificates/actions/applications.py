"""Applications: a therapist asks on a frozen dossier, a director decides on it."""

import datetime
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certificates.actions.certificates import issue_certificate
from certificates.actions.credentials import (
    award,
    live_one,
    lock_people,
    require_room,
)
from certificates.actions.refreshes import count_as_refresh
from certificates.actions.signatures import (
    Signer,
    require_no_hand_in,
    require_reason,
    require_signer,
    sign,
)
from certificates.models import (
    Application,
    ApplicationEvent,
    Credential,
    RequirementSet,
    Signature,
)
from certificates.requirements.tree import judge
from certificates.selectors.dossiers import digest_of, dossier_of
from certificates.selectors.evidence import evidence_in
from certificates.selectors.person_files import person_file
from certificates.selectors.requirements import Standing, offered_set
from home.actions import audit
from home.errors import NotAllowed, RuleBroken
from home.models import Clinic, Person, Role
from home.permissions import person_has_role

State = Application.State
Moment = datetime.datetime
ALREADY = gettext_lazy("An application for this credential is waiting already.")


class NotReady(RuleBroken):
    """Something that the credential asks for is missing. The message names it."""

    code = "REQUIREMENTS-NOT-MET"


class AlreadyApplied(RuleBroken):
    """An application for this credential is waiting already."""

    code = "APPLICATION-ALREADY-OPEN"


class AlreadyDecided(RuleBroken):
    """The application is no longer waiting for a decision."""

    code = "APPLICATION-ALREADY-DECIDED"


class DossierChanged(RuleBroken):
    """What the director looked at is not what is on record."""

    code = "DOSSIER-CHANGED"


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


@transaction.atomic
def submit_application(person: Person, wish: Wish, *, at: Moment) -> Application:
    """This will put an application before the directors, its dossier frozen.

    Raises:
        NotAllowed: the person is not a therapist of the clinic.
        NotOffered: nothing says what exactly this credential asks.
        AlreadyApplied, AlreadyHeld: there is one.
        NotReady: something is missing; the message names all of it.
    """
    lock_people(person.pk)
    if not person_has_role(person, wish.clinic, Role.THERAPIST, at):
        raise NotAllowed(_("Only a therapist of this clinic can apply."))
    asked = _offered(wish)
    _require_none_open(person, wish)
    held = live_one(person, wish.clinic, wish.credential_type, wish.target)
    require_room(held, wish.clinic.day_of(at))
    dossier, standing = _judged(person, wish, asked, at)
    if not standing.is_ready:
        raise NotReady(_still_missing(standing))
    application = _create(person, wish, standing.requirement_set, dossier, at)
    _record(application, person, at, "")
    return application


@transaction.atomic
def withdraw_application(application: Application, *, by: Person, at: Moment) -> None:
    """This will take an application back; only the applicant can.

    Raises:
        NotAllowed: somebody else's. AlreadyDecided: it is no longer waiting.
    """
    if by.pk != application.person_id:
        raise NotAllowed(_("Only the applicant can withdraw an application."))
    _settle(application, State.WITHDRAWN, by=by, at=at, reason="")


@transaction.atomic
def approve_application(
    application: Application,
    *,
    by: Person,
    at: Moment,
    shown_sha256: str,
    reason: str = "",
) -> Credential:
    """This will grant the credential, sign for it and issue its certificate.

    The evidence is judged afresh: what lapsed since the application counts.

    Args:
        shown_sha256: the digest of the dossier that the director had in view.
    Raises:
        NotAllowed: not an independent director; somebody who rated the applicant
            or entered what others rated.
        DossierChanged: what was shown is not what was frozen.
        NotReady: something lapsed meanwhile.
        AlreadyDecided, AlreadyHeld: nothing is left to approve.
    """
    application, signer = _open_for(application, by, at, shown_sha256)
    _require_still_good(application, by, at)
    _settle(application, State.APPROVED, by=by, at=at, reason=reason.strip())
    sign(application, Signature.Meaning.APPROVED, application.dossier_sha256, signer)
    credential = award(application, by=by, at=at)
    issue_certificate(credential, signer)
    count_as_refresh(application, by=by, at=at)
    return credential


@transaction.atomic
def return_application(
    application: Application, *, by: Person, at: Moment, shown_sha256: str, reason: str
) -> None:
    """This will send an application back for what is missing, with a reason.

    Raises:
        NotAllowed, DossierChanged, ReasonMissing, AlreadyDecided.
    """
    application, signer = _open_for(application, by, at, shown_sha256)
    reason = require_reason(reason)
    _settle(application, State.RETURNED, by=by, at=at, reason=reason)
    sign(application, Signature.Meaning.RETURNED, application.dossier_sha256, signer)


@transaction.atomic
def decline_application(
    application: Application, *, by: Person, at: Moment, shown_sha256: str, reason: str
) -> None:
    """This will decline an application, with a reason.

    Raises:
        NotAllowed, DossierChanged, ReasonMissing, AlreadyDecided.
    """
    application, signer = _open_for(application, by, at, shown_sha256)
    reason = require_reason(reason)
    _settle(application, State.DECLINED, by=by, at=at, reason=reason)
    sign(application, Signature.Meaning.DECLINED, application.dossier_sha256, signer)


def _open_for(application: Application, by: Person, at: Moment, shown_sha256: str):
    """Read the application afresh under the person's lock, and check who signs it."""
    lock_people(application.person_id, by.pk)
    related = ("person", "clinic", "requirement_set")
    fresh = Application.objects.select_related(*related).get(pk=application.pk)
    signer = Signer(by, fresh.clinic, at)
    require_signer(signer, fresh.person)
    if fresh.state != State.SUBMITTED:
        raise AlreadyDecided(_("This application is no longer waiting for a decision."))
    same = fresh.dossier_sha256 == shown_sha256 == digest_of(fresh.dossier)
    if not same:
        raise DossierChanged(
            _("The dossier is not the one you were shown. Nothing was signed.")
        )
    return fresh, signer


def _require_still_good(application: Application, by: Person, at: Moment) -> None:
    """Judge afresh, and let nobody approve on what they rated or entered."""
    wish = Wish(application.clinic, application.credential_type, application.target)
    asked = application.requirement_set
    dossier, standing = _judged(application.person, wish, asked, at)
    for seen in (application.dossier, dossier):
        require_no_hand_in(seen, by)
    if not standing.is_ready:
        raise NotReady(
            _("This no longer holds, so nothing was signed. %(missing)s")
            % {"missing": _still_missing(standing)}
        )


def _offered(wish: Wish) -> RequirementSet:
    found = offered_set(wish.credential_type, wish.target)
    if found is None:
        raise NotOffered(_("This credential cannot be applied for."))
    return found


def _judged(person: Person, wish: Wish, requirement_set: RequirementSet, at: Moment):
    file = person_file(person, wish.clinic, at)
    verdict = judge(requirement_set.tree, evidence_in(file))
    standing = Standing(requirement_set, verdict)
    return dossier_of(file, standing), standing


def _still_missing(standing: Standing) -> str:
    return " ".join(verdict.text for verdict in standing.missing)


def _require_none_open(person: Person, wish: Wish) -> None:
    rows = Application.objects.filter(person=person, clinic=wish.clinic)
    waiting = rows.filter(state=State.SUBMITTED, target=wish.target)
    if waiting.filter(credential_type=wish.credential_type).exists():
        raise AlreadyApplied(str(ALREADY))


def _create(person, wish, requirement_set, dossier, at) -> Application:
    try:
        with transaction.atomic():
            return Application.objects.create(
                person=person,
                clinic=wish.clinic,
                credential_type=wish.credential_type,
                target=wish.target,
                requirement_set=requirement_set,
                submitted_at=at,
                dossier=dossier,
                dossier_sha256=digest_of(dossier),
            )
    except IntegrityError as problem:
        raise AlreadyApplied(str(ALREADY)) from problem


def _settle(application, state, *, by, at, reason) -> None:
    """Move a waiting application; whoever comes second finds it gone."""
    decided = {} if state == State.WITHDRAWN else {"decided_by": by, "decided_at": at}
    rows = Application.objects.filter(pk=application.pk, state=State.SUBMITTED)
    if not rows.update(state=state, reason=reason, **decided):
        raise AlreadyDecided(_("This application is no longer waiting for a decision."))
    application.refresh_from_db()
    _record(application, by, at, reason)


def _record(application: Application, by: Person, at: Moment, reason: str) -> None:
    ApplicationEvent.objects.create(
        application=application, state=application.state, by=by, at=at, reason=reason
    )
    audit.append(
        f"APPLICATION-{application.state}",
        by=by,
        at=at,
        about=application,
        dossier=application.dossier_sha256,
    )
