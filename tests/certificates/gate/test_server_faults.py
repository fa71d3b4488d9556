"""A PostgreSQL that is locked, slow, stopped or cut off: the gate says no."""

import json
import threading
import time

import psycopg
import pytest
from django.db import connection, connections
from django.utils import timezone

from certificates.actions import clearance as asking
from certificates.actions.tokens import Wanted, issue_token
from certificates.api import deadline
from certificates.models import DecisionRecord
from home.models import AuditEntry, Role
from tests import databases
from tests.cast import client_of, make_clinic, make_person
from tests.certificates.asking import about
from tests.certificates.gate.answers import URL, says_no
from tests.certificates.gate.standing import make_clear_today, session_soon
from tests.postgresql import running_server


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
        monkeypatch.setattr(deadline, "EACH", 300)
        address = databases.os.environ["DATABASE_URL"]
        with psycopg.connect(address) as other:
            other.execute("SELECT * FROM home_audithead FOR UPDATE")
            answer = real()
            assert answer.status_code == 503
            assert says_no(answer)

        assert real().json()["decision"] is True

    def test_that_thinks_too_long_is_a_no(self, real, monkeypatch):
        monkeypatch.setattr(deadline, "EACH", 300)
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
