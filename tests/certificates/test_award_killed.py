"""An award is killed before each of its steps: none is lost, none is doubled.

The whole way on real files: the decision, the grant, the certificate and its bytes.
"""

import hashlib
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction

from certificates.actions.applications import Wish, submit_application
from certificates.models import (
    Application,
    Certificate,
    Credential,
    CredentialEvent,
    Signature,
)
from home.models import AuditEntry, Person, Role
from home.sealing_standing import seal_standing
from tests.cast import NOW, make_clinic, make_person
from tests.certificates.applying import approve
from tests.certificates.crowd import FULL, told_by_the_log
from tests.certificates.readiness import make_ready
from tests.choose_database import ON_POSTGRESQL
from tests.killing import kills
from tests.restoring import OnPostgresql, OnSqlite, Place, in_use

ONE_EACH = (Credential, CredentialEvent, Certificate, Signature)


@pytest.fixture
def on_sqlite(tmp_path, django_db_setup, django_db_blocker):
    """A SQLite file and a store of files, with an application that waits."""
    yield from waiting(OnSqlite(tmp_path), django_db_blocker)


@pytest.fixture
def on_a_server(tmp_path, postgresql_server, django_db_setup, django_db_blocker):
    """The same with a PostgreSQL database."""
    with django_db_blocker.unblock():
        place = OnPostgresql(tmp_path, postgresql_server)
    yield from waiting(place, django_db_blocker)


def waiting(place: Place, blocker) -> Iterator[Place]:
    with blocker.unblock(), in_use(place):
        wait_for_a_decision()
        # What the factories made is bound, as a migration does it.
        with transaction.atomic():
            seal_standing(apps, NOW)
        place.keep()
        yield place


def wait_for_a_decision() -> None:
    clinic = make_clinic()
    alice = make_person("Alice Ames", clinic, Role.THERAPIST)
    bob = make_person("Bob Birch", clinic, Role.ASSESSOR)
    make_person("Rita Rowe", clinic, Role.CLINICAL_DIRECTOR)
    make_ready(alice, clinic, bob)
    submit_application(alice, Wish(clinic, "L1"), at=NOW)


def award() -> None:
    rita = Person.objects.get(name="Rita Rowe")
    approve(Application.objects.get(), rita, at=NOW)


def awards() -> int:
    """How often everything that makes an award is there; it is whole or not at all."""
    state = Application.objects.get().state
    counts = {model.objects.count() for model in ONE_EACH}
    counts.add(AuditEntry.objects.filter(action="CREDENTIAL-AWARDED").count())
    counts.add(AuditEntry.objects.filter(action="CERTIFICATE-ISSUED").count())
    counts.add(int(state == Application.State.APPROVED))
    assert len(counts) == 1, (state, counts)
    return counts.pop()


def killed_all_the_way(place: Place, every: int = 1) -> list[int]:
    """Kill it, see what is left, finish it, put it back; gives what was left."""
    outcomes = []
    for step in kills(award, place, every):
        done = awards()
        outcomes.append(done)
        if not done:
            award()

        call_command("issue_pending", verbosity=0)

        assert awards() == 1, step
        paper = Certificate.objects.get()
        printed = (place.data / "files" / paper.file).read_bytes()
        assert hashlib.sha256(printed).hexdigest() == paper.sha256, step
        assert told_by_the_log() == [], step
    assert awards() == 1
    # It stood from one step on, and never fell back.
    assert outcomes == sorted(outcomes)
    return outcomes


@pytest.mark.skipif(ON_POSTGRESQL, reason="The suite on SQLite does it.")
def test_nothing_is_lost_or_doubled_wherever_it_is_killed(on_sqlite):
    """Here every third step; all of them with `KAP_PROOF=full`."""
    every = 1 if FULL else 3

    outcomes = killed_all_the_way(on_sqlite, every)

    assert outcomes.count(0) > 30 // every
    assert outcomes.count(1) > 5 // every


@pytest.mark.races
def test_nothing_is_lost_or_doubled_on_a_server(on_a_server):
    """Here some of its steps; all of them with `KAP_PROOF=full`."""
    assert connection.vendor == "postgresql"
    every = 1 if FULL else 7

    outcomes = killed_all_the_way(on_a_server, every)

    assert outcomes.count(0) > 30 // every
    assert outcomes.count(1) > 5 // every
