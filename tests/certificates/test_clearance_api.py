import datetime
import json

import pytest
from django.db import InterfaceError, OperationalError

from certificates.actions.tokens import Wanted, issue_token
from certificates.models import (
    ApiToken,
    DecisionRecord,
)
from tests.cast import NOW, client_of
from tests.certificates.asking import about, at
from tests.certificates.conftest import STARTS


class TestTheApi:
    URL = "/access/v1/evaluation"

    @pytest.fixture
    def token(self, clinic, rita):
        wanted = Wanted("Booking", "booking")
        return issue_token(clinic, wanted, by=rita, at=NOW)[1]

    def post(self, data, token="", **extra):
        client = client_of(None)
        body = data if isinstance(data, str | bytes) else json.dumps(data)
        headers = {"authorization": f"Bearer {token}"} if token else {}
        with at(NOW):
            return client.post(
                self.URL, body, content_type="application/json", headers=headers
            )

    def test_answers_a_booked_session(self, session, token):
        response = self.post(about(session), token)

        assert response.status_code == 200
        assert response.json()["decision"] is True
        assert response["Cache-Control"] == "no-store"

    def test_says_why_not_to_start(self, session, token):
        data = self.post(about(session, "start"), token).json()

        assert data["decision"] is False
        found = {row["code"] for row in data["context"]["reasons"]}
        assert {"SESSION-OPENABLE", "PRESCRIBER-CLEARANCE"} <= found
        assert all(row["text"] and row["remedy"] for row in data["context"]["reasons"])

    @pytest.mark.parametrize("token", ["", "kap_wrong", "é"])
    def test_wants_a_live_token(self, session, token):
        response = self.post(about(session), token.encode().decode("latin-1"))

        assert response.status_code == 401
        assert "decision" not in response.json()

    def test_refuses_a_token_that_is_over(self, session, token, clinic):
        ApiToken.objects.update(expires_at=NOW)

        assert self.post(about(session), token).status_code == 401

    @pytest.mark.parametrize(
        "body",
        [
            "",
            "not json",
            "[]",
            '"start"',
            "{}",
            '{"subject": {"type": "team"}}',
            '{"subject": 1, "action": 2, "resource": 3}',
            "[" * 100_000,
            b"\xff\xfe",
            '{"subject": {"type": "team", "id": "a\\u0000"}, '
            '"action": {"name": "book"}, "resource": {"type": "session", "id": "x"}}',
            '{"subject": {"type": "team", "id": "a\\ud800"}, '
            '"action": {"name": "book"}, "resource": {"type": "session", "id": "x"}}',
            '{"subject": {"type": "team", "id": "a", "properties": {"n": 1e400}}, '
            '"action": {"name": "book"}, "resource": {"type": "session", "id": "x"}}',
            '{"subject": {"type": "team", "id": "a", "properties": {"n": NaN}}, '
            '"action": {"name": "book"}, "resource": {"type": "session", "id": "x"}}',
        ],
    )
    def test_tells_what_is_no_question(self, token, body):
        response = self.post(body, token)

        assert response.status_code == 400
        assert response["Content-Type"] == "application/problem+json"
        assert response.json()["detail"]
        assert DecisionRecord.objects.count() == 0

    def test_does_not_let_the_asker_move_the_clock(self, session, token):
        data = about(session, "start") | {"context": {"as_of": STARTS.isoformat()}}

        context = self.post(data, token).json()["context"]

        assert context["basis"] == "hypothetical"
        assert context["valid_until"] is None
        moved = self.post(data | {"context": {"now": STARTS.isoformat()}}, token)
        assert moved.status_code == 400

    def test_makes_no_promise_about_another_moment(self, session, token):
        earlier = (NOW - datetime.timedelta(hours=1)).isoformat()
        data = about(session) | {"context": {"as_of": earlier}}

        context = self.post(data, token).json()["context"]

        assert context["basis"] == "hypothetical"
        assert context["valid_until"] is None

    @pytest.mark.parametrize(
        "problem", [OperationalError(), InterfaceError(), KeyError("anything")]
    )
    def test_denies_when_it_cannot_answer(self, session, token, monkeypatch, problem):
        def unreachable(*args, **kwargs):
            raise problem

        monkeypatch.setattr("certificates.api.evaluation.ask", unreachable)

        response = self.post(about(session), token)

        assert response.status_code == 503
        assert response.json()["decision"] is False

    def test_takes_nothing_but_post(self):
        assert client_of(None).get(self.URL).status_code == 405


class TestHealth:
    def test_is_well(self, db):
        assert client_of(None).get("/healthz").json() == {"status": "ok"}

    def test_says_when_the_gate_would_deny_everything(self, db, monkeypatch):
        def unreachable(at):
            raise OperationalError

        monkeypatch.setattr("certificates.views.health.policy_in_force", unreachable)

        assert client_of(None).get("/healthz").status_code == 503
