"""Suspending somebody from clinical work, and lifting it: neutral and reversible."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from certificates.actions.credentials import held_still, lock_people, move
from certificates.actions.grant_rules import NotAtThisClinic, require_at
from certificates.actions.signatures import (
    Deed,
    Signer,
    require_reason,
    require_signer,
    sign,
)
from certificates.models import Concern, Credential, Signature, Suspension
from home.actions import audit
from home.actions.denials import refusals_logged
from home.errors import RuleBroken
from home.models import Clinic, Person

__all__ = ["Ground", "NotAtThisClinic", "suspend_for_concern", "suspend_person"]

State = Credential.State
IN_FORCE = (State.ACTIVE, State.PROVISIONAL)


class AlreadySuspended(RuleBroken):
    """The same director did it already: it stands once, however often it is pressed."""

    code = "PERSON-ALREADY-SUSPENDED"


@dataclass(frozen=True)
class Ground:
    """Why somebody is suspended."""

    kind: str
    reason: str


@refusals_logged("PERSON-SUSPEND")
def suspend_person(
    person: Person, clinic: Clinic, ground: Ground, *, signer: Signer
) -> Suspension:
    """This will keep somebody from clinical work from this moment on.

    One director signs. Every live credential at the clinic is suspended with it.
    Another director may have a ground of their own: each is lifted for itself.

    Raises:
        NotAllowed: not an independent clinical director of the clinic.
        SignInNotFresh: the proof of who they are is over five minutes old.
        NotAtThisClinic: the person has no role at the clinic today.
        ReasonMissing: no reason was given.
        AlreadySuspended: one of theirs, of this kind, is open.
    """
    by, at = signer.person, signer.at
    lock_people(person.pk, by.pk)
    role = require_signer(signer, clinic, person)
    require_at(clinic, person, at)
    ground = Ground(Suspension.Kind(ground.kind), require_reason(ground.reason))
    _require_once(person, clinic, ground, by)
    suspension = _begin(person, clinic, ground, by=by, at=at)
    meaning, shown = Signature.Meaning.SUSPENDED, shown_of_suspending(suspension)
    deed = Deed(meaning, suspension, clinic, person, shown)
    signature = sign(deed, signer, role, ground.reason)
    _log(suspension, by, at, signature=signature.sha256)
    _take_with_it(suspension, clinic)
    return suspension


def suspend_for_concern(concern: Concern, *, at: datetime.datetime) -> Suspension:
    """This will pause somebody because of a report that suspends, in its transaction.

    Nobody signs, and the words say nothing of the report. Two lift it like any other.
    A report suspends once.
    """
    lock_people(concern.person_id)
    rows = Suspension.objects.filter(concern=concern, lifted_at__isnull=True)
    standing = rows.first()
    if standing:
        return standing
    ground = Ground(
        Suspension.Kind.PRECAUTIONARY,
        _("Clinical work is paused while a question is looked into. Nothing is found."),
    )
    person, clinic = concern.person, concern.clinic
    suspension = _begin(person, clinic, ground, by=None, at=at, concern=concern)
    _log(suspension, None, at)
    _take_with_it(suspension, concern.clinic)
    return suspension


def shown_of_suspending(suspension: Suspension) -> dict[str, str]:
    """This will give what whoever suspends somebody has in view."""
    return {
        "suspension": str(suspension.pk),
        "person": suspension.person.name,
        "clinic": suspension.clinic.name if suspension.clinic else "",
        "kind": suspension.kind,
        "reason": suspension.reason,
        "since": suspension.starts_at.isoformat(),
    }


def _require_once(person: Person, clinic: Clinic, ground: Ground, by: Person) -> None:
    rows = Suspension.objects.filter(person=person, clinic=clinic, by=by)
    if rows.filter(kind=ground.kind, lifted_at__isnull=True).exists():
        raise AlreadySuspended(
            _(
                "You have suspended this person already, and that suspension is open. "
                "Nothing was signed."
            )
        )


def _begin(person: Person, clinic: Clinic, ground: Ground, **told: Any) -> Suspension:
    return Suspension.objects.create(
        person=person,
        clinic=clinic,
        kind=ground.kind,
        reason=ground.reason,
        starts_at=told["at"],
        by=told["by"],
        concern=told.get("concern"),
        recorded_at=told["at"],
    )


def _log(suspension: Suspension, by: Person | None, at, **facts: str) -> None:
    told = {"person": suspension.person_id, **facts}
    audit.append("PERSON-SUSPENDED", by=by, at=at, about=suspension, **told)


def _take_with_it(suspension: Suspension, clinic: Clinic) -> None:
    """Suspend every credential of the clinic that is in force."""
    rows = Credential.objects.filter(person=suspension.person, clinic=clinic)
    by, at, reason = suspension.by, suspension.starts_at, suspension.reason
    for credential in held_still(rows.filter(state__in=IN_FORCE)):
        move(credential, State.SUSPENDED, by=by, at=at, reason=reason)
