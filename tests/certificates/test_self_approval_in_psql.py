"""Somebody with the password of the database types into psql, past every rule of code.

The database answers with the name of what refused, and nothing has changed. That each
statement would work but for that one guard is shown by typing it without the guard.
What can still be typed, such as a whole credential made up, the log tells.
"""

import os
import subprocess

import pytest
from django.db import connection
from django.utils import timezone

from certificates.actions.credentials import revoke
from certificates.actions.suspensions import Ground, suspend_person
from certificates.models import (
    Concern,
    Credential,
    ExclusionList,
    ExclusionMatch,
    Suspension,
)
from home.models import Clinic, Person
from tests.cast import NOW
from tests.certificates.crowd import (
    ASKED,
    holding,
    make_directors,
    newcomer,
    sent_by,
    set_the_scene,
    told_by_the_log,
)
from tests.certificates.readiness import requirement_set
from tests.certificates.signing import signing
from tests.certificates.typed_in_psql import (
    APPLICATION,
    APPROVED,
    CREDENTIAL,
    REWRITTEN,
    SELF_APPROVALS,
    SIGNATURE,
    SUSPENSION,
)
from tests.postgresql import binary

pytestmark = pytest.mark.races


@pytest.fixture
def names(on_postgresql, settings, tmp_path) -> dict[str, str]:
    """A clinic with one of everything, and psql's own words for its rows."""
    settings.DATA_DIR = tmp_path
    settings.CHECKPOINT_KEY_FILE = str(tmp_path / "checkpoint.pem")
    assert connection.vendor == "postgresql"
    clinic = set_the_scene()
    requirement_set("L3", ASKED, signers=2)
    rita, robin, *_others = make_directors(clinic)
    alice, holder, former = (newcomer(clinic, f"{n} Ames") for n in ("A", "B", "C"))
    rows = {
        "rita": rita,
        "robin": robin,
        "alice": alice,
        "holder": holder,
        "clinic": clinic,
        "application": sent_by(alice, clinic),
        "by_two": sent_by(holder, clinic, "L3"),
        "held": holding(holder, clinic, rita),
        "suspension": _suspended(former, clinic, rita),
        "revoked": _revoked(former, clinic, robin),
        "match": _matched(alice),
        "concern": _reported(alice, clinic, robin),
    }
    return {name: str(row.pk) for name, row in rows.items()}


def _suspended(person: Person, clinic: Clinic, by: Person) -> Suspension:
    holding(person, clinic, by)
    ground = Ground("PRECAUTIONARY", "A report.")
    return suspend_person(person, clinic, ground, signer=signing(by, timezone.now()))


def _revoked(person: Person, clinic: Clinic, by: Person) -> Credential:
    held = Credential.objects.get(person=person)
    revoke(held, reason="Decided.", signer=signing(by, timezone.now()))
    return held


def _matched(person: Person) -> ExclusionMatch:
    loaded = ExclusionList.objects.create(
        name="List",
        file_sha256="0" * 64,
        row_count=1,
        published_on=NOW.date(),
        loaded_at=NOW,
    )
    line = {"line_number": 1, "line": {}, "matched_by": "NAME"}
    return ExclusionMatch.objects.create(list=loaded, person=person, **line)


def _reported(person: Person, clinic: Clinic, by: Person) -> Concern:
    return Concern.objects.create(
        person=person,
        clinic=clinic,
        severity="QUESTION",
        account="Said.",
        reported_by=by,
        reported_at=NOW,
    )


def psql(words: str, names: dict[str, str]) -> subprocess.CompletedProcess:
    """Type into psql, as the owner of the database and its superuser."""
    told = [f"--set={name}={value}" for name, value in names.items()]
    return subprocess.run(
        [
            binary("psql"),
            "--no-psqlrc",
            "--set=ON_ERROR_STOP=1",
            *told,
            os.environ["DATABASE_URL"],
        ],
        input=f"{words};\n",
        capture_output=True,
        text=True,
        check=False,
    )


def everything() -> dict[str, str]:
    """A digest of every row of every table."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(
                f"SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) "
                f'FROM "{table}" t'
            )
            found[table] = cursor.fetchone()[0]
    return found


def found(words: str) -> list:
    """Ask the database's own catalogue."""
    with connection.cursor() as cursor:
        cursor.execute(words)
        return [row[0] for row in cursor.fetchall()]


def without(guard: str) -> str:
    """What takes a guard away."""
    tables = found(
        f"SELECT conrelid::regclass::text FROM pg_constraint WHERE conname = '{guard}'"
    )
    if not tables:
        return f"DROP INDEX {guard}"
    return f"ALTER TABLE {tables[0]} DROP CONSTRAINT {guard}"


def kept_tables() -> list[str]:
    """Every table from which a trigger keeps rows from being deleted."""
    return found(
        "SELECT tgrelid::regclass::text FROM pg_trigger "
        "WHERE tgname LIKE '%\\_no\\_delete' ORDER BY 1"
    )


class TestASelfApproval:
    def test_is_refused_by_name_and_changes_nothing(self, names):
        before = everything()

        for typed in SELF_APPROVALS:
            done = psql(typed.words, names)
            assert done.returncode != 0, typed
            assert f'constraint "{typed.guard}"' in done.stderr, (typed, done.stderr)

        assert everything() == before

    def test_would_work_without_that_guard(self, names):
        before = everything()

        for typed in SELF_APPROVALS:
            words = f"BEGIN; {without(typed.guard)}; {typed.words}; ROLLBACK"
            done = psql(words, names)
            assert done.returncode == 0, (typed, done.stderr)
            assert "UPDATE 1" in done.stdout or "INSERT 0 1" in done.stdout, typed

        assert everything() == before


class TestWhatWasWritten:
    def test_is_not_rewritten(self, names):
        before = everything()

        for table, change in REWRITTEN:
            done = psql(f"UPDATE {table} {change}", names)
            assert f"Rows of {table} are added, never changed" in done.stderr, change
            assert f"function {table}_refuse()" in done.stderr

        assert everything() == before

    def test_is_not_deleted(self, names):
        before = everything()
        full = [table for table in kept_tables() if before[table]]
        assert {"certificates_signature", "home_auditentry"} <= set(full)

        for table in full:
            # A draft may go; none of these is one.
            done = psql(f"DELETE FROM {table}", names)
            assert f"Rows of {table} are " in done.stderr, (table, done.stderr)

        assert everything() == before

    def test_is_not_emptied(self, names):
        """No trigger for rows is asked then: there has to be one for the statement."""
        before = everything()

        for table in kept_tables():
            done = psql(f"TRUNCATE {table} CASCADE", names)
            assert done.returncode != 0, table
            assert "ERROR:  Rows of " in done.stderr, done.stderr

        assert everything() == before

    def test_would_be_emptied_without_its_trigger(self, names):
        table = "certificates_applicationevent"
        words = f"DROP TRIGGER {table}_no_truncate ON {table}; TRUNCATE {table}"

        done = psql(f"BEGIN; {words}; ROLLBACK", names)

        assert done.returncode == 0, done.stderr


class TestWhatIsMadeUpWhole:
    @pytest.mark.parametrize(
        "words",
        [
            CREDENTIAL.format(":'alice'", "ROSTER"),
            APPLICATION.format(APPROVED.format(":'rita'")),
            SIGNATURE.replace(":'alice', :'alice'", ":'rita', :'alice'"),
            SUSPENSION.format(
                "lift_proposed_by_id = :'robin', lifted_by_id = :'rita', "
                "lifted_at = now()"
            ),
        ],
        ids=["credential", "approval", "signature", "lift"],
    )
    def test_is_told_by_the_log(self, names, words):
        # The concern and the match of the scene were put in by hand.
        before = set(told_by_the_log())

        done = psql(words, names)

        assert done.returncode == 0, done.stderr
        assert set(told_by_the_log()) - before
