"""Lifting a suspension: one proposes, another signs, and it ends."""

import datetime

from django.utils.translation import gettext as _

from certificates.actions.credentials import held_still, lock_people, move
from certificates.actions.first_signers import (
    Matter,
    could_still_sign,
    require_apart_from_first,
)
from certificates.actions.grant_rules import require_at
from certificates.actions.signatures import (
    Deed,
    RecordChanged,
    Signer,
    digest_of_shown,
    require_reason,
    require_signer,
    require_unchanged,
    sign,
)
from certificates.models import Credential, CredentialEvent, Signature, Suspension
from certificates.permissions import SECOND_SIGNERS
from certificates.selectors.conditions import open_conditions_of
from certificates.selectors.suspensions import (
    shown_of_lift,
    shown_of_second_lift,
    suspended_credentials,
)
from home.actions import audit
from home.actions.denials import refusals_logged
from home.errors import NotAllowed, RuleBroken
from home.models import Clinic, Person

State = Credential.State
Meaning = Signature.Meaning


class AlreadyLifted(RuleBroken):
    """The suspension is over."""

    code = "SUSPENSION-ALREADY-LIFTED"


class NotOfThisClinic(RuleBroken):
    """The suspension belongs to another clinic."""

    code = "SUSPENSION-OF-ANOTHER-CLINIC"
    status = 404


class NotProposed(RuleBroken):
    """Nobody has signed first that it may end."""

    code = "SUSPENSION-LIFT-NOT-PROPOSED"


@refusals_logged("SUSPENSION-LIFT-PROPOSE")
def propose_lift(
    suspension: Suspension,
    clinic: Clinic,
    *,
    reason: str,
    shown_sha256: str,
    signer: Signer,
) -> None:
    """This will sign first that a suspension may end; another one ends it.

    A proposal that stands already is replaced. Nothing changes for the person yet.

    Args:
        clinic: whose directors lift it; one that names no clinic came with a
            roster and is lifted where the person works.
        shown_sha256: the digest of what the signer had in view (`shown_of_lift`).
    Raises:
        NotAllowed, SignInNotFresh, ReasonMissing, RecordChanged, AlreadyLifted,
        NotOfThisClinic, NotAtThisClinic: nothing was signed.
    """
    row = _standing(suspension, clinic, signer)
    role = require_signer(signer, clinic, row.person)
    reason, shown = require_reason(reason), shown_of_lift(row, clinic)
    require_unchanged(shown, shown_sha256)
    deed = Deed(Meaning.LIFT_PROPOSED, row, clinic, row.person, shown)
    signature = sign(deed, signer, role, reason)
    proposal = {"lift_proposed_by": signer.person, "lift_proposed_at": signer.at}
    _change(row, **proposal, lift_reason=reason)
    _log("SUSPENSION-LIFT-PROPOSED", row, signer, signature=signature.sha256)


@refusals_logged("SUSPENSION-LIFT")
def lift_suspension(
    suspension: Suspension,
    clinic: Clinic,
    *,
    shown_sha256: str,
    signer: Signer,
    reason: str = "",
) -> None:
    """This will sign second, end the suspension and give the credentials back.

    They come back where they stood, or expired if they ran out meanwhile. While
    another suspension is open they stay suspended.

    Args:
        shown_sha256: the digest of what the signer had in view, the proposal with it
            (`shown_of_second_lift`).
    Raises:
        NotProposed: nobody has signed first, or nobody who could sign now.
        NotAllowed, SignInNotFresh: the same who proposed it or one close to them,
            or not an independent clinical or medical director.
        RecordChanged: it is not what was shown, or not what the first one signed.
        AlreadyLifted, NotOfThisClinic, NotAtThisClinic: nothing was signed.
    """
    row = _standing(suspension, clinic, signer)
    role = require_signer(signer, clinic, row.person, SECOND_SIGNERS)
    _require_second(row, clinic, signer)
    require_unchanged(shown_of_second_lift(row, clinic), shown_sha256)
    _require_same_as_first(row, clinic)
    shown, reason = shown_of_second_lift(row, clinic), reason.strip()
    deed = Deed(Meaning.LIFTED, row, clinic, row.person, shown)
    signature = sign(deed, signer, role, reason)
    _change(row, lifted_at=signer.at, lifted_by=signer.person)
    _log("SUSPENSION-LIFTED", row, signer, signature=signature.sha256)
    _give_back(row, clinic, signer, reason or row.lift_reason)


@refusals_logged("SUSPENSION-LIFT-WITHDRAW")
def withdraw_lift(
    suspension: Suspension, clinic: Clinic, *, by: Person, at: datetime.datetime
) -> None:
    """This will take back one's own first signature; the suspension just goes on.

    Raises:
        NotAllowed: somebody else proposed it.
        NotProposed, AlreadyLifted, NotOfThisClinic: there is nothing to take back.
    """
    lock_people(suspension.person_id, by.pk)
    row = _fresh(suspension, clinic)
    if row.lift_proposed_by_id is None:
        raise _not_proposed()
    if row.lift_proposed_by_id != by.pk:
        raise NotAllowed(_("Only whoever proposed it can take the proposal back."))
    _change(row, lift_proposed_by=None, lift_proposed_at=None, lift_reason="")
    action, person = "SUSPENSION-LIFT-WITHDRAWN", row.person_id
    audit.append(action, by=by, at=at, about=row, person=person)


def _standing(suspension: Suspension, clinic: Clinic, signer: Signer) -> Suspension:
    first = Suspension.objects.filter(pk=suspension.pk).values_list(
        "lift_proposed_by", flat=True
    )
    lock_people(suspension.person_id, signer.person.pk, *filter(None, first))
    row = _fresh(suspension, clinic)
    if row.clinic_id is None:
        require_at(clinic, row.person, signer.at)
    return row


def _fresh(suspension: Suspension, clinic: Clinic) -> Suspension:
    related = ("person", "by", "clinic", "lift_proposed_by")
    row = Suspension.objects.select_related(*related).get(pk=suspension.pk)
    if row.clinic_id not in (None, clinic.pk):
        raise NotOfThisClinic(_("This suspension belongs to another clinic."))
    if row.lifted_at:
        raise AlreadyLifted(_("This suspension was already lifted."))
    return row


def _not_proposed() -> NotProposed:
    return NotProposed(_("Nobody has signed first that this suspension may be lifted."))


def _require_second(row: Suspension, clinic: Clinic, signer: Signer) -> None:
    """The first of them could sign now as well, and is neither this one nor close."""
    first = row.lift_proposed_by
    if first is None:
        raise _not_proposed()
    require_apart_from_first(signer.person, first)
    if not could_still_sign(first, Matter(clinic, row.person, signer.at)):
        raise NotProposed(
            _(
                "Whoever signed first could not sign now, so that signature no longer "
                "stands. Somebody proposes it again."
            )
        )


def _require_same_as_first(row: Suspension, clinic: Clinic) -> None:
    """Two sign over the same: what changed since the first is proposed again."""
    given = Signature.objects.filter(
        subject_kind=Suspension._meta.label,
        subject_id=str(row.pk),
        meaning=Meaning.LIFT_PROPOSED,
        by=row.lift_proposed_by_id,
        subject_sha256=digest_of_shown(shown_of_lift(row, clinic)),
    )
    if row.lift_proposed_at not in given.values_list("at", flat=True):
        raise RecordChanged(
            _(
                "The record changed after the first signature, so nothing was "
                "signed. Somebody proposes it again."
            )
        )


def _change(row: Suspension, **fields) -> None:
    """Change one that still stands; whoever comes second finds it lifted."""
    rows = Suspension.objects.filter(pk=row.pk, lifted_at__isnull=True)
    if not rows.update(**fields):
        raise AlreadyLifted(_("This suspension was already lifted."))


def _log(action: str, row: Suspension, signer: Signer, **facts: str) -> None:
    by, at, person = signer.person, signer.at, row.person_id
    audit.append(action, by=by, at=at, about=row, person=person, **facts)


def _clinics_of_others(suspension: Suspension) -> set[int | None]:
    """Where other suspensions are open; None stands for everywhere."""
    rows = Suspension.objects.filter(
        person=suspension.person_id, lifted_at__isnull=True
    ).exclude(pk=suspension.pk)
    return set(rows.values_list("clinic_id", flat=True))


def _give_back(row: Suspension, clinic: Clinic, signer: Signer, reason: str) -> None:
    """Give back what was suspended where no other suspension is open."""
    by, at = signer.person, signer.at
    others = _clinics_of_others(row)
    rows = suspended_credentials(row, clinic).select_related("clinic")
    for credential in held_still(rows):
        if others & {None, credential.clinic_id}:
            continue
        to_state = _before(credential)
        if credential.valid_to < credential.clinic.day_of(at):
            to_state = State.EXPIRED
        move(credential, to_state, by=by, at=at, reason=reason)


def _before(credential: Credential) -> str:
    """Where a suspended credential stood; one that came suspended becomes active.

    What was provisional is so no more when its last condition was met meanwhile.
    """
    event = CredentialEvent.objects.filter(
        credential=credential, to_state=State.SUSPENDED
    ).last()
    before = event.from_state if event and event.from_state else State.ACTIVE
    had_conditions = before == State.PROVISIONAL and credential.application_id
    return (
        State.ACTIVE
        if had_conditions and not open_conditions_of(credential)
        else before
    )
