"""Founding appointments: how a clinic with nobody at L3, T or S begins (R-41)."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from certificates.actions.certificates import issue_certificate
from certificates.actions.credentials import lock_people, record
from certificates.actions.grant_rules import (
    Grant,
    require_at,
    require_none_in_the_way,
)
from certificates.actions.signatures import Deed, Signer, require_signer, sign
from certificates.clearance.days import add_months
from certificates.founding_rules import KINDS
from certificates.models import (
    Artefact,
    Credential,
    CredentialType,
    FoundingAppointment,
    Signature,
)
from home.actions import audit
from home.actions.denials import refusals_logged
from home.errors import RuleBroken
from home.models import Clinic, Membership, Person

FOUNDING = Credential.Basis.FOUNDING
MONTHS = 12
IN_FORCE = (Credential.State.ACTIVE, Credential.State.PROVISIONAL)
LEVELS = (
    CredentialType.L1,
    CredentialType.L2A,
    CredentialType.L2B,
    CredentialType.L3,
)
# An endorsement stands on a level, held on whatever grounds.
RESTS_ON = {CredentialType.S: (CredentialType.L3,), CredentialType.T: LEVELS}


class NotFounding(RuleBroken):
    """The clinic has begun: this is granted on an application."""

    code = "FOUNDING-NOT-OPEN"


class ReviewUnusable(RuleBroken):
    """Nobody outside the clinic is named who looked at the documents."""

    code = "FOUNDING-REVIEW-UNUSABLE"
    status = 422


class LevelMissing(RuleBroken):
    """An endorsement stands on a level that is not there."""

    code = "FOUNDING-LEVEL-MISSING"


@dataclass(frozen=True)
class Appointment:
    """What a founding appointment rests on.

    Args:
        type: L3, T or S.
        experience: the training and experience outside, as documented.
        artefact: what was written down outside, when a copy is kept.
    """

    type: str
    experience: str
    reviewer_name: str
    reviewer_organisation: str
    reviewed_on: datetime.date
    artefact: Artefact | None = None


@refusals_logged("FOUNDING-APPOINT")
def appoint_founder(
    person: Person, clinic: Clinic, appointment: Appointment, *, signer: Signer
) -> Credential:
    """This will grant L3, T or S for a year without the observed practice.

    Raises:
        NotAllowed, SignInNotFresh: not an independent director, freshly signed in; a
            suspension of theirs is open at the clinic.
        NotAtThisClinic: the person has no role at the clinic today.
        NotFounding: not such a credential, or somebody was ever granted it here on
            other grounds, or they were appointed before or had something revoked.
        LevelMissing: an endorsement without the level below it.
        ReviewUnusable: the outside review is not one.
    Source: rule R-41 of the curriculum.
    """
    lock_people(person.pk, signer.person.pk)
    role = require_signer(signer, clinic, person)
    grant = _grant(clinic, appointment, signer.at)
    require_at(clinic, person, signer.at)
    require_none_in_the_way(person, clinic, signer.at)
    _require_open(person, grant)
    _require_level(person, grant)
    _require_review(appointment, grant)
    credential = _create(person, grant, appointment, signer)
    shown = shown_of_appointment(person, grant, appointment)
    deed = Deed(Signature.Meaning.APPOINTED, credential, clinic, person, shown)
    _issue(credential, sign(deed, signer, role, appointment.experience.strip()))
    return credential


def shown_of_appointment(
    person: Person, grant: Grant, appointment: Appointment
) -> dict[str, Any]:
    """This will give what whoever appoints somebody has in view, as plain data."""
    artefact = appointment.artefact
    return {
        "person": {"id": str(person.pk), "name": person.name},
        "clinic": grant.clinic.name,
        "type": grant.type,
        "valid_from": grant.valid_from.isoformat(),
        "valid_to": grant.valid_to.isoformat(),
        "experience": appointment.experience.strip(),
        "reviewer": appointment.reviewer_name.strip(),
        "organisation": appointment.reviewer_organisation.strip(),
        "reviewed_on": appointment.reviewed_on.isoformat(),
        "artefact": artefact.sha256 if artefact else None,
    }


def open_kinds(clinic: Clinic) -> list[CredentialType]:
    """This will list what a clinic may still appoint somebody to.

    A kind is closed for good once anybody was granted it there on other grounds,
    whatever became of that: a clinic begins once.
    """
    rows = Credential.objects.filter(clinic=clinic, type__in=KINDS)
    granted = set(rows.exclude(basis=FOUNDING).values_list("type", flat=True))
    return [kind for kind in KINDS if kind not in granted]


def _grant(clinic: Clinic, appointment: Appointment, at: datetime.datetime) -> Grant:
    """A year from today; only for what the observed practice leads to."""
    if appointment.type not in open_kinds(clinic):
        raise NotFounding(
            _(
                "A founding appointment is for L3, T or S, until somebody at the "
                "clinic was granted it on other grounds. This one is granted on an "
                "application."
            )
        )
    today = clinic.day_of(at)
    last = add_months(today, MONTHS) - datetime.timedelta(days=1)
    return Grant(clinic, appointment.type, today, last)


def _require_open(person: Person, grant: Grant) -> None:
    earlier = Credential.objects.filter(person=person, clinic=grant.clinic)
    if earlier.filter(state=Credential.State.REVOKED).exists():
        raise NotFounding(
            _(
                "A credential of %(name)s was revoked at this clinic. What they hold "
                "next is granted on an application."
            )
            % {"name": person.name}
        )
    if earlier.filter(type=grant.type, basis=FOUNDING).exists():
        raise NotFounding(
            _(
                "%(name)s was appointed to this before. A founding appointment is "
                "for one year; what follows it is granted on an application."
            )
            % {"name": person.name}
        )


def _require_level(person: Person, grant: Grant) -> None:
    """Endorsement S counts with L3 only, and T at the holder's own level."""
    needed = RESTS_ON.get(CredentialType(grant.type))
    if needed is None:
        return
    rows = Credential.objects.filter(person=person, clinic=grant.clinic)
    rows = rows.filter(type__in=needed, state__in=IN_FORCE)
    day = grant.valid_from
    if not rows.filter(valid_from__lte=day, valid_to__gte=day).exists():
        raise LevelMissing(
            _("Endorsement S stands on L3: appoint to L3 first.")
            if grant.type == CredentialType.S
            else _("Endorsement T stands on a level: L1 or above has to be held first.")
        )


def _require_review(appointment: Appointment, grant: Grant) -> None:
    """Somebody outside looked at the documents, by today."""
    told = (
        appointment.experience,
        appointment.reviewer_name,
        appointment.reviewer_organisation,
    )
    if not all(text.strip() for text in told):
        raise ReviewUnusable(
            _(
                "Say what training and experience was documented, who reviewed it, "
                "and for which organisation."
            )
        )
    if appointment.reviewed_on > grant.valid_from:
        raise ReviewUnusable(_("The day of the review is still to come."))
    if _plain(appointment.reviewer_name) in _names_at(grant):
        raise ReviewUnusable(
            _("The reviewer has to be outside the clinic: this name is on its roster.")
        )
    if _plain(appointment.reviewer_organisation) == _plain(grant.clinic.name):
        raise ReviewUnusable(
            _("The reviewer has to be outside the clinic: this is its own name.")
        )


def _names_at(grant: Grant) -> set[str]:
    here = Membership.objects.in_force(grant.valid_from).filter(clinic=grant.clinic)
    return {_plain(name) for name in here.values_list("person__name", flat=True)}


def _plain(name: str) -> str:
    """A name without what typing it twice may change."""
    return " ".join(name.split()).casefold()


def _create(
    person: Person, grant: Grant, appointment: Appointment, signer: Signer
) -> Credential:
    credential = Credential.objects.create(
        person=person,
        clinic=grant.clinic,
        type=grant.type,
        state=grant.state,
        basis=FOUNDING,
        valid_from=grant.valid_from,
        valid_to=grant.valid_to,
        awarded_at=signer.at,
    )
    FoundingAppointment.objects.create(
        credential=credential,
        experience=appointment.experience.strip(),
        reviewer_name=appointment.reviewer_name.strip(),
        reviewer_organisation=appointment.reviewer_organisation.strip(),
        reviewed_on=appointment.reviewed_on,
        artefact=appointment.artefact,
        by=signer.person,
        at=signer.at,
    )
    return credential


def _issue(credential: Credential, signature: Signature) -> None:
    """Record the grant, and freeze its paper."""
    who: dict[str, Any] = {"by": signature.by, "at": signature.at}
    record(credential, "", **who)
    audit.append(
        "CREDENTIAL-APPOINTED", **who, about=credential, signature=signature.sha256
    )
    issue_certificate(credential, [signature], **who)
