"""Suspending somebody from clinical work, and lifting it: neutral and reversible."""

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from certificates.actions.credentials import lock_people, move
from certificates.actions.signatures import (
    Signer,
    require_reason,
    require_signer,
    sign,
)
from certificates.clearance.digests import canonical_json, sha256_of
from certificates.models import Credential, CredentialEvent, Signature, Suspension
from home.actions import audit
from home.errors import RuleBroken
from home.models import Clinic, Person
from home.selectors import memberships_of

State = Credential.State


class AlreadyLifted(RuleBroken):
    """The suspension is over."""

    code = "SUSPENSION-ALREADY-LIFTED"


class NotOfThisClinic(RuleBroken):
    """The suspension belongs to another clinic."""

    code = "SUSPENSION-OF-ANOTHER-CLINIC"
    status = 404


class NotAtThisClinic(RuleBroken):
    """The person does not work at the clinic."""

    code = "PERSON-NOT-AT-THIS-CLINIC"
    status = 404


@dataclass(frozen=True)
class Ground:
    """Why somebody is suspended."""

    kind: str
    reason: str


@transaction.atomic
def suspend_person(
    person: Person,
    clinic: Clinic,
    ground: Ground,
    *,
    by: Person,
    at: datetime.datetime,
) -> Suspension:
    """This will keep somebody from clinical work from this moment on.

    Every live credential at the clinic is suspended with it.

    Raises:
        NotAllowed: not an independent clinical director of the clinic.
        NotAtThisClinic: the person has no role at the clinic today.
        ReasonMissing: no reason was given.
    """
    lock_people(person.pk, by.pk)
    signer = Signer(by, clinic, at)
    require_signer(signer, person)
    _require_at(clinic, person, at)
    reason = require_reason(ground.reason)
    suspension = Suspension.objects.create(
        person=person,
        clinic=clinic,
        kind=Suspension.Kind(ground.kind),
        reason=reason,
        starts_at=at,
        by=by,
        recorded_at=at,
    )
    audit.append("PERSON-SUSPENDED", by=by, at=at, about=suspension, person=person.pk)
    sign(suspension, Signature.Meaning.SUSPENDED, digest_of(suspension), signer)
    live = Credential.objects.filter(person=person, clinic=clinic)
    for credential in live.filter(state__in=[State.ACTIVE, State.PROVISIONAL]):
        move(credential, State.SUSPENDED, by=by, at=at, reason=reason)
    return suspension


@transaction.atomic
def lift_suspension(
    suspension: Suspension,
    clinic: Clinic,
    *,
    reason: str,
    by: Person,
    at: datetime.datetime,
) -> None:
    """This will end a suspension and give the credentials back where they stood.

    While another one is open the credentials stay suspended.

    Args:
        clinic: whose director lifts it; one that names no clinic came with a
            roster and is lifted where the person works.
    Raises:
        NotAllowed, ReasonMissing, AlreadyLifted, NotOfThisClinic, NotAtThisClinic.
    """
    lock_people(suspension.person_id, by.pk)
    if suspension.clinic_id not in (None, clinic.pk):
        raise NotOfThisClinic(_("This suspension belongs to another clinic."))
    if suspension.clinic_id is None:
        _require_at(clinic, suspension.person, at)
    signer = Signer(by, clinic, at)
    require_signer(signer, suspension.person)
    reason = require_reason(reason)
    rows = Suspension.objects.filter(pk=suspension.pk, lifted_at__isnull=True)
    if not rows.update(lifted_at=at, lifted_by=by):
        raise AlreadyLifted(_("This suspension was already lifted."))
    suspension.refresh_from_db()
    audit.append(
        "SUSPENSION-LIFTED", by=by, at=at, about=suspension, person=suspension.person_id
    )
    sign(suspension, Signature.Meaning.LIFTED, digest_of(suspension), signer)
    if not _others_open(suspension, clinic):
        _give_back(suspension.person, clinic, reason, signer)


def digest_of(suspension: Suspension) -> str:
    """This will give the SHA-256 of a suspension as it stands, for signing."""
    lifted = suspension.lifted_at.isoformat() if suspension.lifted_at else None
    facts = [
        str(suspension.pk),
        str(suspension.person_id),
        suspension.clinic_id,
        suspension.kind,
        suspension.reason,
        suspension.starts_at.isoformat(),
        lifted,
    ]
    return sha256_of(canonical_json(facts))


def _require_at(clinic: Clinic, person: Person, at: datetime.datetime) -> None:
    if clinic.pk not in {row.clinic_id for row in memberships_of(person, at)}:
        raise NotAtThisClinic(
            _("%(name)s has no role at this clinic today.") % {"name": person.name}
        )


def _others_open(suspension: Suspension, clinic: Clinic) -> bool:
    rows = Suspension.objects.filter(
        person=suspension.person_id, lifted_at__isnull=True
    ).exclude(pk=suspension.pk)
    return any(row.clinic_id in (None, clinic.pk) for row in rows)


def _give_back(person: Person, clinic: Clinic, reason: str, signer: Signer) -> None:
    rows = Credential.objects.filter(
        person=person, clinic=clinic, state=State.SUSPENDED
    )
    for credential in rows:
        ended = credential.valid_to < clinic.day_of(signer.at)
        to_state = State.EXPIRED if ended else _state_before(credential)
        move(credential, to_state, by=signer.person, at=signer.at, reason=reason)


def _state_before(credential: Credential) -> str:
    """Where a suspended credential stood; one that came suspended becomes active."""
    event = CredentialEvent.objects.filter(
        credential=credential, to_state=State.SUSPENDED
    ).last()
    return event.from_state if event and event.from_state else State.ACTIVE
