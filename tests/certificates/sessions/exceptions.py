"""How the tests sign an exception, and how it is refused."""

from certificates.actions.exceptions import show_exception, sign_exception
from certificates.actions.signatures import digest_of_shown
from tests.cast import NOW
from tests.certificates.roster import days
from tests.certificates.sessions.refusals import refused
from tests.certificates.signing import signing

REASON = "The patient knows both of them and asked for them."
AT = NOW + days(1)


def signed(session, code, person, at=AT, reason=REASON):
    """Look at what there is to sign, and sign it."""
    digest = digest_of_shown(show_exception(session, code, by=person, at=at))
    who = signing(person, at)
    return sign_exception(session, code, reason, shown_sha256=digest, signer=who)


def refused_to_sign(code, session, exception, person, **told):
    """Whatever the digest, nothing is signed."""
    refused(
        *(code, sign_exception, session, exception, told.pop("reason", REASON)),
        shown_sha256="0" * 64,
        signer=told.pop("signer", signing(person, AT)),
    )
