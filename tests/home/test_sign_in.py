"""Nine wrong passwords close one door, for one caller, for a while."""

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client, RequestFactory

from home.client_address import client_address
from home.lockouts import name_tried

RIGHT, WRONG = "a long enough password", "not the password"
CLINIC, STRANGER = "203.0.113.7", "198.51.100.9"
SIGNED_IN, REFUSED, LOCKED = 302, 200, 429


@pytest.fixture(autouse=True)
def limits(settings, monkeypatch):
    """The limits as they are on a server; the other tests run without them."""
    from kap_training.settings import base

    settings.ACCOUNT_RATE_LIMITS = base.ACCOUNT_RATE_LIMITS
    cache.clear()
    yield
    cache.clear()


def sign_in(email: str, password: str, **headers) -> int:
    client = Client(REMOTE_ADDR=headers.pop("address", CLINIC), **headers)
    data = {"login": email, "password": password}
    return client.post("/accounts/login/", data).status_code


def nine_wrong(email: str, **headers) -> list[int]:
    return [sign_in(email, WRONG, **headers) for _ in range(9)]


class TestNineWrongPasswords:
    def test_lock_that_address_from_that_place(self, rita):
        assert nine_wrong("rita@example.org") == [REFUSED] * 7 + [LOCKED] * 2

        assert sign_in("rita@example.org", RIGHT) == LOCKED

    def test_let_a_colleague_at_the_same_clinic_in(self, rita, bob):
        nine_wrong("rita@example.org")

        assert sign_in("bob@example.org", RIGHT) == SIGNED_IN

    def test_from_far_away_do_not_lock_a_director_out(self, rita):
        nine_wrong("rita@example.org", address=STRANGER)

        assert sign_in("rita@example.org", RIGHT, address=CLINIC) == SIGNED_IN

    def test_count_together_however_the_address_is_written(self, rita):
        for email in ("rita@example.org", "RITA@example.org", " Rita@Example.ORG "):
            for _ in range(3):
                sign_in(email, WRONG)

        assert sign_in("rita@example.org", RIGHT) == LOCKED

    def test_are_forgotten_when_the_right_one_comes(self, rita):
        for _ in range(7):
            sign_in("rita@example.org", WRONG)
        sign_in("rita@example.org", RIGHT)

        assert sign_in("rita@example.org", WRONG) == REFUSED
        assert sign_in("rita@example.org", RIGHT) == SIGNED_IN

    def test_are_forgotten_when_a_new_one_was_set_by_mail(self, rita):
        nine_wrong("rita@example.org")
        set_by_mail("rita@example.org", "quite another password")

        assert sign_in("rita@example.org", "quite another password") == SIGNED_IN

    def test_of_an_endless_address_break_nothing(self, db):
        assert sign_in("x" * 300 + "@example.org", WRONG) == REFUSED


class TestAnOpenSession:
    def test_does_not_allow_guessing_the_password(self, rita):
        client = Client(REMOTE_ADDR=CLINIC)
        client.post("/accounts/login/", {"login": rita.user.email, "password": RIGHT})
        answers = [
            client.post("/accounts/password/change/", {"oldpassword": WRONG})
            for _ in range(9)
        ]

        assert [answer.status_code for answer in answers] == [REFUSED] * 8 + [LOCKED]
        assert b"Please wait a little" in answers[-1].content


class TestTheAddressOfACaller:
    def test_is_the_connections_own_without_proxies(self, settings):
        settings.TRUSTED_PROXY_COUNT = 0

        assert seen("10.0.0.1", "198.51.100.9") == "10.0.0.1"

    @pytest.mark.parametrize(
        ("proxies", "header", "expected"),
        [
            (1, "203.0.113.7", "203.0.113.7"),
            (1, "6.6.6.6, 203.0.113.7", "203.0.113.7"),
            (2, "6.6.6.6, 203.0.113.7, 10.0.0.2", "203.0.113.7"),
            (2, "203.0.113.7", "10.0.0.1"),
            (1, "nonsense", "10.0.0.1"),
            (1, "", "10.0.0.1"),
            (1, "203.0.113.7:51234", "203.0.113.7"),
            (1, "[2001:db8:1:2:3::4]:443", "2001:db8:1:2::"),
            (1, "::ffff:203.0.113.7", "203.0.113.7"),
        ],
    )
    def test_is_counted_from_the_right_behind_proxies(
        self, settings, proxies, header, expected
    ):
        settings.TRUSTED_PROXY_COUNT = proxies

        assert seen("10.0.0.1", header) == expected

    def test_is_unknown_on_a_socket(self, settings):
        settings.TRUSTED_PROXY_COUNT = 0

        assert seen("", "") is None

    def test_written_by_the_caller_opens_no_lock(self, rita):
        for number in range(9):
            sign_in(rita.user.email, WRONG, HTTP_X_FORWARDED_FOR=f"198.51.100.{number}")

        assert sign_in(rita.user.email, RIGHT) == LOCKED

    def test_tells_people_behind_one_proxy_apart(self, settings, rita):
        settings.TRUSTED_PROXY_COUNT = 1
        nine_wrong(rita.user.email, HTTP_X_FORWARDED_FOR=STRANGER)

        answer = sign_in(rita.user.email, RIGHT, HTTP_X_FORWARDED_FOR=CLINIC)
        assert answer == SIGNED_IN

    def test_counts_for_codes_that_are_checked(self, settings, db):
        settings.TRUSTED_PROXY_COUNT = 1
        for _ in range(31):
            last = Client().get("/verify/?code=X", HTTP_X_FORWARDED_FOR=STRANGER)
        other = Client().get("/verify/?code=X", HTTP_X_FORWARDED_FOR=CLINIC)

        assert (last.status_code, other.status_code) == (429, 404)


class TestTheNameTried:
    def test_is_none_without_one(self):
        assert name_tried(RequestFactory().post("/"), None) is None

    def test_is_one_for_letters_that_the_database_takes_for_the_same(self):
        request = RequestFactory().post("/")

        tried = [{"email": "boſs@example.org"}, {"login": "BOSS@example.org"}]
        assert {name_tried(request, one) for one in tried} == {"boss@example.org"}


def seen(remote: str, forwarded: str) -> str | None:
    return client_address(
        RequestFactory().get("/", REMOTE_ADDR=remote, HTTP_X_FORWARDED_FOR=forwarded)
    )


def set_by_mail(email: str, password: str) -> None:
    """This will ask for the link, follow it and set a password there."""
    client = Client()
    client.post("/accounts/password/reset/", {"email": email})
    words = mail.outbox[-1].body.split()
    link = next(word for word in words if "/password/reset/key/" in word)
    form = client.get(link.replace("http://testserver", ""), follow=True)
    address = form.redirect_chain[-1][0]
    client.post(address, {"password1": password, "password2": password})
