"""Whatever breaks, the gate says no, in the shape that the asker understands.

The session of these tests is clear: without the fault each of them is a yes.
"""

import json
import threading
import time
from dataclasses import replace

import psycopg
import pytest
from django.db import DatabaseError, OperationalError, connection, connections
from django.utils import timezone

from certificates.actions import clearance as asking
from certificates.actions.tokens import Wanted, issue_token
from certificates.api import deadline, evaluation
from certificates.clearance.criteria.catalogue import CATALOGUE
from certificates.models import DecisionRecord
from home.models import AuditEntry, Role
from tests import databases
from tests.cast import NOW, client_of, make_clinic, make_person
from tests.certificates.asking import about, at
from tests.certificates.gate.standing import make_clear_today, session_soon
from tests.postgresql import running_server

URL = "/access/v1/evaluation"
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


def says_no(answer) -> bool:
    """A deny with its reasons, or a problem that says what is wrong; never a yes."""
    told = answer.json()
    if answer.status_code in (200, 503):
        return told["decision"] is False and bool(told["context"]["reasons"])
    is_problem = answer["Content-Type"] == "application/problem+json"
    return is_problem and "decision" not in told and bool(told["detail"])


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


@pytest.fixture
def real(on_postgresql):
    """A clear session by the real clock, and what asks about it."""
    clinic = make_clinic()
    alice = make_person("Alice Ames", clinic, Role.THERAPIST)
    rita = make_person("Rita Rowe", clinic, Role.CLINICAL_DIRECTOR)
    make_clear_today(alice, clinic, "L1")
    session = session_soon("KX-204", clinic, alice)
    wanted = Wanted("Booking", "booking")
    token = issue_token(clinic, wanted, by=rita, at=timezone.now())[1]

    def send():
        return client_of(None).post(
            URL,
            json.dumps(about(session)),
            content_type="application/json",
            headers={"authorization": f"Bearer {token}"},
        )

    assert send().json()["decision"] is True
    return send


@pytest.mark.races
class TestAServerThatFails:
    def test_holding_the_log_is_a_no_while_it_is_held(self, real, monkeypatch):
        """Somebody keeps the log's head locked; the gate does not wait for them."""
        monkeypatch.setattr(deadline, "PATIENCE", 300)
        address = databases.os.environ["DATABASE_URL"]
        with psycopg.connect(address) as other:
            other.execute("SELECT * FROM home_audithead FOR UPDATE")
            answer = real()
            assert answer.status_code == 503
            assert says_no(answer)

        assert real().json()["decision"] is True

    def test_that_thinks_too_long_is_a_no(self, real, monkeypatch):
        monkeypatch.setattr(deadline, "PATIENCE", 300)
        world_for = asking.world_for

        def slow(*args, **kwargs):
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_sleep(20)")
            return world_for(*args, **kwargs)

        monkeypatch.setattr(asking, "world_for", slow)

        assert says_no(real())

    def test_that_is_stopped_is_a_no(self, real):
        before = AuditEntry.objects.count()
        url = databases.os.environ["DATABASE_URL"]
        with running_server() as gone:
            pass
        connections.close_all()
        databases.point_django_at(gone)
        try:
            answer = real()
        finally:
            connections.close_all()
            databases.point_django_at(url)

        assert answer.status_code == 503
        assert says_no(answer)
        assert AuditEntry.objects.count() == before

    def test_whose_connections_are_cut_is_a_no_or_asked_anew(self, real):
        stop, answers = threading.Event(), []
        url = databases.os.environ["DATABASE_URL"]

        def cut():
            with psycopg.connect(url, autocommit=True) as other:
                while not stop.is_set():
                    other.execute(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                        "WHERE datname = current_database() "
                        "AND pid <> pg_backend_pid()"
                    )
                    time.sleep(0.01)

        cutter = threading.Thread(target=cut)
        cutter.start()
        try:
            answers = [real() for _ in range(30)]
        finally:
            stop.set()
            cutter.join()
        connections.close_all()

        kept = DecisionRecord.objects.filter(decision=True)
        told = [a.json() for a in answers if a.json()["decision"]]
        assert all(says_no(a) for a in answers if not a.json()["decision"])
        # Whoever got a yes got one that is on record.
        ids = {row["context"]["decision_id"] for row in told}
        assert ids <= {str(pk) for pk in kept.values_list("pk", flat=True)}
