"""Databases for the tests: migrated once, copied for whoever needs one."""

import contextlib
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import environ
import psycopg
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connections

from kap_training.settings.database import database_from

ROOT = Path(__file__).resolve().parents[1]
CACHE = Path(tempfile.gettempdir()) / f"kap-training-tests-{os.getuid()}"


def migrations_digest() -> str:
    """This will name the state of every migration and the installed packages."""
    digest = hashlib.sha256()
    for path in sorted(ROOT.glob("*/migrations/*.py")):
        digest.update(path.read_bytes())
    digest.update((ROOT / "requirements.txt").read_bytes())
    digest.update(sys.prefix.encode())
    return digest.hexdigest()[:16]


def manage(*arguments: str, **environment: str) -> str:
    """This will run manage.py in a process of its own and give what it printed."""
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@contextlib.contextmanager
def locked(name: str):
    """This will let one process at a time build a thing that others wait for."""
    import fcntl

    CACHE.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (CACHE / f"{name}.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def sqlite_template() -> Path:
    """This will give a migrated SQLite file, built when the migrations changed."""
    wanted = CACHE / f"{migrations_digest()}.sqlite3"
    with locked("sqlite"):
        if not wanted.exists():
            half = CACHE / f"{wanted.stem}.half"
            half.unlink(missing_ok=True)
            manage("migrate", "-v0", DATABASE_URL=f"sqlite:///{half}")
            with contextlib.closing(_sqlite(half)) as database:
                database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                database.execute("PRAGMA journal_mode=DELETE")
            half.rename(wanted)
    return wanted


def _sqlite(path: Path):
    import sqlite3

    return sqlite3.connect(path)


def sqlite_copy(folder: Path) -> Path:
    """This will give a fresh migrated SQLite file in the folder."""
    copy = folder / "test.sqlite3"
    shutil.copyfile(sqlite_template(), copy)
    return copy


def postgresql_template(server_url: str) -> str:
    """This will give the name of a migrated PostgreSQL database, built once."""
    name = f"template_{migrations_digest()}"
    with locked("postgresql"), psycopg.connect(server_url, autocommit=True) as server:
        found = server.execute(
            "SELECT 1 FROM pg_database WHERE datname = %s", [name]
        ).fetchone()
        if not found:
            # Named when it is whole: a migration that fails leaves no template.
            half = f"half_{name}"
            server.execute(f'DROP DATABASE IF EXISTS "{half}" WITH (FORCE)')
            server.execute(f'CREATE DATABASE "{half}"')
            manage("migrate", "-v0", DATABASE_URL=url_of(server_url, half))
            server.execute(f'ALTER DATABASE "{half}" RENAME TO "{name}"')
    return name


def postgresql_copy(server_url: str, name: str) -> str:
    """This will give the address of a fresh copy of the migrated database."""
    template = postgresql_template(server_url)
    with psycopg.connect(server_url, autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return url_of(server_url, name)


def url_of(server_url: str, name: str) -> str:
    """This will give the address of one database of the server."""
    return server_url.rsplit("/", 1)[0] + "/" + name


def point_django_at(url: str) -> None:
    """This will make Django's default connection use another database."""
    os.environ["DATABASE_URL"] = url
    settings.DATABASES["default"] = database_from(environ.Env(), CACHE)
    connections["default"].close()
    del connections["default"]
    connections.__dict__.pop("settings", None)
    connections._settings = None
    ContentType.objects.clear_cache()
