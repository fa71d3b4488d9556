"""What happens to a credential once it is granted. Every change is one move."""

import datetime
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from certificates.actions.signatures import (
    Signer,
    require_reason,
    require_signer,
    sign,
)
from certificates.clearance.days import add_months
from certificates.clearance.digests import canonical_json, sha256_of
from certificates.credential_moves import require_move
from certificates.models import Application, Credential, CredentialEvent, Signature
from certificates.selectors.ladders import RENEWAL_DAYS
from home.actions import audit
from home.errors import NotAllowed, RuleBroken
from home.models import Clinic, Person

State = Credential.State


class AlreadyHeld(RuleBroken):
    """A live credential of this kind is there and is not about to end."""

    code = "CREDENTIAL-ALREADY-HELD"


class MovedMeanwhile(RuleBroken):
    """Somebody else changed the credential at the same moment."""

    code = "CREDENTIAL-MOVED-MEANWHILE"


@dataclass(frozen=True)
class Grant:
    """A credential as a roster or a founding appointment states it."""

    clinic: Clinic
    type: str
    valid_from: datetime.date
    valid_to: datetime.date
    state: str = State.ACTIVE
    target: str = ""


def lock_people(*people: UUID) -> None:
    """This will make everything decided about, or by, these people happen in turn.

    They are taken in one order whoever asks, so that two directors who decide about
    each other wait and never block one another; and without keeping other rows from
    pointing to them.
    """
    rows = Person.objects.filter(pk__in=people).order_by("pk")
    list(rows.select_for_update(no_key=True).values_list("pk"))


def move(
    credential: Credential,
    to_state: str,
    *,
    by: Person | None,
    at: datetime.datetime,
    reason: str = "",
) -> None:
    """This will move a credential and record it, inside the caller's transaction.

    Raises:
        MoveRefused: the table of moves does not have it.
        MovedMeanwhile: the row is no longer in the state that was read.
    """
    was = credential.state
    require_move(was, to_state)
    rows = Credential.objects.filter(pk=credential.pk, state=was)
    if not rows.update(state=to_state):
        raise MovedMeanwhile(_("This credential was changed a moment ago. Look again."))
    credential.state = to_state
    _record(credential, was, by, at, reason)
    audit.append(f"CREDENTIAL-{to_state}", by=by, at=at, about=credential, was=was)


def live_one(person: Person, clinic: Clinic, type_: str, target: str):
    """This will find the live credential of one kind; None when there is none."""
    rows = Credential.objects.filter(state__in=Credential.LIVE)
    return rows.filter(person=person, clinic=clinic, type=type_, target=target).first()


def require_room(held: Credential | None, today: datetime.date) -> None:
    """This will refuse a second credential of a kind outside the renewal window.

    Raises:
        AlreadyHeld: the one that is there lasts longer than the window.
    """
    if held is None:
        return
    opens = held.valid_to - datetime.timedelta(days=RENEWAL_DAYS)
    if today < opens:
        raise AlreadyHeld(
            _(
                "This credential is held until %(until)s. It can be renewed from "
                "%(opens)s on."
            )
            % {"until": held.valid_to, "opens": opens}
        )


def award(application: Application, *, by: Person, at: datetime.datetime) -> Credential:
    """This will grant what was applied for, from the clinic's today.

    An earlier one of the same kind, about to end or just past, is followed by it.

    Raises:
        AlreadyHeld: a live one lasts longer than the renewal window.
    """
    kind = (application.credential_type, application.target)
    today = application.clinic.day_of(at)
    held = live_one(application.person, application.clinic, *kind)
    require_room(held, today)
    if held:
        ended = State.EXPIRED if held.valid_to < today else State.SUPERSEDED
        move(held, ended, by=by, at=at)
    credential = _grant(application, today, at)
    if held:
        Credential.objects.filter(pk=held.pk).update(superseded_by=credential)
    _record(credential, "", by, at, application.reason)
    audit.append("CREDENTIAL-AWARDED", by=by, at=at, about=credential)
    return credential


@transaction.atomic
def enter_credential(
    person: Person, grant: Grant, *, by: Person | None, at: datetime.datetime
) -> Credential:
    """This will enter a credential that was granted outside, from a roster."""
    credential = Credential.objects.create(
        person=person,
        clinic=grant.clinic,
        type=grant.type,
        target=grant.target,
        state=grant.state,
        valid_from=grant.valid_from,
        valid_to=grant.valid_to,
        awarded_at=at,
    )
    _record(credential, "", by, at, "")
    audit.append("CREDENTIAL-ENTERED", by=by, at=at, about=credential)
    return credential


@transaction.atomic
def revoke(
    credential: Credential, *, reason: str, by: Person, at: datetime.datetime
) -> None:
    """This will take a credential away for good, with a director's signature.

    Raises:
        NotAllowed, ReasonMissing, MoveRefused, MovedMeanwhile: nothing was changed.
    """
    lock_people(credential.person_id, by.pk)
    credential.refresh_from_db()
    signer = Signer(by, credential.clinic, at)
    require_signer(signer, credential.person)
    reason = require_reason(reason)
    move(credential, State.REVOKED, by=by, at=at, reason=reason)
    shown = sha256_of(canonical_json([str(credential.pk), "REVOKED", reason]))
    sign(credential, Signature.Meaning.REVOKED, shown, signer)


@transaction.atomic
def relinquish(credential: Credential, *, by: Person, at: datetime.datetime) -> None:
    """This will let its holder give a credential back.

    Raises:
        NotAllowed: somebody else's.
        MoveRefused, MovedMeanwhile: it is not there to be given back.
    """
    if by.pk != credential.person_id:
        raise NotAllowed(_("Only its holder can give a credential back."))
    lock_people(credential.person_id)
    credential.refresh_from_db()
    move(credential, State.RELINQUISHED, by=by, at=at)


def expire_due(at: datetime.datetime) -> int:
    """This will expire what has passed its last day at its clinic; gives the number.

    The gate and the verification page read the dates themselves: this only brings
    the stored state in line.
    """
    latest = at.date() + datetime.timedelta(days=1)
    rows = Credential.objects.filter(state__in=Credential.LIVE, valid_to__lt=latest)
    due = [
        row
        for row in rows.select_related("clinic")
        if row.valid_to < row.clinic.day_of(at)
    ]
    return sum(_expire(row, at) for row in due)


def _expire(credential: Credential, at: datetime.datetime) -> bool:
    try:
        with transaction.atomic():
            move(credential, State.EXPIRED, by=None, at=at)
    except MovedMeanwhile:
        return False
    return True


def _grant(application: Application, today: datetime.date, at) -> Credential:
    months = application.requirement_set.valid_months
    return Credential.objects.create(
        person=application.person,
        clinic=application.clinic,
        type=application.credential_type,
        target=application.target,
        state=State.ACTIVE,
        valid_from=today,
        valid_to=add_months(today, months) - datetime.timedelta(days=1),
        awarded_at=at,
        application=application,
    )


def _record(credential, was, by, at, reason) -> None:
    CredentialEvent.objects.create(
        credential=credential,
        from_state=was,
        to_state=credential.state,
        by=by,
        at=at,
        reason=reason,
    )
