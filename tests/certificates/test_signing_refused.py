"""A wrong password at signing: nothing is signed, and the log says who tried."""

import pytest
from django.core.cache import cache
from django.test import RequestFactory

from certificates.admin.signing import signer_of
from home.fresh_sign_in import TRIES, PasswordWrong, TooManyTries
from home.models import AuditEntry


class Typed:
    """A valid form, as far as signing looks at it."""

    def __init__(self, password):
        self.cleaned_data = {"password": password}


@pytest.fixture(autouse=True)
def fresh_counts():
    cache.clear()


@pytest.fixture
def sign(rita):
    request = RequestFactory().post("/")
    request.user = rita.user
    return lambda password: signer_of(request, Typed(password))


def codes():
    rows = AuditEntry.objects.order_by("pk")
    return [(row.action, row.facts["attempt"], row.facts["code"]) for row in rows]


class TestAWrongPassword:
    def test_is_told_with_whoever_tried(self, sign, rita):
        with pytest.raises(PasswordWrong):
            sign("not this one")

        entry = AuditEntry.objects.get()
        assert codes() == [("DENIED", "SIGN", "PASSWORD-WRONG")]
        assert (entry.by, entry.subject_id) == (rita.pk, str(rita.pk))
        assert "not this one" not in str(entry.facts)

    def test_is_told_once_a_minute_when_there_were_too_many(self, sign):
        for _try in range(TRIES):
            with pytest.raises(PasswordWrong):
                sign("not this one")
        for _try in range(5):
            with pytest.raises(TooManyTries):
                sign("not this one")

        assert codes() == [
            *[("DENIED", "SIGN", "PASSWORD-WRONG")] * TRIES,
            ("DENIED", "SIGN", "TOO-MANY-TRIES"),
        ]

    def test_that_is_right_leaves_no_entry_of_its_own(self, sign, rita):
        assert sign("a long enough password").person == rita
        assert codes() == []
