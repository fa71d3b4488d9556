"""A signature is given with the password, at the moment of signing."""

from django.contrib.auth.models import AbstractBaseUser
from django.utils.translation import gettext as _

from certificates.throttle import forget, may_try
from home.errors import RuleBroken

TRIES, SECONDS = 8, 15 * 60


class PasswordWrong(RuleBroken):
    """The password is not the one of whoever is signed in."""

    code = "PASSWORD-WRONG"
    status = 403


class TooManyTries(RuleBroken):
    """The password was wrong too often."""

    code = "TOO-MANY-TRIES"
    status = 429


def require_password(user: AbstractBaseUser, password: str) -> None:
    """This will make sure that the person signing is the one who signed in.

    Raises:
        PasswordWrong: nothing was signed.
        TooManyTries: wrong eight times; it opens again in a quarter of an hour.
    """
    who = str(user.pk)
    if not may_try("sign", who, limit=TRIES, seconds=SECONDS):
        raise TooManyTries(
            _("The password was wrong too often. Wait a quarter of an hour.")
        )
    if not user.check_password(password):
        raise PasswordWrong(_("This is not your password. Nothing was signed."))
    forget("sign", who)
