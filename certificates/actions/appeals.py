"""An applicant appeals a refusal, once; a director who had no part in it hears it."""

import datetime
from typing import Any

from django.utils.translation import gettext as _

from certificates.actions.application_steps import (
    AlreadyDecided,
    Step,
    move,
    taken_up,
)
from certificates.actions.signatures import (
    Deed,
    Signer,
    require_reason,
    require_signer,
    require_unchanged,
    sign,
)
from certificates.models import Application, Signature
from certificates.selectors.judging import judgement_of
from certificates.selectors.signed import signatures_of
from home.actions.denials import refusals_logged
from home.errors import NotAllowed, RuleBroken
from home.models import Person

State = Application.State
Meaning = Signature.Meaning
APPEAL_DAYS = 30
# What the first decision left behind: it stays in the events and signatures.
AS_IF_UNDECIDED: dict[str, Any] = {
    "decided_by": None,
    "decided_at": None,
    "reason": "",
    "first_by": None,
    "first_at": None,
    "reviewer": None,
}


class GroundsMissing(RuleBroken):
    """An appeal has to say why."""

    code = "GROUNDS-MISSING"
    status = 400


class AppealClosed(RuleBroken):
    """It is too late to appeal, or it was done before."""

    code = "APPEAL-CLOSED"


def appeal_ends_on(application: Application) -> datetime.date | None:
    """This will give the last day on which a refusal may be appealed.

    Returns: None when there is nothing to appeal, or it was appealed before.
    """
    is_open = application.state == State.DECLINED and application.appealed_at is None
    if not is_open or application.decided_at is None:
        return None
    decided = application.clinic.day_of(application.decided_at)
    return decided + datetime.timedelta(days=APPEAL_DAYS)


@refusals_logged("APPLICATION-APPEAL")
def appeal(
    application: Application, *, grounds: str, by: Person, at: datetime.datetime
) -> None:
    """This will ask for a refusal to be heard by somebody who had no part in it.

    Raises:
        NotAllowed: somebody else's. GroundsMissing: it does not say why.
        AppealClosed: over 30 days ago, appealed before, or applied for anew.
        AlreadyDecided: it was not declined.
    """
    if by.pk != application.person_id:
        raise NotAllowed(_("Only the applicant can appeal."))
    if not grounds.strip():
        raise GroundsMissing(_("Please say why the decision should be heard again."))
    found = taken_up(application)
    if found.state == State.DECLINED:
        _require_in_time(found, at)
        _require_none_open(found)
    step = Step(by, at, grounds.strip())
    move(found, State.APPEALED, step, appealed_at=at, grounds=grounds.strip())
    application.refresh_from_db()


@refusals_logged("APPEAL-UPHOLD")
def uphold_decision(
    application: Application, *, signer: Signer, shown_sha256: str, reason: str
) -> None:
    """This will let the refusal stand, for good.

    Raises:
        NotAllowed: not an independent director, or one who signed the decision.
        RecordChanged, ReasonMissing, AlreadyDecided: nothing was signed.
    """
    found, step = _heard(application, signer, shown_sha256, (Meaning.UPHELD, reason))
    move(found, State.UPHELD, step, heard_by=signer.person, heard_at=signer.at)


@refusals_logged("APPEAL-REOPEN")
def reopen_application(
    application: Application, *, signer: Signer, shown_sha256: str, reason: str
) -> None:
    """This will put an application back into review, for others to decide.

    Raises: what `uphold_decision` raises.
    """
    found, step = _heard(application, signer, shown_sha256, (Meaning.REOPENED, reason))
    heard = {"heard_by": signer.person, "heard_at": signer.at}
    move(found, State.IN_REVIEW, step, **AS_IF_UNDECIDED, **heard)


def _heard(
    application: Application,
    signer: Signer,
    shown_sha256: str,
    outcome: tuple[Signature.Meaning, str],
) -> tuple[Application, Step]:
    """Check who hears it and what they saw, and sign."""
    meaning, reason = outcome
    found = taken_up(application, signer.person)
    role = require_signer(signer, found.clinic, found.person)
    if found.state != State.APPEALED:
        raise AlreadyDecided(_("No appeal is waiting to be heard here."))
    require_no_part_in(found, signer.person)
    shown = judgement_of(found, signer.at).shown
    require_unchanged(shown, shown_sha256)
    reason = require_reason(reason)
    deed = Deed(meaning, found, found.clinic, found.person, shown)
    signature = sign(deed, signer, role, reason)
    facts = {"signature": signature.sha256}
    return found, Step(signer.person, signer.at, reason, facts)


def require_no_part_in(application: Application, by: Person) -> None:
    """This will let nobody hear an appeal against what they signed.

    Raises:
        NotAllowed: they signed something about this application.
    """
    if signatures_of(application).filter(by=by).exists():
        raise NotAllowed(
            _("You signed the decision that was appealed. Another director hears it.")
        )


def _require_in_time(application: Application, at: datetime.datetime) -> None:
    last = appeal_ends_on(application)
    if last is None or application.clinic.day_of(at) > last:
        raise AppealClosed(
            _("A decision can be appealed once, within 30 days. This is past.")
        )


def _require_none_open(application: Application) -> None:
    """One at a time: what was begun anew is taken back before an appeal."""
    same = Application.objects.filter(
        person=application.person_id,
        clinic=application.clinic_id,
        credential_type=application.credential_type,
        target=application.target,
    )
    if same.filter(state__in=Application.OPEN).exists():
        raise AppealClosed(
            _(
                "Another application for this credential is open. Take it back before "
                "you appeal."
            )
        )
