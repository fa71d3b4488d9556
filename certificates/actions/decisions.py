"""Directors decide on an application: granted, with conditions, deferred or declined.

Whoever decides signs exactly what was shown: the frozen dossier, the record as it is
now, and the conditions. Where two have to sign a grant, both sign the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from certificates.actions.application_steps import (
    AlreadyDecided,
    NotReady,
    Step,
    move,
    record,
    taken_up,
)
from certificates.actions.certificates import issue_certificate
from certificates.actions.conditions import (
    ConditionAsked,
    require_good_conditions,
    set_conditions,
)
from certificates.actions.credentials import award
from certificates.actions.first_signers import standing_first
from certificates.actions.refreshes import count_as_refresh
from certificates.actions.signatures import (
    Deed,
    Signer,
    digest_of_shown,
    require_no_hand_in,
    require_reason,
    require_signer,
    require_unchanged,
    sign,
)
from certificates.founding_rules import require_outside_rating
from certificates.models import Application, Credential, Signature
from certificates.permissions import FIRST_SIGNERS, SECOND_SIGNERS
from certificates.selectors.judging import Judgement, judgement_of
from certificates.selectors.signed import first_signers_of, signed_before_hearing
from home.actions.denials import refusals_logged
from home.errors import NotAllowed
from home.models import Role

State = Application.State
Meaning = Signature.Meaning
UNDER_DECISION = (State.SUBMITTED, State.VERIFYING, State.READY, State.IN_REVIEW)


@dataclass(frozen=True)
class Ruling:
    """What is decided, in which words, on which conditions."""

    state: str
    meaning: Signature.Meaning
    reason: str = ""
    conditions: Sequence[ConditionAsked] = field(default=())


@dataclass(frozen=True)
class Case:
    """One application before one signer, everything read under the lock."""

    application: Application
    judged: Judgement
    signer: Signer
    role: Role
    ruling: Ruling

    @property
    def shown(self) -> dict[str, Any]:
        """What is signed: all that was shown, and the conditions that were written."""
        return signed_view(self.judged.shown, self.ruling.conditions)

    def step(self, **facts: Any) -> Step:
        """This will give the signer's step."""
        return Step(self.signer.person, self.signer.at, self.ruling.reason, facts)


def signed_view(
    shown: Mapping[str, Any], conditions: Sequence[ConditionAsked]
) -> dict[str, Any]:
    """This will give what a grant signs: what was shown, with the conditions."""
    return {**shown, "conditions": [one.plain for one in conditions]}


@refusals_logged("APPLICATION-APPROVE")
def approve_application(
    application: Application,
    *,
    signer: Signer,
    shown_sha256: str,
    reason: str = "",
) -> Credential | None:
    """This will grant the credential, sign for it and issue its certificate.

    Where two have to sign, the first signature is kept and nothing is granted yet.

    Args:
        shown_sha256: the digest of `shown_of` as the director had it in view.
    Returns: the credential; None after the first of two signatures.
    Raises:
        NotAllowed: not an independent director; somebody who rated the applicant
            or entered what others rated; who signed already.
        RecordChanged: what was shown is not what is on record.
        NotReady: something lapsed meanwhile.
        AlreadyDecided, AlreadyHeld: nothing is left to approve.
    """
    ruling = Ruling(State.APPROVED, Meaning.APPROVED, reason.strip())
    return _grant(_open(application, signer, shown_sha256, ruling))


@refusals_logged("APPLICATION-CONDITIONAL")
def approve_with_conditions(
    application: Application,
    *,
    signer: Signer,
    shown_sha256: str,
    conditions: Sequence[ConditionAsked],
    reason: str = "",
) -> Credential | None:
    """This will grant the credential provisionally, with one to six conditions.

    Its certificate is issued when all of them are met.

    Raises:
        ConditionsInvalid: none, too many, empty ones, or a day that is past.
        Otherwise what `approve_application` raises.
    """
    require_good_conditions(conditions, application.clinic.day_of(signer.at))
    ruling = Ruling(
        State.CONDITIONAL, Meaning.CONDITIONAL, reason.strip(), tuple(conditions)
    )
    return _grant(_open(application, signer, shown_sha256, ruling))


@refusals_logged("APPLICATION-DEFER")
def defer_application(
    application: Application, *, signer: Signer, shown_sha256: str, reason: str
) -> None:
    """This will give an application back for what is to be mended, with a reason.

    Raises:
        NotAllowed, RecordChanged, ReasonMissing, AlreadyDecided.
    """
    ruling = Ruling(State.DEFERRED, Meaning.DEFERRED, reason.strip())
    _refuse(_open(application, signer, shown_sha256, ruling))


@refusals_logged("APPLICATION-DECLINE")
def decline_application(
    application: Application, *, signer: Signer, shown_sha256: str, reason: str
) -> None:
    """This will decline an application, with a reason; the applicant may appeal.

    Raises:
        NotAllowed, RecordChanged, ReasonMissing, AlreadyDecided.
    """
    ruling = Ruling(State.DECLINED, Meaning.DECLINED, reason.strip())
    _refuse(_open(application, signer, shown_sha256, ruling))


def _open(
    application: Application, signer: Signer, shown_sha256: str, ruling: Ruling
) -> Case:
    """Read everything under the lock, and check who signs and what they saw."""
    found = taken_up(application, signer.person, *first_signers_of(application))
    role = require_signer(signer, found.clinic, found.person, _roles(found, ruling))
    if found.state not in UNDER_DECISION:
        raise AlreadyDecided(_("This application is no longer waiting for a decision."))
    if signer.person.pk in signed_before_hearing(found):
        raise NotAllowed(
            _("You signed the decision that was appealed. Another director decides.")
        )
    judged = judgement_of(found, signer.at)
    require_unchanged(judged.shown, shown_sha256)
    return Case(found, judged, signer, role, ruling)


def _roles(application: Application, ruling: Ruling) -> tuple[Role, ...]:
    """A medical director may be the second of two, and nothing else."""
    is_second = ruling.state in Application.GRANTED and application.first_by_id
    return SECOND_SIGNERS if is_second else FIRST_SIGNERS


def _grant(case: Case) -> Credential | None:
    _require_still_good(case)
    first = _standing_first(case)
    needs_another = case.application.signers > 1 and first is None
    _walk_to_review(case)
    signature = _sign(case)
    if needs_another:
        _keep_first(case, signature)
        return None
    _settle(case, signature, first)
    return _award(case, [row for row in (first, signature) if row])


def _refuse(case: Case) -> None:
    require_reason(case.ruling.reason)
    if case.application.state == State.READY:
        _walk_to_review(case)
    _settle(case, _sign(case), None)


def _require_still_good(case: Case) -> None:
    """Nothing lapsed, and nobody approves what they rated or entered.

    Nor does a first of two signers sign what could not be granted after the second.
    """
    require_outside_rating(case.application)
    for seen in case.judged.dossiers:
        require_no_hand_in(seen, case.signer.person)
    if case.judged.missing:
        text = " ".join(line.told_to_director for line in case.judged.missing)
        raise NotReady(
            _("This does not hold now, so nothing was signed. %(missing)s")
            % {"missing": text}
        )


def _standing_first(case: Case) -> Signature | None:
    """The first signature, if it was given to the same by who could give it still."""
    same = (case.ruling.meaning, digest_of_shown(case.shown))
    first = standing_first(case.judged, same, case.signer)
    if case.application.first_by_id and not first and case.role not in FIRST_SIGNERS:
        raise NotAllowed(
            _(
                "The first signature no longer stands. A clinical director has to "
                "sign first."
            )
        )
    return first


def _walk_to_review(case: Case) -> None:
    """Take the steps that are left, each with its own event."""
    application, at = case.application, case.signer.at
    if application.state in (State.SUBMITTED, State.VERIFYING):
        move(application, State.READY, Step(None, at))
    if application.state == State.READY:
        by = case.signer.person
        move(application, State.IN_REVIEW, Step(by, at), reviewer=by)


def _sign(case: Case) -> Signature:
    application, ruling = case.application, case.ruling
    about, clinic = application.person, application.clinic
    deed = Deed(ruling.meaning, application, clinic, about, case.shown)
    return sign(deed, case.signer, case.role, ruling.reason)


def _keep_first(case: Case, signature: Signature) -> None:
    application = case.application
    application.first_by, application.first_at = case.signer.person, case.signer.at
    application.save(update_fields=["first_by", "first_at"])
    step = case.step(signature=signature.sha256)
    record(application, "APPLICATION-FIRST-SIGNED", step)


def _settle(case: Case, signature: Signature, first: Signature | None) -> None:
    ruling, signer = case.ruling, case.signer
    move(
        case.application,
        ruling.state,
        case.step(signature=signature.sha256),
        reason=ruling.reason,
        decided_by=signer.person,
        decided_at=signer.at,
        # A first signature stands only under the grant that it belongs to.
        first_by=first.by if first else None,
        first_at=first.at if first else None,
    )


def _award(case: Case, signatures: list[Signature]) -> Credential:
    application, who = case.application, _who(case.signer)
    is_conditional = case.ruling.state == State.CONDITIONAL
    state = Credential.State.PROVISIONAL if is_conditional else Credential.State.ACTIVE
    credential = award(application, state=state, **who)
    if is_conditional:
        set_conditions(application, case.ruling.conditions)
    else:
        issue_certificate(credential, signatures, **who)
    count_as_refresh(application, **who)
    return credential


def _who(signer: Signer) -> dict[str, Any]:
    return {"by": signer.person, "at": signer.at}
