"""Tokens that let outside systems ask the gate."""

import datetime
import hashlib
import secrets
from dataclasses import dataclass

from django.utils.translation import gettext as _

from certificates.actions.signatures import require_not_suspended
from certificates.models import ApiToken
from home.actions.audit import append
from home.actions.denials import refusals_logged
from home.errors import NotAllowed, RuleBroken
from home.models import Clinic, Person, Role
from home.permissions import person_has_role

LONGEST_LIFE = datetime.timedelta(days=366)
SCOPES = ("ask", "read", "book")


class TokenUnusable(RuleBroken):
    """It would do nothing, or live too long."""

    code = "TOKEN-UNUSABLE"
    status = 422


class TokenOver(RuleBroken):
    """It was revoked before."""

    code = "TOKEN-REVOKED-BEFORE"


def digest_of(token: str) -> str:
    """This will give what is stored of a token. Changing it ends every token."""
    return hashlib.sha256(token.encode()).hexdigest()


@dataclass(frozen=True)
class Wanted:
    """A token to be made.

    Args:
        name: of the system that is to hold it.
        scopes: of "ask" (the gate), "read" and "book" (sessions).
        expires_at: empty for as long as a token may live.
        secret: the token's text where it has to be known beforehand, as in a
            demonstration; random when empty.
    """

    name: str
    purpose: str
    scopes: tuple[str, ...] = ("ask",)
    expires_at: datetime.datetime | None = None
    secret: str = ""


@refusals_logged("TOKEN-ISSUE")
def issue_token(
    clinic: Clinic, wanted: Wanted, *, by: Person, at: datetime.datetime
) -> tuple[ApiToken, str]:
    """This will make a token; the second value is shown once and never stored.

    Raises:
        NotAllowed: whoever asks is not a clinical director of the clinic, or is
            suspended.
        TokenUnusable: no scope, one that is unknown, or it would live too long.
    """
    _require_director(by, clinic, at)
    require_not_suspended(by, at)
    expires_at = wanted.expires_at or at + LONGEST_LIFE
    if not wanted.scopes or not set(wanted.scopes) <= set(SCOPES):
        raise TokenUnusable(_("Choose what the token may do."))
    if not at < expires_at <= at + LONGEST_LIFE:
        raise TokenUnusable(_("A token lives from now on for one year at most."))
    secret = wanted.secret or "kap_" + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        name=wanted.name,
        clinic=clinic,
        purpose=wanted.purpose,
        scopes=sorted(wanted.scopes),
        token_sha256=digest_of(secret),
        created_at=at,
        created_by=by,
        expires_at=expires_at,
    )
    append("TOKEN-ISSUED", by=by, at=at, about=token)
    return token, secret


@refusals_logged("TOKEN-REVOKE")
def revoke_token(token: ApiToken, *, by: Person, at: datetime.datetime) -> None:
    """This will end a token at once.

    Raises:
        NotAllowed: whoever asks is not a clinical director of its clinic.
        TokenOver: it was revoked before.
    """
    _require_director(by, token.clinic, at)
    rows = ApiToken.objects.filter(pk=token.pk, revoked_at__isnull=True)
    if not rows.update(revoked_at=at, revoked_by=by):
        raise TokenOver(_("This token was revoked before."))
    append("TOKEN-REVOKED", by=by, at=at, about=token)


def _require_director(by: Person, clinic: Clinic, at: datetime.datetime) -> None:
    if not person_has_role(by, clinic, Role.CLINICAL_DIRECTOR, at):
        raise NotAllowed(_("Only a clinical director of the clinic makes tokens."))


def live_token(secret: str, at: datetime.datetime) -> ApiToken | None:
    """This will find the token that is neither expired nor revoked."""
    return (
        ApiToken.objects.select_related("clinic")
        .filter(
            token_sha256=digest_of(secret), revoked_at__isnull=True, expires_at__gt=at
        )
        .first()
    )
