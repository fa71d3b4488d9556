"""Signing: a clinical director, a meaning, and the digest of what was shown."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from certificates.models import Signature
from certificates.permissions import are_related, is_suspended, person_directs
from certificates.selectors.dossiers import assessors_in, recorders_in
from home.errors import NotAllowed, RuleBroken
from home.models import Clinic, Person, Role


class ReasonMissing(RuleBroken):
    """A decision that goes against somebody has to say why."""

    code = "REASON-MISSING"
    status = 400


@dataclass(frozen=True)
class Signer:
    """A person who signs for one clinic at one moment."""

    person: Person
    clinic: Clinic
    at: datetime.datetime


def require_signer(signer: Signer, about: Person) -> None:
    """This will let only an independent clinical director sign about somebody.

    Raises:
        NotAllowed: not a clinical director of the clinic, the same person,
            somebody with a declared tie to them, or suspended anywhere.
    """
    if not person_directs(signer.person, signer.clinic, signer.at):
        raise NotAllowed(_("Only a clinical director of this clinic can sign this."))
    if signer.person == about:
        raise NotAllowed(_("Nobody decides about themselves. Ask another director."))
    if are_related(signer.person, about):
        raise NotAllowed(
            _("You have a declared tie to this person. Ask another director.")
        )
    require_not_suspended(signer.person, signer.at)


def require_not_suspended(person: Person, at: datetime.datetime) -> None:
    """This will let nobody sign or vouch while they are suspended at any clinic.

    Raises:
        NotAllowed: a suspension of theirs is open.
    """
    if is_suspended(person, at):
        raise NotAllowed(
            _(
                "A suspension of yours is open, so you cannot sign for anybody. Ask "
                "another director."
            )
        )


def require_no_hand_in(dossier: Mapping[str, Any], by: Person) -> None:
    """This will let nobody approve what rests on their own rating or entry.

    Raises:
        NotAllowed: they rated the person, or entered what somebody else rated.
    """
    if str(by.pk) in assessors_in(dossier):
        raise NotAllowed(
            _("You rated this person’s practice. Another director has to decide.")
        )
    if str(by.pk) in recorders_in(dossier):
        raise NotAllowed(
            _(
                "You entered an observed session of this person. Another director "
                "has to decide."
            )
        )


def require_reason(reason: str) -> str:
    """This will give the reason without white space around it.

    Raises:
        ReasonMissing: there is none.
    """
    if not reason.strip():
        raise ReasonMissing(_("Please give the reason; the person will read it."))
    return reason.strip()


def sign(
    subject: models.Model, meaning: Signature.Meaning, sha256: str, signer: Signer
) -> Signature:
    """This will write the signature under exactly the record that was shown."""
    return Signature.objects.create(
        by=signer.person,
        clinic=signer.clinic,
        printed_name=signer.person.name,
        printed_role=str(Role.CLINICAL_DIRECTOR.label),
        meaning=meaning,
        subject_kind=subject._meta.label,
        subject_id=str(subject.pk),
        subject_sha256=sha256,
        at=signer.at,
    )
