"""What somebody approved with conditions still has to do, and who saw it done."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from certificates.actions.application_steps import taken_up
from certificates.actions.certificates import issue_certificate
from certificates.actions.credentials import move
from certificates.actions.signatures import (
    Deed,
    Signer,
    require_no_hand_in,
    require_signer,
    require_unchanged,
    sign,
)
from certificates.models import Application, Condition, Credential, Signature
from certificates.selectors.signed import signatures_of
from home.actions import audit
from home.actions.denials import refusals_logged
from home.errors import RuleBroken

MOST, LONGEST = 6, 400
Meaning = Signature.Meaning


class ConditionsInvalid(RuleBroken):
    """The conditions cannot be set like this. The message says why."""

    code = "CONDITIONS-INVALID"
    status = 400


class ConditionClosed(RuleBroken):
    """The condition is met already, or what it belongs to is no longer there."""

    code = "CONDITION-CLOSED"


@dataclass(frozen=True)
class ConditionAsked:
    """What is still to be done, and its last day."""

    text: str
    due_on: datetime.date

    @property
    def plain(self) -> dict[str, str]:
        """As it is signed."""
        return {"text": self.text.strip(), "due_on": self.due_on.isoformat()}


def require_good_conditions(
    conditions: Sequence[ConditionAsked], today: datetime.date
) -> None:
    """This will refuse conditions that nobody could meet or check.

    Raises:
        ConditionsInvalid: none, over six, without words, too long, or a past day.
    """
    if not 1 <= len(conditions) <= MOST:
        raise ConditionsInvalid(_("Please give one to six conditions."))
    for one in conditions:
        if not 1 <= len(one.text.strip()) <= LONGEST:
            raise ConditionsInvalid(
                _("Each condition needs words, at most %(most)d characters.")
                % {"most": LONGEST}
            )
        if one.due_on <= today:
            raise ConditionsInvalid(_("Each condition needs a day that is to come."))


def set_conditions(
    application: Application, conditions: Sequence[ConditionAsked]
) -> None:
    """This will keep the conditions of a grant, inside the caller's transaction."""
    Condition.objects.bulk_create(
        Condition(
            application=application,
            number=number,
            text=one.text.strip(),
            due_on=one.due_on,
        )
        for number, one in enumerate(conditions, start=1)
    )


def condition_shown(condition: Condition) -> dict[str, Any]:
    """This will give what somebody who signs that a condition is met has in view."""
    return {
        "condition": str(condition.pk),
        "application": str(condition.application_id),
        "number": condition.number,
        "text": condition.text,
        "due_on": condition.due_on.isoformat(),
    }


@refusals_logged("CONDITION-MEET")
def mark_condition_met(
    condition: Condition, *, signer: Signer, shown_sha256: str, reason: str = ""
) -> None:
    """This will say with a director's signature that a condition is met.

    With the last one a provisional credential becomes active and its certificate is
    issued, signed as it was granted. A suspended one stays suspended.

    Raises:
        NotAllowed, SignInNotFresh: not an independent director, freshly signed in, or
            one who rated the applicant.
        RecordChanged: the condition is not the one that was shown.
        ConditionClosed: it is met already, or the credential is no longer live.
    """
    application = taken_up(condition.application, signer.person)
    role = require_signer(signer, application.clinic, application.person)
    require_no_hand_in(application.dossier, signer.person)
    condition.refresh_from_db()
    credential = _live(application)
    if condition.met_at is not None:
        raise ConditionClosed(_("This condition is met already."))
    shown = condition_shown(condition)
    require_unchanged(shown, shown_sha256)
    about, clinic = application.person, application.clinic
    deed = Deed(Meaning.CONDITION_MET, condition, clinic, about, shown)
    signature = sign(deed, signer, role, reason.strip())
    _meet(condition, application, signer, signature)
    if not application.conditions.filter(met_at__isnull=True).exists():
        _complete(application, credential, signer)


def _live(application: Application) -> Credential:
    rows = Credential.objects.select_related("application", "person", "clinic")
    rows = rows.filter(application=application, state__in=Credential.LIVE)
    credential = rows.first()
    if credential is None:
        raise ConditionClosed(_("The credential that it belongs to is not held now."))
    return credential


def _meet(condition, application, signer: Signer, signature: Signature) -> None:
    condition.met_by, condition.met_at = signer.person, signer.at
    condition.save(update_fields=["met_by", "met_at"])
    audit.append(
        "CONDITION-MET",
        by=signer.person,
        at=signer.at,
        about=application,
        condition=condition.pk,
        signature=signature.sha256,
    )


def _complete(application: Application, credential: Credential, signer: Signer) -> None:
    by, at = signer.person, signer.at
    if credential.state == Credential.State.PROVISIONAL:
        move(credential, Credential.State.ACTIVE, by=by, at=at)
    issue_certificate(credential, granting_signatures_of(application), by=by, at=at)


def granting_signatures_of(application: Application) -> list[Signature]:
    """This will give the signatures that a grant rests on, the first one first."""
    rows = signatures_of(application).select_related("clinic")
    given = [(application.first_by_id, application.first_at)]
    given.append((application.decided_by_id, application.decided_at))
    return [row for row in rows if (row.by_id, row.at) in given]
