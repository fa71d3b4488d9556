"""Each signature is given with the password, or a code that was not used before."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
)
from django.core.cache import cache

from certificates.models import Signature
from home.fresh_sign_in import (
    TRIES,
    PasswordWrong,
    TooManyTries,
    sign_in_again,
)
from tests.cast import NOW
from tests.certificates.desk import PASSWORD

SECOND = Signature.SignIn.SECOND_FACTOR


@pytest.fixture(autouse=True)
def fresh_cache():
    cache.clear()


@pytest.fixture
def secret(rita):
    secret = generate_totp_secret()
    TOTP.activate(rita.user, secret)
    return secret


def code_of(secret: str, ago: int = 0) -> str:
    """The code that an authenticator app shows, so many steps ago."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 - ago))


class TestAPassword:
    def test_is_a_proof_of_who_signs(self, rita):
        done = sign_in_again(rita.user, PASSWORD, NOW)

        assert (done.method, done.at) == (Signature.SignIn.PASSWORD, NOW)

    @pytest.mark.parametrize("proof", ["", "wrong", "123456", PASSWORD + " "])
    def test_that_is_wrong_is_none(self, rita, proof):
        with pytest.raises(PasswordWrong):
            sign_in_again(rita.user, proof, NOW)


class TestASecondFactor:
    def test_is_a_proof_as_well(self, rita, secret):
        assert sign_in_again(rita.user, code_of(secret), NOW).method == SECOND

    def test_is_used_once(self, rita, secret):
        code = code_of(secret)
        sign_in_again(rita.user, code, NOW)

        with pytest.raises(PasswordWrong):
            sign_in_again(rita.user, code, NOW)

    def test_of_somebody_else_is_none(self, rita, bob, secret):
        with pytest.raises(PasswordWrong):
            sign_in_again(bob.user, code_of(secret), NOW)

    def test_of_long_ago_is_none(self, rita, secret):
        with pytest.raises(PasswordWrong):
            sign_in_again(rita.user, code_of(secret, ago=20), NOW)

    def test_leaves_the_password_as_good_as_before(self, rita, secret):
        done = sign_in_again(rita.user, PASSWORD, NOW)

        assert done.method == Signature.SignIn.PASSWORD

    def test_kept_for_recovery_is_no_signature(self, rita, secret):
        assert Authenticator.objects.filter(user=rita.user).count() == 1
        with pytest.raises(PasswordWrong):
            sign_in_again(rita.user, "12345678", NOW)


class TestTooManyTries:
    @pytest.mark.parametrize("proof", ["wrong", "000000"])
    def test_close_the_door_to_both(self, rita, secret, proof):
        for _ in range(TRIES):
            with pytest.raises(PasswordWrong):
                sign_in_again(rita.user, proof, NOW)

        for good in (PASSWORD, code_of(secret)):
            with pytest.raises(TooManyTries):
                sign_in_again(rita.user, good, NOW)

    def test_are_forgotten_after_a_good_one(self, rita, secret):
        for _ in range(3):
            for _ in range(TRIES - 1):
                with pytest.raises(PasswordWrong):
                    sign_in_again(rita.user, "999999", NOW)
            sign_in_again(rita.user, PASSWORD, NOW)

    def test_are_counted_for_each_person(self, rita, bob):
        for _ in range(TRIES):
            with pytest.raises(PasswordWrong):
                sign_in_again(rita.user, "wrong", NOW)

        assert sign_in_again(bob.user, PASSWORD, NOW)
