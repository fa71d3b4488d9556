"""Whatever breaks, the gate says no, in the shape that the asker understands.

The session of these tests is clear: without the fault each of them is a yes.
"""

import json
import time
from dataclasses import replace

import pytest
from django.db import DatabaseError, OperationalError, connection

from certificates.actions import clearance as asking
from certificates.actions.tokens import Wanted, issue_token
from certificates.api import evaluation
from certificates.clearance.criteria.catalogue import CATALOGUE
from certificates.models import DecisionRecord
from tests.cast import NOW, client_of
from tests.certificates.asking import about, at
from tests.certificates.gate.answers import URL, says_no

UNKNOWN = "00000000-0000-4000-8000-000000000000"


class UnforeseenError(Exception):
    """A fault that nobody foresaw."""


@pytest.fixture
def token(clinic, rita):
    return issue_token(clinic, Wanted("Booking", "booking"), by=rita, at=NOW)[1]


@pytest.fixture
def ask(token):
    """Gives a function that asks, and checks that what comes back is an answer."""

    def send(question):
        body = question if isinstance(question, str | bytes) else json.dumps(question)
        with at(NOW):
            return client_of(None).post(
                URL,
                body,
                content_type="application/json",
                headers={"authorization": f"Bearer {token}"},
            )

    return send


def breaks(*args, **kwargs):
    raise UnforeseenError


class TestACallThatFails:
    @pytest.mark.parametrize(
        ("where", "name"),
        [
            (evaluation, "read_json"),
            (evaluation, "ask"),
            (evaluation.callers, "live_token"),
            (evaluation.callers, "may_try"),
            (asking, "parse"),
            (asking, "world_for"),
            (asking, "policy_in_force"),
            (asking, "decide"),
            (asking, "canonical_facts"),
            (asking, "append"),
            (asking, "transaction"),
            (DecisionRecord.objects, "create"),
        ],
        ids=lambda value: value if isinstance(value, str) else "",
    )
    def test_is_a_no(self, session, ask, monkeypatch, where, name):
        assert ask(about(session)).json()["decision"] is True
        records = DecisionRecord.objects.count()
        monkeypatch.setattr(where, name, breaks)

        answer = ask(about(session))

        assert answer.status_code == 503
        assert says_no(answer)
        assert answer["Retry-After"]
        assert DecisionRecord.objects.count() == records

    @pytest.mark.parametrize("code", CATALOGUE)
    def test_in_one_criterion_is_a_no_that_says_so(
        self, session, ask, monkeypatch, code
    ):
        """Where a stage does not ask for it nothing breaks, so nothing may change."""
        criterion = CATALOGUE[code]
        broken = replace(criterion, judge=breaks)
        monkeypatch.setitem(CATALOGUE, code, broken)

        for stage in ("book", "start"):
            answer = ask(about(session, stage))
            told = answer.json()
            asked = stage in criterion.stages
            codes = {row["code"] for row in told["context"]["reasons"]}
            assert (code in codes) or not asked
            assert told["decision"] is (stage == "book" and not asked)


class TestADatabaseThatFails:
    @pytest.mark.parametrize("error", [OperationalError, DatabaseError])
    def test_at_any_statement_is_a_no(self, session, ask, error):
        """At the first, the second, and so on, until none fails."""
        answer, count = None, 0
        while answer is None or answer.status_code != 200:
            answer = self.failing_at(count, ask, about(session), error)
            assert answer.status_code == 200 or says_no(answer), count
            count += 1
            assert count < 60

        assert count > 4
        assert answer.json()["decision"] is True

    def failing_at(self, place, ask, question, error):
        left = place

        def execute(run, sql, params, many, context):
            nonlocal left
            left -= 1
            if left == -1:
                raise error("The database does not answer.")
            return run(sql, params, many, context)

        with connection.execute_wrapper(execute):
            return ask(question)


class TestAQuestionThatMakesNoSense:
    def people(self, *rows):
        return {"subject": {"type": "team", "id": "t", "properties": {"members": rows}}}

    @pytest.mark.parametrize(
        "change",
        [
            {"resource": {"type": "session", "id": "KX-999"}},
            {"resource": {"type": "session", "id": "KX-204' OR 1=1 --"}},
            {"resource": {"type": "session", "id": "k" * 5000}},
            {"resource": {"type": "room", "id": "KX-204"}},
            {"action": {"name": "open"}},
            {"action": {"name": "START"}},
            {"subject": {"type": "user", "id": "t"}},
            {"subject": {"type": "practitioner", "id": "nobody"}},
            {"subject": {"type": "practitioner", "id": UNKNOWN}},
            {"context": {"as_of": "tomorrow"}},
            {"context": {"as_of": "2026-13-45T99:00:00Z"}},
            {"context": {"as_of": "0001-01-01T00:00:00Z"}},
            {"context": {"as_of": "9999-12-31T23:59:59-12:00"}},
            {"context": {"as_of": 5}},
            {"context": {"known_at": "never"}},
            {"context": []},
            {"subject": {"type": "team", "id": "t", "properties": {"members": {}}}},
            {"subject": {"type": "team", "id": "t", "properties": {"members": [[]]}}},
        ],
        ids=str,
    )
    def test_is_a_no(self, session, ask, change):
        assert says_no(ask(about(session) | change))

    def test_is_a_no_with_people_who_are_not_there_or_twice(self, session, ask, alice):
        lead = {"id": str(alice.pk), "role": "lead"}
        for rows in (
            [{"id": UNKNOWN, "role": "lead"}],
            [{"id": "alice", "role": "lead"}],
            [lead, lead],
            [lead] * 500,
            [{"id": str(alice.pk).upper(), "role": "lead"}],
            [lead, {"id": str(alice.pk), "role": "co_therapist"}],
            [{"id": None, "role": None}],
        ):
            assert says_no(ask(about(session) | self.people(*rows))), rows

    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"null",
            b"0",
            b"\x00" * 50,
            b"{" * 30_000,
            b'{"a":' * 30_000,
            b"x" * 70_000,
            b" " * 3_000_000,
            b'{"subject": {"type": "team", "type": "team", "id": "t"}}',
        ],
        ids=lambda body: f"{len(body)} bytes {body[:8]!r}",
    )
    def test_is_a_no_whatever_the_body(self, session, ask, body):
        answer = ask(body)

        assert answer.status_code == 400
        assert says_no(answer)


class TestPatience:
    def test_ends_for_a_question_as_a_whole(self, ask, session, monkeypatch):
        """However quick each step is: the client waits three seconds, not longer."""
        monkeypatch.setattr(evaluation, "FOR_ONE", 0)

        answer = ask(about(session))

        assert answer.status_code == 503
        assert says_no(answer)

    def test_is_over_between_two_steps_too(self, ask, session, monkeypatch):
        monkeypatch.setattr(evaluation, "FOR_ONE", 50)
        parse = asking.parse

        def slow(data):
            time.sleep(0.06)
            return parse(data)

        monkeypatch.setattr(asking, "parse", slow)

        answer = ask(about(session))

        assert answer.status_code == 503
        assert says_no(answer)
