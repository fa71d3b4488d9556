"""What every test may ask for.

`KAP_TEST_DATABASE=postgresql` runs the whole suite on a PostgreSQL that this run
starts itself; otherwise it runs on SQLite. Either way the database is migrated
once and copied.
"""

import contextlib
import os
from pathlib import Path

import pytest

from tests import databases
from tests.postgresql import running_server

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
ON_POSTGRESQL = os.environ.get("KAP_TEST_DATABASE") == "postgresql"
SERVER = "KAP_TEST_POSTGRESQL_URL"
_open = contextlib.ExitStack()

pytest_plugins = ["tests.cast"]


def pytest_configure(config: pytest.Config) -> None:
    """The first process starts the server; the workers find it by its address."""
    if not ON_POSTGRESQL:
        return
    if not hasattr(config, "workerinput") and SERVER not in os.environ:
        os.environ[SERVER] = _open.enter_context(running_server())


def pytest_unconfigure(config: pytest.Config) -> None:
    _open.close()


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
