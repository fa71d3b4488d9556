"""What every test may ask for.

`KAP_TEST_DATABASE=postgresql` runs the whole suite on a PostgreSQL that this run
starts itself; otherwise it runs on SQLite. Either way the database is migrated
once and copied.
"""

import os
from pathlib import Path

import pytest
from django.db import connections

from tests import databases
from tests.choose_database import ON_POSTGRESQL, SERVER
from tests.postgresql import running_server

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

pytest_plugins = ["tests.cast"]


@pytest.fixture(scope="session")
def postgresql_server():
    """The address of a running PostgreSQL, whatever the suite itself runs on."""
    if SERVER in os.environ:
        yield os.environ[SERVER]
        return
    with running_server() as address:
        yield address


@pytest.fixture(scope="session")
def django_db_setup(request, tmp_path_factory, django_db_blocker):
    """One fresh copy of the migrated database for this process."""
    with django_db_blocker.unblock():
        if ON_POSTGRESQL:
            worker = os.environ.get("PYTEST_XDIST_WORKER", "only")
            name = f"suite_{worker}"
            url = databases.postgresql_copy(os.environ[SERVER], name)
        else:
            folder: Path = tmp_path_factory.mktemp("database")
            url = f"sqlite:///{databases.sqlite_copy(folder)}"
        databases.point_django_at(url)
        yield


@pytest.fixture
def on_postgresql(postgresql_server, django_db_setup, django_db_blocker):
    """A PostgreSQL database of this test's own, whatever the suite runs on."""
    before = os.environ["DATABASE_URL"]
    name = f"race_{os.environ.get('PYTEST_XDIST_WORKER', 'only')}"
    with django_db_blocker.unblock():
        databases.point_django_at(databases.postgresql_copy(postgresql_server, name))
        try:
            yield
        finally:
            connections.close_all()
            databases.point_django_at(before)
