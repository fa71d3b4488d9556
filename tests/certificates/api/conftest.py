"""A system with a token, and how it calls."""

import json

import pytest

from certificates.actions.tokens import Wanted, issue_token
from tests.cast import NOW, client_of
from tests.certificates.asking import at


@pytest.fixture
def make_token(clinic, rita):
    """Gives a function that makes a token; it gives its secret."""

    def make(*scopes, place=clinic, by=rita):
        wanted = Wanted("Booking", "booking", scopes or ("book",))
        return issue_token(place, wanted, by=by, at=NOW)[1]

    return make


@pytest.fixture
def token(make_token):
    return make_token("book")


@pytest.fixture
def call():
    """Gives a function that calls an address with a token."""

    def send(path, data=None, token="", method="post", **headers):
        headers = {name.replace("_", "-"): text for name, text in headers.items()}
        if token:
            headers["authorization"] = f"Bearer {token}"
        body = data if isinstance(data, str | bytes) else json.dumps(data)
        told = {} if method == "get" else {"content_type": "application/json"}
        sent = () if method == "get" else (body,)
        with at(NOW):
            client = client_of(None)
            return getattr(client, method)(path, *sent, headers=headers, **told)

    return send
