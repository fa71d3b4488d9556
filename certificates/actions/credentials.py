"""What happens to a credential once it is granted. Every change is one move."""

import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from certificates.actions.grant_rules import require_none_in_the_way, require_room
from certificates.actions.signatures import (
    Deed,
    Signer,
    require_fresh,
    require_reason,
    require_signer,
    require_unchanged,
    sign,
)
from certificates.founding_rules import require_outside_rating
from certificates.models import Application, Credential, CredentialEvent, Signature
from certificates.rules.credential_moves import require_move
from certificates.rules.renewal import period_of, terms_of
from certificates.selectors.signed import shown_of_credential
from home.actions import audit
from home.actions.denials import refusals_logged
from home.errors import NotAllowed, RuleBroken
from home.models import Clinic, Person

State = Credential.State


class RenewalGone(RuleBroken):
    """The credential that was to be renewed was taken away or given back."""

    code = "CREDENTIAL-RENEWAL-GONE"


class MovedMeanwhile(RuleBroken):
    """Somebody else changed the credential at the same moment."""

    code = "CREDENTIAL-MOVED-MEANWHILE"


def lock_people(*people: UUID) -> None:
    """This will make everything decided about, or by, these people happen in turn.

    They are taken in one order whoever asks, so that two directors who decide about
    each other wait and never block one another; and without keeping other rows from
    pointing to them.
    """
    rows = Person.objects.filter(pk__in=people).order_by("pk")
    list(rows.select_for_update(no_key=True).values_list("pk"))


def held_still(rows: QuerySet[Credential]) -> list[Credential]:
    """This will read credentials so that nobody moves them until this is decided.

    What expired in that moment is read as expired.
    """
    return list(rows.select_for_update(of=("self",)).order_by("pk"))


def move(
    credential: Credential,
    to_state: str,
    *,
    by: Person | None,
    at: datetime.datetime,
    reason: str = "",
    signature: Signature | None = None,
) -> None:
    """This will move a credential and record it, inside the caller's transaction.

    Args:
        signature: what somebody signed for this very move, if they did.
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
    facts = {"signature": signature.sha256} if signature else {}
    record(credential, was, by=by, at=at, reason=reason)
    audit.append(
        f"CREDENTIAL-{to_state}", by=by, at=at, about=credential, was=was, **facts
    )


def record(
    credential: Credential,
    was: str,
    *,
    by: Person | None,
    at: datetime.datetime,
    reason: str = "",
) -> None:
    """This will write down that a credential stands where it does now."""
    CredentialEvent.objects.create(
        credential=credential,
        from_state=was,
        to_state=credential.state,
        by=by,
        at=at,
        reason=reason,
    )


def live_one(
    person: Person, clinic: Clinic, type_: str, target: str
) -> Credential | None:
    """This will find the live credential of one kind; None when there is none."""
    return _live(person, clinic, type_, target).first()


def _live(
    person: Person, clinic: Clinic, type_: str, target: str
) -> QuerySet[Credential]:
    rows = Credential.objects.filter(state__in=Credential.LIVE)
    return rows.filter(person=person, clinic=clinic, type=type_, target=target)


def award(
    application: Application,
    *,
    by: Person,
    at: datetime.datetime,
    state: str = State.ACTIVE,
) -> Credential:
    """This will grant what was applied for, inside the caller's transaction.

    An earlier one of the same kind, about to end or just past, is followed by it: it
    keeps its dates and its life, and says what came after it.

    Args:
        state: provisional when it was approved with conditions.
    Raises:
        AlreadyHeld: a live one lasts longer than the renewal window.
        HeldButSuspended, RenewalGone: what was to be renewed is not there to be.
        NotAllowed: a suspension is open at the clinic.
        FoundersOnly: nobody but founding appointees rated a founding appointee.
    """
    person, clinic = application.person, application.clinic
    require_none_in_the_way(person, clinic, at)
    require_outside_rating(application)
    before = _to_be_followed(application, by=by, at=at)
    credential = _grant(application, before, state, at)
    if before:
        Credential.objects.filter(pk=before.pk).update(superseded_by=credential)
    record(credential, "", by=by, at=at, reason=application.reason)
    audit.append("CREDENTIAL-AWARDED", by=by, at=at, about=credential)
    return credential


@refusals_logged("CREDENTIAL-REVOKE")
def revoke(
    credential: Credential,
    *,
    reason: str,
    signer: Signer,
    shown_sha256: str | None = None,
) -> None:
    """This will take a credential away for good, with a director's signature.

    Args:
        shown_sha256: the digest of what the director had in view, as the page that
            showed it carries it along; None when nothing was shown, as by a command.
    Raises:
        NotAllowed, SignInNotFresh, ReasonMissing, RecordChanged, MoveRefused,
        MovedMeanwhile: nothing was changed.
    """
    lock_people(credential.person_id, signer.person.pk)
    (fresh,) = held_still(Credential.objects.filter(pk=credential.pk))
    role = require_signer(signer, fresh.clinic, fresh.person)
    reason = require_reason(reason)
    require_move(fresh.state, State.REVOKED)
    shown = shown_of_credential(fresh)
    if shown_sha256 is not None:
        require_unchanged(shown, shown_sha256)
    deed = Deed(Signature.Meaning.REVOKED, fresh, fresh.clinic, fresh.person, shown)
    signature = sign(deed, signer, role, reason)
    move(
        fresh,
        State.REVOKED,
        by=signer.person,
        at=signer.at,
        reason=reason,
        signature=signature,
    )


@refusals_logged("CREDENTIAL-RELINQUISH")
def relinquish(credential: Credential, *, signer: Signer) -> None:
    """This will let its holder give a credential back, having just signed in again.

    Raises:
        NotAllowed: somebody else's.
        SignInNotFresh: the proof of who they are is over five minutes old.
        MoveRefused, MovedMeanwhile: it is not there to be given back.
    """
    if signer.person.pk != credential.person_id:
        raise NotAllowed(_("Only its holder can give a credential back."))
    require_fresh(signer)
    lock_people(credential.person_id)
    (fresh,) = held_still(Credential.objects.filter(pk=credential.pk))
    move(fresh, State.RELINQUISHED, by=signer.person, at=signer.at)


def _to_be_followed(application: Application, *, by: Person, at) -> Credential | None:
    """End the one that is there, and give it; or the one that has run out already."""
    kind = (application.credential_type, application.target)
    rows = _live(application.person, application.clinic, *kind)
    held = next(iter(held_still(rows)), None)
    today = application.clinic.day_of(at)
    require_room(held, today, application.requirement_set.renewal_window_days)
    if held:
        ended = State.EXPIRED if held.valid_to < today else State.SUPERSEDED
        move(held, ended, by=by, at=at)
        return held
    renewed = application.renews
    if renewed:
        renewed.refresh_from_db()
    if renewed and (renewed.state != State.EXPIRED or renewed.superseded_by_id):
        raise RenewalGone(
            _("The credential that this would renew is no longer there to be renewed.")
        )
    return renewed


def _grant(
    application: Application, before: Credential | None, state: str, at
) -> Credential:
    first, last = _period(application, before, at)
    return Credential.objects.create(
        person=application.person,
        clinic=application.clinic,
        type=application.credential_type,
        target=application.target,
        state=state,
        basis=Credential.Basis.APPLICATION,
        valid_from=first,
        valid_to=last,
        awarded_at=at,
        application=application,
    )


def _period(application: Application, before: Credential | None, at):
    """What follows a founding appointment is no renewal: it counts from today."""
    is_renewal = before is not None and before.basis != Credential.Basis.FOUNDING
    return period_of(
        application.clinic.day_of(at),
        terms_of(application.requirement_set),
        before.valid_to if before and is_renewal else None,
    )
