"""Signing: a director, a meaning, and the digest of exactly what was shown."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from certificates.clearance.digests import canonical_json, sha256_of
from certificates.models import Signature
from certificates.permissions import are_related, is_barred
from certificates.selectors.dossiers import assessors_in, recorders_in
from certificates.signed_records import digest_of_signature
from home.errors import NotAllowed, RuleBroken
from home.fresh_sign_in import SignIn
from home.models import Clinic, Person, Role
from home.permissions import person_has_role

# 21 CFR 11.200: each signing is preceded by a fresh proof of who signs.
FRESH = datetime.timedelta(minutes=5)


class ReasonMissing(RuleBroken):
    """A decision that goes against somebody has to say why."""

    code = "REASON-MISSING"
    status = 400


class SignInNotFresh(RuleBroken):
    """Too long ago, or not yet: who signs has to prove again who they are."""

    code = "SIGN-IN-NOT-FRESH"
    status = 403


class RecordChanged(RuleBroken):
    """What the signer looked at is not what is on record."""

    code = "RECORD-CHANGED"
    status = 409


@dataclass(frozen=True)
class Signer:
    """A person who signs at one moment, having just proved who they are."""

    person: Person
    at: datetime.datetime
    sign_in: SignIn


@dataclass(frozen=True)
class Deed:
    """What is signed.

    Args:
        meaning: from the closed list.
        subject: the row it is about.
        clinic: for which the signer signs.
        about: whom it is about; None for something that is about nobody.
        shown: exactly what the signer had in view, as plain data.
    """

    meaning: Signature.Meaning
    subject: models.Model
    clinic: Clinic
    about: Person | None
    shown: Mapping[str, Any]


def digest_of_shown(shown: Mapping[str, Any]) -> str:
    """This will give the SHA-256 of what was shown, as a form carries it along.

    Signatures are bound to it: changing how it is made orphans every one of them.
    """
    return sha256_of(canonical_json(shown))


def require_signer(
    signer: Signer,
    clinic: Clinic,
    about: Person | None,
    roles: tuple[Role, ...] = (Role.CLINICAL_DIRECTOR,),
) -> Role:
    """This will let only an independent director sign, freshly signed in.

    Returns: the role in which they sign, the first that they hold.
    Raises:
        NotAllowed: none of the roles at the clinic, the same person, somebody with
            a declared tie to them, or suspended anywhere.
        SignInNotFresh: the proof of who they are is over five minutes old.
    """
    held = [
        role
        for role in roles
        if person_has_role(signer.person, clinic, role, signer.at)
    ]
    if not held:
        raise NotAllowed(_("Only a clinical director of this clinic can sign this."))
    if about is not None:
        require_apart(signer.person, about)
    require_not_suspended(signer.person, signer.at)
    require_fresh(signer)
    return held[0]


def require_apart(by: Person, about: Person) -> None:
    """This will let nobody decide about themselves or about somebody close.

    Raises:
        NotAllowed: the same person, or one with a declared tie to them.
    """
    if by == about:
        raise NotAllowed(_("Nobody decides about themselves. Ask another director."))
    if are_related(by, about):
        raise NotAllowed(
            _("You have a declared tie to this person. Ask another director.")
        )


def require_fresh(signer: Signer) -> None:
    """This will refuse a signature on an old proof of who signs.

    Raises:
        SignInNotFresh: it is over five minutes old, or lies in the future.
    """
    age = signer.at - signer.sign_in.at
    if not datetime.timedelta() <= age <= FRESH:
        raise SignInNotFresh(
            _("Please type your password again: signing asks for it each time.")
        )


def require_not_suspended(
    person: Person, at: datetime.datetime, words: str = ""
) -> None:
    """This will let nobody sign or vouch while somebody keeps them suspended anywhere.

    Args:
        words: what to say instead of that they cannot sign.
    Raises:
        NotAllowed: a suspension of theirs is open, and no report began it by itself.
    """
    if is_barred(person, at):
        cannot_sign = _(
            "A suspension of yours is open, so you cannot sign for anybody. Ask "
            "another director."
        )
        raise NotAllowed(words or cannot_sign)


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


def require_unchanged(shown: Mapping[str, Any], shown_sha256: str) -> None:
    """This will refuse to sign when the record is not the one that was shown.

    Args:
        shown: what would be shown now.
        shown_sha256: the digest that the signer's form carried along.
    Raises:
        RecordChanged: they differ; nothing is signed.
    """
    if digest_of_shown(shown) != shown_sha256:
        raise RecordChanged(
            _(
                "The record changed while you had it open, so nothing was signed. "
                "Look at it again, then sign."
            )
        )


def sign(deed: Deed, signer: Signer, role: Role, reason: str = "") -> Signature:
    """This will write the signature under exactly the record that was shown.

    The caller has asked `require_signer`, and names the digest of the signature in
    the audit entry of the deed: `audit.append(…, signature=signature.sha256)`.
    """
    signature = Signature(
        by=signer.person,
        about=deed.about,
        clinic=deed.clinic,
        printed_name=signer.person.name,
        printed_role=str(role.label),
        meaning=deed.meaning,
        subject_kind=deed.subject._meta.label,
        subject_id=str(deed.subject.pk),
        subject_sha256=digest_of_shown(deed.shown),
        shown=dict(deed.shown),
        reason=reason,
        at=signer.at,
        signed_in_at=signer.sign_in.at,
        sign_in=signer.sign_in.method,
    )
    signature.sha256 = digest_of_signature(signature)
    signature.save(force_insert=True)
    return signature
