"""Signing for what policy lets a named role sign for: one session, one reason."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from certificates.actions.session_actors import Actor, require_known, seats_of
from certificates.actions.session_events import hold_still
from certificates.actions.session_steps import ask_about
from certificates.actions.signatures import (
    Deed,
    ReasonMissing,
    Signer,
    require_apart,
    require_fresh,
    require_not_suspended,
    require_unchanged,
    sign,
)
from certificates.clearance.verdicts import Kind, Result, Verdict
from certificates.models import Session, SessionSignature, Signature
from certificates.rules.exception_codes import (
    EXCEPTION_CODES,
    roles_on_the_team,
    roles_that_sign,
)
from certificates.selectors.policies import policy_in_force
from certificates.selectors.sessions import snapshot_of
from home.actions import audit
from home.actions.denials import refusals_logged
from home.errors import NotAllowed, RuleBroken
from home.models import Person, Role
from home.patient_words import patient_words_in
from home.permissions import person_has_role

State = Session.State
# It opens a session, or keeps a new team in order while one is under way.
SIGNED_WHILE = (State.BOOKED, State.STARTED)


class NothingToSign(RuleBroken):
    """Nothing of this session waits for such a signature."""

    code = "EXCEPTION-NOT-OPEN"


class AlreadySigned(RuleBroken):
    """This person has signed for it, and the signature stands."""

    code = "EXCEPTION-ALREADY-SIGNED"


class ReasonNamesPatient(RuleBroken):
    """Something in the reason could tell who the patient is."""

    code = "REASON-NAMES-PATIENT"
    status = 422


@transaction.atomic
def show_exception(
    session: Session, code: str, *, by: Person, at: datetime.datetime
) -> dict[str, Any]:
    """This will give exactly what somebody signs: the session and its open reason.

    The gate is asked afresh, and its answer recorded. The digest of what is given
    (`digest_of_shown`) goes along with the form and comes back with the signature.

    Raises:
        SessionUnknown: it is another clinic's.
        NotAllowed: not theirs to sign.
        NothingToSign, AlreadySigned: there is nothing open, or not for them.
    """
    require_known(Actor(by), session, at)
    fresh = hold_still(session, by.pk)
    require_known(Actor(by), fresh, at)
    _require_role(fresh, code, by, at)
    return _shown(fresh, code, by, at)


@refusals_logged("EXCEPTION-SIGN")
def sign_exception(
    session: Session, code: str, reason: str, *, shown_sha256: str, signer: Signer
) -> SessionSignature:
    """This will sign for one open reason of one session, for the team as it is booked.

    Args:
        shown_sha256: the digest of what the signer had in view (`show_exception`).
    Raises:
        SessionUnknown: it is another clinic's.
        NotAllowed: without the role that the policy in force names, on the team, tied
            to somebody of the team, or suspended.
        SignInNotFresh: the proof of who they are is over five minutes old.
        ReasonMissing, ReasonNamesPatient: the reason cannot be kept.
        NothingToSign, AlreadySigned: there is nothing open, or not for them.
        RecordChanged: it is not what was shown.
    """
    by, at = signer.person, signer.at
    require_known(Actor(by), session, at)
    fresh = hold_still(session, by.pk)
    require_known(Actor(by), fresh, at)
    role = _require_role(fresh, code, by, at)
    require_not_suspended(by, at)
    require_fresh(signer)
    reason = _require_reason(reason, fresh, by)
    shown = _shown(fresh, code, by, at)
    require_unchanged(shown, shown_sha256)
    deed = Deed(Signature.Meaning.EXCEPTION, fresh, fresh.clinic, None, shown)
    signature = sign(deed, signer, role, reason)
    row = SessionSignature.objects.create(
        session=fresh, code=code, by=by, reason=reason, at=at, signature=signature
    )
    facts = {"code": code, "signed": row.pk, "signature": signature.sha256}
    audit.append("EXCEPTION-SIGNED", by=by, at=at, about=fresh, **facts)
    return row


def _require_role(
    session: Session, code: str, by: Person, at: datetime.datetime
) -> Role:
    """Let an independent holder of a role sign that the policy in force names."""
    if code not in EXCEPTION_CODES:
        raise NothingToSign(_("Nobody can sign for this: it has to be met."))
    parameters = _parameters(session, code, at)
    seats = seats_of(by, session)
    roles = roles_that_sign(code, parameters)
    if seats:
        is_of_record = seats == {"medical_clinician"}
        roles = roles_on_the_team(code, parameters) if is_of_record else ()
    held = [
        role
        for role in map(Role, roles)
        if person_has_role(by, session.clinic, role, at)
    ]
    if not held:
        raise NotAllowed(
            _(
                "You cannot sign for this: policy names another role, or somebody who "
                "is not on the team."
            )
        )
    for person in _others(session, by):
        require_apart(by, person)
    return held[0]


def _parameters(session: Session, code: str, at) -> Mapping[str, Any]:
    policy, _row = policy_in_force(at, session.clinic)
    found = [row.parameters for row in policy.criteria if row.code == code]
    if not found:
        raise NothingToSign(_("The policy in force does not ask for this."))
    return found[0]


def _others(session: Session, by: Person) -> list[Person]:
    """The team, but for the signer."""
    rows = Person.objects.filter(session_members__session=session)
    return list(rows.exclude(pk=by.pk).distinct())


def _require_reason(reason: str, session: Session, by: Person) -> str:
    reason = reason.strip()
    if not reason:
        raise ReasonMissing(_("Please give the reason; it stays with the session."))
    named = [by.name, *(person.name for person in _others(session, by))]
    found = patient_words_in(reason, named)
    if found:
        raise ReasonNamesPatient(str(found[0]))
    return reason


def _shown(
    session: Session, code: str, by: Person, at: datetime.datetime
) -> dict[str, Any]:
    """What is signed for, as plain data that is the same until something changes."""
    standing = session.signatures.filter(code=code, voided_at__isnull=True)
    if standing.filter(by=by).exists():
        raise AlreadySigned(_("You have signed for this already."))
    reason = _open_reason(session, code, by, at)
    return {
        "session": session.code,
        "clinic": session.clinic.name,
        "booked": snapshot_of(session),
        "exception": code,
        "subject": reason.subject,
        "reason": reason.told_to_director,
        "remedy": reason.remedy,
        "signed_by": [str(pk) for pk in standing.values_list("by", flat=True)],
    }


def _open_reason(
    session: Session, code: str, by: Person, at: datetime.datetime
) -> Verdict:
    """The reason that waits for a signature, as the gate tells it now."""
    if session.state in SIGNED_WHILE:
        for verdict in ask_about(session, "start", by, at).decision.reasons:
            is_unsigned = (verdict.type, verdict.result) == (Kind.SIGN, Result.UNMET)
            if verdict.code == code and is_unsigned:
                return verdict
    raise NothingToSign(_("Nothing of this session waits for such a signature."))
