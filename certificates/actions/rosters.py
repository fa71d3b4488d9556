"""Credentials that a clinic granted before it kept them here."""

import dataclasses
import datetime
from typing import Any

from django.db import transaction

from certificates.actions.certificates import issue_certificate
from certificates.actions.credentials import lock_people, record
from certificates.actions.grant_rules import (
    Grant,
    require_at,
    require_free,
    require_none_in_the_way,
    require_usable,
)
from certificates.actions.roster_rules import (
    require_short,
    require_source,
    require_undecided,
    terms_of_entry,
)
from certificates.actions.signatures import Deed, Signer, require_signer, sign
from certificates.models import Credential, Signature
from certificates.selectors.entries import shown_of_entry
from home.actions import audit
from home.actions.denials import refusals_logged
from home.models import Person


@refusals_logged("CREDENTIAL-ENTER")
def enter_credential(
    person: Person, grant: Grant, *, source: str, signer: Signer
) -> Credential:
    """This will enter what somebody holds already, with a director's signature.

    Where two sign an approval it is provisional until another director confirms it
    (`confirm_entry`), and there is no certificate yet.

    Args:
        source: from which roster or paper it comes.
    Raises:
        NotAllowed, SignInNotFresh: not an independent director, freshly signed in.
        NotAllowed: a suspension of theirs is open at the clinic.
        NotAtThisClinic: the person has no role at the clinic today.
        ByApplication: it was revoked or declined here, or is applied for.
        AlreadyHeld: a live one of the same kind is there.
        PeriodUnusable: it would not be in force today, or would last too long.
        SourceMissing: nobody could look it up.
    """
    lock_people(person.pk, signer.person.pk)
    role = require_signer(signer, grant.clinic, person)
    source, terms = require_source(source), terms_of_entry(grant)
    _require_enterable(person, grant, signer.at)
    require_short(grant, terms, grant.clinic.day_of(signer.at))
    if terms.signers > 1:
        grant = dataclasses.replace(grant, state=Credential.State.PROVISIONAL)
    credential = _create(person, grant, signer.at)
    record(credential, "", by=signer.person, at=signer.at)
    shown = shown_of_entry(credential, source)
    deed = Deed(Signature.Meaning.ENTERED, credential, grant.clinic, person, shown)
    signature = sign(deed, signer, role, source)
    who: dict[str, Any] = {"by": signer.person, "at": signer.at}
    told: dict[str, Any] = {"about": credential, "signature": signature.sha256}
    audit.append("CREDENTIAL-ENTERED", **who, **told)
    if terms.signers == 1:
        issue_certificate(credential, [signature], **who)
    return credential


@transaction.atomic
def load_credential(
    person: Person, grant: Grant, *, at: datetime.datetime
) -> Credential:
    """This will bring over a credential from a file, in whatever state it is there.

    Nobody signs, so there is no certificate: the audit log says that nobody did.
    """
    credential = _create(person, grant, at)
    record(credential, "", by=None, at=at)
    audit.append("CREDENTIAL-ENTERED", by=None, at=at, about=credential)
    return credential


def _require_enterable(person: Person, grant: Grant, at: datetime.datetime) -> None:
    require_at(grant.clinic, person, at)
    require_none_in_the_way(person, grant.clinic, at)
    require_undecided(person, grant)
    require_usable(grant, grant.clinic.day_of(at))
    require_free(person, grant)


def _create(person: Person, grant: Grant, at: datetime.datetime) -> Credential:
    return Credential.objects.create(
        person=person,
        clinic=grant.clinic,
        type=grant.type,
        target=grant.target,
        state=grant.state,
        basis=Credential.Basis.ROSTER,
        valid_from=grant.valid_from,
        valid_to=grant.valid_to,
        awarded_at=at,
    )
