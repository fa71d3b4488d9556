"""Eight processes on one SQLite file: the whole site as a small clinic runs it.

Each has its own connection with the project's settings. Somebody has to wait at times;
nobody is ever told that the database is locked, and each deed is done once.
"""

import multiprocessing
import os
from collections import Counter
from types import SimpleNamespace

import pytest
from django.db import connection, connections
from django.utils import timezone

from certificates.actions.decisions import approve_application
from certificates.actions.suspensions import Ground, suspend_person
from certificates.models import Certificate, Credential, Suspension
from home.actions import denials
from home.errors import RuleBroken
from home.models import AuditEntry
from tests import databases
from tests.certificates.applying import shown_digest
from tests.certificates.crowd import (
    ROUNDS,
    check_the_log,
    holding,
    make_directors,
    newcomer,
    sent_by,
    set_the_scene,
)
from tests.certificates.signing import signing
from tests.races import CLIENTS

pytestmark = pytest.mark.races
TOO_LATE = ["APPLICATION-ALREADY-DECIDED"] * (CLIENTS - 1)
FORK = multiprocessing.get_context("fork")


@pytest.fixture
def folder(tmp_path, settings, django_db_setup, django_db_blocker):
    """A file of this test's own, whatever the suite runs on."""
    before = os.environ["DATABASE_URL"]
    settings.CHECKPOINT_KEY_FILE = str(tmp_path / "checkpoint.pem")
    settings.DATA_DIR = tmp_path
    # Printing is a process of its own there; here it would only take its time.
    settings.TASKS = settings.TASKS | {
        "work": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}
    }
    with django_db_blocker.unblock():
        databases.point_django_at(f"sqlite:///{databases.sqlite_copy(tmp_path)}")
        try:
            yield tmp_path
        finally:
            connections.close_all()
            databases.point_django_at(before)


@pytest.fixture
def scene(folder):
    clinic = set_the_scene()
    return SimpleNamespace(clinic=clinic, directors=make_directors(clinic))


def in_processes(acts: list) -> list[str]:
    """Let eight processes do this list at the same time, each as its own client.

    Returns: what each was told at each step; an error that is no rule's by its name.
    """
    connections.close_all()
    gate, answers = FORK.Barrier(CLIENTS), FORK.SimpleQueue()
    crowd = [
        FORK.Process(target=client, args=(acts, number, gate, answers))
        for number in range(CLIENTS)
    ]
    for process in crowd:
        process.start()
    told = [answers.get() for _process in crowd]
    for process in crowd:
        process.join(timeout=60)
        assert process.exitcode == 0
    return told


def client(acts, number, gate, answers) -> None:
    """One process: wait for the others before each step, then do it."""
    told = []
    for act in acts:
        gate.wait(timeout=120)
        told.append(outcome(act, number))
    connections.close_all()
    answers.put(told)


def outcome(act, number: int) -> str:
    try:
        act(number)
    except RuleBroken as refusal:
        return refusal.code
    except Exception as problem:
        return f"{type(problem).__name__}: {problem}"
    return "done"


def by_step(told: list) -> list[list[str]]:
    """What the eight were told, step by step."""
    return [sorted(step) for step in zip(*told, strict=True)]


def approving(application, directors):
    shown = shown_digest(application, timezone.now())
    return lambda n: approve_application(
        application, signer=signing(directors[n], timezone.now()), shown_sha256=shown
    )


def suspending(person, clinic, directors):
    ground = Ground("PRECAUTIONARY", "A report.")
    return lambda n: suspend_person(
        person, clinic, ground, signer=signing(directors[n], timezone.now())
    )


def logged() -> Counter:
    return Counter(AuditEntry.objects.values_list("action", flat=True))


class TestEightProcesses:
    def test_run_in_the_mode_of_the_project(self, folder):
        with connection.cursor() as cursor:
            mode = cursor.execute("PRAGMA journal_mode").fetchone()
        assert (connection.vendor, mode) == ("sqlite", ("wal",))
        assert (folder / "test.sqlite3").exists()

    def test_approve_once(self, scene):
        people = [newcomer(scene.clinic, f"T{n} Ames") for n in range(ROUNDS)]
        sent = [sent_by(person, scene.clinic) for person in people]

        told = in_processes([approving(one, scene.directors) for one in sent])

        assert by_step(told) == [[*TOO_LATE, "done"]] * ROUNDS
        assert Credential.objects.count() == Certificate.objects.count() == ROUNDS
        assert logged()["CREDENTIAL-AWARDED"] == ROUNDS
        # The log keeps so many refusals of one person in an hour, not all.
        kept = CLIENTS * denials.MOST_OF_ONE_IN_AN_HOUR
        assert logged()["DENIED"] == min(ROUNDS * (CLIENTS - 1), kept)
        check_the_log()

    def test_renew_once(self, scene):
        sent = []
        for n in range(ROUNDS):
            person = newcomer(scene.clinic, f"T{n} Ames")
            holding(person, scene.clinic, scene.directors[0], left=20)
            sent.append(sent_by(person, scene.clinic))

        told = in_processes([approving(one, scene.directors) for one in sent])

        assert by_step(told) == [[*TOO_LATE, "done"]] * ROUNDS
        assert Credential.objects.filter(state="ACTIVE").count() == ROUNDS
        rows = Credential.objects.filter(
            state="SUPERSEDED", superseded_by__isnull=False
        )
        assert rows.count() == ROUNDS
        assert logged()["CREDENTIAL-SUPERSEDED"] == ROUNDS
        check_the_log()

    def test_suspend_as_told_and_move_once(self, scene):
        people = [newcomer(scene.clinic, f"T{n} Ames") for n in range(ROUNDS)]
        for person in people:
            holding(person, scene.clinic, scene.directors[0])

        told = in_processes(
            [suspending(one, scene.clinic, scene.directors) for one in people]
        )

        assert by_step(told) == [["done"] * CLIENTS] * ROUNDS
        assert Suspension.objects.count() == CLIENTS * ROUNDS
        assert logged()["PERSON-SUSPENDED"] == CLIENTS * ROUNDS
        assert logged()["CREDENTIAL-SUSPENDED"] == ROUNDS
        check_the_log()

    def test_do_all_of_it_beside_one_another(self, scene):
        """Half of them approve while the others suspend: nobody is left in force."""
        acts, people = [], []
        for n in range(ROUNDS):
            person = newcomer(scene.clinic, f"T{n} Ames")
            approve = approving(sent_by(person, scene.clinic), scene.directors)
            suspend = suspending(person, scene.clinic, scene.directors)
            people.append(person)
            acts.append(lambda k, one=approve, two=suspend: (one, two)[k % 2](k))

        told = in_processes(acts)

        for step in by_step(told):
            assert set(step) <= {
                "done",
                "APPLICATION-ALREADY-DECIDED",
                "RECORD-CHANGED",
                "NOT-ALLOWED",
            }
            assert CLIENTS // 2 <= step.count("done") <= CLIENTS // 2 + 1
        assert Suspension.objects.count() == ROUNDS * CLIENTS // 2
        assert not Credential.objects.filter(state="ACTIVE").exists()
        check_the_log()
