"""The second of two signatures under what was entered from a roster."""

from typing import Any

from django.utils.translation import gettext as _

from certificates.actions.certificates import issue_certificate
from certificates.actions.credentials import held_still, lock_people, move
from certificates.actions.first_signers import (
    Matter,
    could_still_sign,
    require_apart_from_first,
)
from certificates.actions.grant_rules import (
    Grant,
    require_at,
    require_none_in_the_way,
    require_usable,
)
from certificates.actions.roster_rules import require_undecided
from certificates.actions.signatures import (
    Deed,
    RecordChanged,
    Signer,
    digest_of_shown,
    require_signer,
    require_unchanged,
    sign,
)
from certificates.models import Credential, Signature
from certificates.permissions import SECOND_SIGNERS
from certificates.selectors.entries import (
    first_entry_of,
    shown_of_entry,
    unconfirmed,
)
from home.actions.denials import refusals_logged
from home.errors import NotAllowed, RuleBroken

State = Credential.State


class NothingToConfirm(RuleBroken):
    """It was confirmed already, or it never waited for a second signature."""

    code = "CREDENTIAL-NOTHING-TO-CONFIRM"


@refusals_logged("CREDENTIAL-CONFIRM")
def confirm_entry(
    credential: Credential, *, shown_sha256: str, signer: Signer
) -> Credential:
    """This will sign second for what somebody else entered; then it is in force.

    Args:
        shown_sha256: the digest of what the signer had in view (`shown_of_entry`).
    Raises:
        NotAllowed, SignInNotFresh: whoever entered it, or not an independent clinical
            or medical director, freshly signed in; a suspension is open; somebody
            close to who entered it, or who entered it could not do so now.
        NothingToConfirm: it does not wait for a second signature.
        RecordChanged: it is not what was shown, or not what the first one signed.
        NotAtThisClinic, ByApplication, PeriodUnusable: it could not be entered now.
    """
    lock_people(credential.person_id, signer.person.pk)
    rows = Credential.objects.filter(pk=credential.pk)
    (fresh,) = held_still(rows.select_related("person", "clinic"))
    role = require_signer(signer, fresh.clinic, fresh.person, SECOND_SIGNERS)
    first = _waiting(fresh)
    if first.by_id == signer.person.pk:
        raise NotAllowed(_("You entered it. Another director confirms it."))
    require_apart_from_first(signer.person, first.by)
    _require_first_still_may(fresh, first, signer)
    _require_still_so(fresh, signer)
    shown = shown_of_entry(fresh, first.reason)
    if digest_of_shown(shown) != first.subject_sha256:
        raise RecordChanged(
            _("The record changed after the first signature, so nothing was signed.")
        )
    require_unchanged(shown, shown_sha256)
    deed = Deed(Signature.Meaning.ENTERED, fresh, fresh.clinic, fresh.person, shown)
    second = sign(deed, signer, role, first.reason)
    who: dict[str, Any] = {"by": signer.person, "at": signer.at}
    move(fresh, State.ACTIVE, **who, reason=first.reason, signature=second)
    issue_certificate(fresh, [first, second], **who)
    return fresh


def _waiting(row: Credential) -> Signature:
    """What whoever entered it signed."""
    first = first_entry_of(row)
    waits = unconfirmed([row.clinic]).filter(pk=row.pk).exists()
    if first is None or not waits:
        raise NothingToConfirm(_("This does not wait for a second signature."))
    return first


def _require_first_still_may(row: Credential, first: Signature, signer: Signer) -> None:
    """Whoever entered it could enter it today as well."""
    matter = Matter(row.clinic, row.person, signer.at)
    if not could_still_sign(first.by, matter):
        raise NotAllowed(
            _(
                "Whoever entered it could not sign for it any more. It is granted on "
                "an application instead."
            )
        )


def _require_still_so(row: Credential, signer: Signer) -> None:
    """It could be entered today as it was entered then."""
    period = (row.valid_from, row.valid_to)
    grant = Grant(row.clinic, row.type, *period, target=row.target)
    require_at(row.clinic, row.person, signer.at)
    require_none_in_the_way(row.person, row.clinic, signer.at)
    require_undecided(row.person, grant)
    require_usable(grant, row.clinic.day_of(signer.at))
