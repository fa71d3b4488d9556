"""Every address of ours, met by every kind of person, with sense and with nonsense."""

import re

import pytest

from home.models import Role
from kap_training.routes import every_route
from tests.cast import client_of, make_person

NONSENSE = {
    "empty": {},
    "words": dict.fromkeys(
        ("form", "clinic", "action", "reason", "password", "code", "answer"),
        "’; -- <script>☃",
    ),
    "huge": {"form": "x" * 70_000, "text": "y" * 70_000},
    "keys": {"passed": "true", "score": "100", "completed_at": "2026-01-01"},
}
OURS = [route for route in every_route() if route.is_ours]
CLOSED = [route for route in OURS if route.policy not in {"ANYONE", "TOKEN"}]


def addresses_of(pattern: str) -> list[str]:
    """This will make addresses that fit a route: a plausible id, and rubbish."""
    made = []
    for uuid, word in (
        ("00000000-0000-4000-8000-000000000000", "nothing"),
        ("ffffffff-ffff-4fff-bfff-ffffffffffff", "x" * 60),
    ):
        path = re.sub(r"<uuid:\w+>", uuid, pattern)
        path = re.sub(r"<int:\w+>", "999999", path)
        path = re.sub(r"<(?:slug:|str:|path:)?\w+>", word, path)
        path = re.sub(r"<\w+:\w+>", word, path)
        made.append(path)
    return list(dict.fromkeys(made))


@pytest.fixture
def everybody(alice, bob, rita, charlie, clinic):
    auditor = make_person("Ava Auditor", clinic, Role.AUDITOR)
    return {
        "nobody": client_of(None),
        **{p.name: client_of(p) for p in (alice, bob, rita, charlie, auditor)},
    }


def pattern_of(route):
    return route.pattern


class TestAnAddress:
    @pytest.mark.parametrize("route", OURS, ids=pattern_of)
    def test_never_breaks(self, route, everybody):
        broken = []
        for who, client in everybody.items():
            client.raise_request_exception = False
            for path in addresses_of(route.pattern):
                answers = [client.get(path), client.get(path + "?page=-1&q=%00")]
                answers += [client.post(path, data) for data in NONSENSE.values()]
                answers += [client.post(path, "{", content_type="application/json")]
                broken += [
                    (who, path, answer.request["REQUEST_METHOD"], answer.status_code)
                    for answer in answers
                    if answer.status_code >= 500
                ]

        assert broken == []

    @pytest.mark.parametrize("route", CLOSED, ids=pattern_of)
    def test_lets_strangers_in_only_where_it_says_so(self, route, everybody):
        for path in addresses_of(route.pattern):
            for answer in (
                everybody["nobody"].get(path),
                everybody["nobody"].post(path),
            ):
                assert answer.status_code in {302, 401, 404, 405}, path
                if answer.status_code == 302:
                    # Wagtail's own sign-in only sends on to ours.
                    doors = ("/accounts/login/", "/admin/login/")
                    assert answer["Location"].startswith(doors)

    @pytest.mark.parametrize("route", OURS, ids=pattern_of)
    def test_takes_no_method_it_does_not_know(self, route, everybody):
        for path in addresses_of(route.pattern):
            for method in ("put", "patch", "delete"):
                answer = getattr(everybody["Alice Ames"], method)(path)
                # Wagtail sends people who may not enter its admin to its sign-in,
                # which refuses whoever is signed in.
                away = {302} if path.startswith("/admin/") else set()
                refused = {401, 403, 404, 405} | away
                assert answer.status_code in refused, (method, path)
