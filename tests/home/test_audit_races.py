"""Eight clients write into the log at once."""

import itertools

import pytest
from django.db import connection, transaction

from home.actions import audit
from home.audit_verifying import verify
from home.models import AuditEntry, AuditHead, Clinic
from tests import databases
from tests.cast import NOW
from tests.races import CLIENTS, at_once

ROUNDS = 40


@pytest.fixture
def on_sqlite(tmp_path, django_db_setup, django_db_blocker):
    """A SQLite file of this test's own, whatever the suite runs on."""
    import os

    before = os.environ["DATABASE_URL"]
    with django_db_blocker.unblock():
        databases.point_django_at(f"sqlite:///{databases.sqlite_copy(tmp_path)}")
        try:
            yield
        finally:
            databases.point_django_at(before)


def two_clinics() -> list[Clinic]:
    fields = {"time_zone": "UTC", "jurisdiction": "US-MA"}
    return [Clinic.objects.create(slug=s, name=s, **fields) for s in ("one", "two")]


def crossing(client: int) -> None:
    """This will log first and lock a row then, or the other way round."""
    one, two = Clinic.objects.order_by("slug")
    for number in range(ROUNDS):
        mine = Clinic.objects.filter(pk=one.pk if number % 2 else two.pk)
        with transaction.atomic():
            if client % 2:
                audit.append("FIRST", by=None, at=NOW, about=one, client=client)
                mine.update(name=str(number))
            else:
                mine.update(name=str(number))
                audit.append("LAST", by=None, at=NOW, about=two, client=client)
        with transaction.atomic():
            audit.append("UNDONE", by=None, at=NOW, about=one, client=client)
            transaction.set_rollback(True)


def check_the_log() -> None:
    rows = AuditEntry.objects.order_by("leaf_index")
    places = list(rows.values_list("leaf_index", flat=True))
    assert places == list(range(CLIENTS * ROUNDS))
    assert AuditHead.objects.get().size == CLIENTS * ROUNDS
    actions = rows.values_list("action", flat=True)
    assert dict.fromkeys(actions).keys() == {"FIRST", "LAST"}
    assert verify().findings == []


@pytest.mark.races
class TestEightClients:
    def test_keep_the_log_in_one_row_on_postgresql(self, on_postgresql, kept_apart):
        assert connection.vendor == "postgresql"
        two_clinics()

        at_once(crossing)

        check_the_log()

    def test_never_meet_a_lock_on_sqlite(self, on_sqlite, kept_apart):
        assert connection.vendor == "sqlite"
        two_clinics()

        at_once(crossing)

        check_the_log()

    def test_of_which_each_sees_a_sound_log_at_any_moment(
        self, on_postgresql, kept_apart
    ):
        [clinic, _other] = two_clinics()
        found = itertools.chain()

        def act(client: int) -> list:
            if client:
                for _round in range(ROUNDS):
                    with transaction.atomic():
                        audit.append("WRITTEN", by=None, at=NOW, about=clinic)
                return []
            return [one for _time in range(10) for one in verify().findings]

        found = itertools.chain.from_iterable(at_once(act))

        assert list(found) == []
