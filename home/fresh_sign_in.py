"""A signature is given with the password or a second factor, at the moment of it."""

import datetime
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AbstractBaseUser
from django.utils.translation import gettext as _

from home.errors import RuleBroken
from home.throttle import forget, may_try

TRIES, SECONDS = 8, 15 * 60
CODE_LENGTH = 6
# How it was proved, as signatures store it.
PASSWORD, SECOND_FACTOR = "PASSWORD", "SECOND-FACTOR"


@dataclass(frozen=True)
class SignIn:
    """How and when somebody proved again who they are."""

    method: str
    at: datetime.datetime


class PasswordWrong(RuleBroken):
    """Neither the password of whoever is signed in nor a code of theirs."""

    code = "PASSWORD-WRONG"
    status = 403


class TooManyTries(RuleBroken):
    """The password was wrong too often."""

    code = "TOO-MANY-TRIES"
    status = 429


def sign_in_again(user: AbstractBaseUser, proof: str, at: datetime.datetime) -> SignIn:
    """This will make sure that the person signing is the one who signed in.

    Args:
        proof: the password, or the six digits of their authenticator app.
    Raises:
        PasswordWrong: nothing was signed.
        TooManyTries: wrong eight times; it opens again in a quarter of an hour.
    """
    who = str(user.pk)
    if not may_try("sign", who, limit=TRIES, seconds=SECONDS):
        raise TooManyTries(
            _("The password was wrong too often. Wait a quarter of an hour.")
        )
    method = _method(user, proof)
    if method is None:
        raise PasswordWrong(_("This is not your password. Nothing was signed."))
    forget("sign", who)
    return SignIn(method, at)


def _method(user: AbstractBaseUser, proof: str) -> str | None:
    if user.check_password(proof):
        return PASSWORD
    if len(proof) == CODE_LENGTH and proof.isdigit() and _is_code_of(user, proof):
        return SECOND_FACTOR
    return None


def _is_code_of(user: AbstractBaseUser, code: str) -> bool:
    kind = Authenticator.Type.TOTP
    row = Authenticator.objects.filter(user_id=user.pk, type=kind).first()
    return row is not None and row.wrap().validate_code(code)
