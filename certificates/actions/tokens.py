"""Tokens that let outside systems ask the gate."""

import datetime
import hashlib
import secrets

from django.db import transaction

from certificates.models import ApiToken
from home.actions.audit import append
from home.errors import NotAllowed
from home.models import Clinic, Person, Role
from home.permissions import person_has_role

LONGEST_LIFE = datetime.timedelta(days=366)


def digest_of(token: str) -> str:
    """This will give what is stored of a token. Changing it ends every token."""
    return hashlib.sha256(token.encode()).hexdigest()


def issue_token(
    name: str,
    *,
    clinic: Clinic,
    purpose: str,
    by: Person,
    at: datetime.datetime,
    secret: str = "",
) -> tuple[ApiToken, str]:
    """This will make a token; the second value is shown once and never stored.

    Args:
        secret: the token's text where it has to be known beforehand, as in a
            demonstration; random when empty.
    Raises:
        NotAllowed: whoever asks is not a clinical director of the clinic.
    """
    if not person_has_role(by, clinic, Role.CLINICAL_DIRECTOR, at):
        raise NotAllowed("Only a clinical director of the clinic makes tokens.")
    secret = secret or "kap_" + secrets.token_urlsafe(32)
    with transaction.atomic():
        token = ApiToken.objects.create(
            name=name,
            clinic=clinic,
            purpose=purpose,
            token_sha256=digest_of(secret),
            created_at=at,
            created_by=by,
            expires_at=at + LONGEST_LIFE,
        )
        append("TOKEN-ISSUED", by=by, at=at, about=token)
    return token, secret


def live_token(secret: str, at: datetime.datetime) -> ApiToken | None:
    """This will find the token that is neither expired nor revoked."""
    return (
        ApiToken.objects.select_related("clinic")
        .filter(
            token_sha256=digest_of(secret), revoked_at__isnull=True, expires_at__gt=at
        )
        .first()
    )
