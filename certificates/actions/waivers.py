"""Waivers: a director lets one requirement be met in another way, for a time."""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _

from certificates.actions.credentials import lock_people
from certificates.actions.grant_rules import require_at
from certificates.actions.signatures import (
    Deed,
    Signer,
    require_reason,
    require_signer,
    require_unchanged,
    sign,
)
from certificates.clearance.days import add_months
from certificates.models import Signature, Waiver
from certificates.selectors.requirements import waivers_asked
from home.actions import audit
from home.actions.denials import refusals_logged
from home.errors import RuleBroken
from home.models import Clinic, Person

LONGEST_MONTHS = 24


class NotWaivable(RuleBroken):
    """No active requirement set of the clinic would take a waiver of this."""

    code = "WAIVER-NOT-ASKED"
    status = 422


class WaiverTooLong(RuleBroken):
    """It would end before it began, or more than two years ahead."""

    code = "WAIVER-PERIOD-UNUSABLE"
    status = 422


class AlreadyWaived(RuleBroken):
    """A waiver of this is in force for the person."""

    code = "WAIVER-ALREADY-GRANTED"


class NotInForce(RuleBroken):
    """The waiver was ended before, or has run out."""

    code = "WAIVER-NOT-IN-FORCE"


@dataclass(frozen=True)
class Waiving:
    """What is waived, until when, and why."""

    code: str
    expires_on: datetime.date
    reason: str


@refusals_logged("WAIVER-GRANT")
def grant_waiver(
    person: Person, clinic: Clinic, waiving: Waiving, *, signer: Signer
) -> Waiver:
    """This will waive one requirement for one person, from today on.

    Raises:
        NotAllowed: not an independent clinical director of the clinic.
        SignInNotFresh: the proof of who they are is over five minutes old.
        NotAtThisClinic: the person has no role at the clinic today.
        NotWaivable, WaiverTooLong, AlreadyWaived, ReasonMissing.
    """
    by, at = signer.person, signer.at
    lock_people(person.pk, by.pk)
    role = require_signer(signer, clinic, person)
    require_at(clinic, person, at)
    today = clinic.day_of(at)
    _require_asked(clinic, waiving.code)
    _require_period(today, waiving.expires_on)
    _require_none(person, clinic, waiving.code, today)
    waiver = Waiver.objects.create(
        person=person,
        clinic=clinic,
        code=waiving.code,
        reason=require_reason(waiving.reason),
        granted_on=today,
        expires_on=waiving.expires_on,
        by=by,
        recorded_at=at,
    )
    meaning, shown = Signature.Meaning.WAIVED, shown_of_waiver(waiver)
    deed = Deed(meaning, waiver, clinic, person, shown)
    signature = sign(deed, signer, role, waiver.reason)
    _log("WAIVER-GRANTED", waiver, signature, expires_on=waiver.expires_on)
    return waiver


@refusals_logged("WAIVER-END")
def end_waiver(
    waiver: Waiver, *, reason: str, shown_sha256: str, signer: Signer
) -> None:
    """This will end a waiver before its last day; nothing that is held changes by it.

    Args:
        shown_sha256: the digest of the waiver that the director had in view.
    Raises:
        NotAllowed, SignInNotFresh, ReasonMissing.
        NotInForce: it was ended before, or has run out.
        RecordChanged: it is not the one that was shown.
    """
    by, at = signer.person, signer.at
    lock_people(waiver.person_id, by.pk)
    waiver.refresh_from_db()
    role = require_signer(signer, waiver.clinic, waiver.person)
    if not in_force(waiver, waiver.clinic.day_of(at)):
        raise NotInForce(_("This waiver is no longer in force."))
    shown = shown_of_waiver(waiver)
    require_unchanged(shown, shown_sha256)
    reason = require_reason(reason)
    Waiver.objects.filter(pk=waiver.pk).update(ended_at=at, ended_by=by)
    meaning = Signature.Meaning.WAIVER_ENDED
    deed = Deed(meaning, waiver, waiver.clinic, waiver.person, shown)
    signature = sign(deed, signer, role, reason)
    _log("WAIVER-ENDED", waiver, signature)
    waiver.refresh_from_db()


def in_force(waiver: Waiver, today: datetime.date) -> bool:
    """This will say whether a waiver counts today."""
    return waiver.ended_at is None and waiver.granted_on <= today <= waiver.expires_on


def shown_of_waiver(waiver: Waiver) -> dict[str, str]:
    """This will give what whoever grants or ends a waiver has in view."""
    return {
        "waiver": str(waiver.pk),
        "person": waiver.person.name,
        "clinic": waiver.clinic.name,
        "code": waiver.code,
        "reason": waiver.reason,
        "granted_on": waiver.granted_on.isoformat(),
        "expires_on": waiver.expires_on.isoformat(),
        "ended_at": waiver.ended_at.isoformat() if waiver.ended_at else "",
    }


def _require_asked(clinic: Clinic, code: str) -> None:
    if code not in waivers_asked(clinic):
        raise NotWaivable(
            _("No requirement set of this clinic would take this waiver.")
        )


def _require_period(today: datetime.date, expires_on: datetime.date) -> None:
    latest = add_months(today, LONGEST_MONTHS)
    if not today <= expires_on <= latest:
        raise WaiverTooLong(
            _("The last day has to be from today to %(latest)s.")
            % {"latest": latest.isoformat()}
        )


def _require_none(
    person: Person, clinic: Clinic, code: str, today: datetime.date
) -> None:
    rows = Waiver.objects.filter(person=person, clinic=clinic, code=code)
    if rows.filter(ended_at__isnull=True, expires_on__gte=today).exists():
        raise AlreadyWaived(
            _("This is waived for %(name)s already.") % {"name": person.name}
        )


def _log(
    action: str, waiver: Waiver, signature: Signature, **facts: datetime.date
) -> None:
    audit.append(
        action,
        by=signature.by,
        at=signature.at,
        about=waiver,
        person=waiver.person_id,
        code=waiver.code,
        signature=signature.sha256,
        **facts,
    )
