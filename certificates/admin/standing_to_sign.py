"""Whether somebody who looks at a dossier may decide on it, told before they try."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from certificates.actions.appeals import require_no_part_in
from certificates.actions.decisions import signed_view
from certificates.actions.first_signers import (
    could_still_sign,
    matter_of,
    require_apart_from_first,
)
from certificates.actions.signatures import (
    digest_of_shown,
    require_no_hand_in,
    require_signer,
)
from certificates.admin.signing import would_sign
from certificates.models import Application, Signature
from certificates.permissions import FIRST_SIGNERS, SECOND_SIGNERS
from certificates.rules.dossier_changes import changes_between
from certificates.selectors.judging import Judgement
from certificates.selectors.signed import first_signature_of, signed_before_hearing
from home.errors import NotAllowed
from home.models import Person, Role


@dataclass(frozen=True)
class StandingToSign:
    """What the page says before anybody signs.

    Args:
        role: in words, as it will be printed; empty when they may not sign.
        refusal: why they may not decide at all.
        no_grant: why they, or anybody now, may not grant it.
        first: the first of two signatures.
        first_stands: it was given to exactly what is shown now, by somebody who
            could give it still.
        first_void: in a sentence, why it does not stand any more.
        first_changes: what of the record is another one than was signed first.
    """

    name: str
    role: str = ""
    refusal: str = ""
    no_grant: str = ""
    first: Signature | None = None
    first_stands: bool = False
    first_void: str = ""
    first_changes: tuple[str, ...] = ()
    needs_two: bool = False
    only_second: bool = False


def standing_to_sign(person: Person, judged: Judgement) -> StandingToSign:
    """This will say in which role somebody would sign, or why not."""
    application = judged.application
    first = first_signature_of(application)
    void = _why_void(first, judged) if first else ""
    stands = first is not None and not void
    seen: dict[str, Any] = {
        "first": first,
        "first_stands": stands,
        "first_void": void,
        "first_changes": _changes(first, judged) if first and void else (),
    }
    try:
        role = _role(person, application, stands)
    except NotAllowed as refusal:
        return StandingToSign(person.name, refusal=refusal.message, **seen)
    return StandingToSign(
        name=person.name,
        role=str(role.label),
        no_grant=_no_grant(person, judged, first if stands else None),
        needs_two=application.signers > 1,
        only_second=role == Role.MEDICAL_DIRECTOR,
        **seen,
    )


def _role(person: Person, application: Application, first_stands: bool) -> Role:
    now = timezone.now()
    roles = SECOND_SIGNERS if first_stands else FIRST_SIGNERS
    signer = would_sign(person, now)
    role = require_signer(signer, application.clinic, application.person, roles)
    if application.state == Application.State.APPEALED:
        require_no_part_in(application, person)
    if person.pk in signed_before_hearing(application):
        raise NotAllowed(
            _("You signed the decision that was appealed. Another director decides.")
        )
    return role


def _why_void(first: Signature, judged: Judgement) -> str:
    """What became of a first signature; nothing while it stands."""
    if not could_still_sign(first.by, matter_of(judged, timezone.now())):
        return _("%(name)s could not sign for it now.") % {"name": first.printed_name}
    if not first.shown:
        return _("It does not say what was shown to whoever signed.")
    shown = signed_view(judged.shown, ()) | {"conditions": first.shown["conditions"]}
    if first.subject_sha256 == digest_of_shown(shown):
        return ""
    return _("The record changed after it was given.")


def _changes(first: Signature, judged: Judgement) -> tuple[str, ...]:
    """What is different since a first signature that does not stand any more."""
    seen = (first.shown or {}).get("now") or {}
    return tuple(changes_between(seen, judged.dossier))


def _no_grant(person: Person, judged: Judgement, first: Signature | None) -> str:
    """Why it cannot be granted by them, or now."""
    if judged.missing:
        return _("It cannot be approved while something asked for is missing.")
    try:
        if first:
            require_apart_from_first(person, first.by)
        for seen in judged.dossiers:
            require_no_hand_in(seen, person)
    except NotAllowed as refusal:
        return refusal.message
    return ""
