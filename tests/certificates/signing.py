"""Somebody who has just signed in again, as every signature asks."""

import datetime

from certificates.actions.signatures import Deed, Signer, SignIn, sign
from certificates.models import Credential, Signature
from home.models import Person, Role
from tests.cast import NOW

PASSWORD = Signature.SignIn.PASSWORD


def signing(person: Person, at: datetime.datetime = NOW) -> Signer:
    """This will give the person as a signer with a fresh sign-in."""
    return Signer(person, at, SignIn(PASSWORD, at))


def approval_of(
    credential: Credential, by: Person, at: datetime.datetime = NOW
) -> Signature:
    """This will sign for a credential, as whoever grants it does."""
    meaning, person = Signature.Meaning.APPROVED, credential.person
    deed = Deed(
        meaning, credential, credential.clinic, person, {"type": credential.type}
    )
    return sign(deed, signing(by, at), Role.CLINICAL_DIRECTOR)
