"""Chooses the database before Django starts: loaded by `-p` in pyproject.toml.

`KAP_TEST_DATABASE=postgresql` starts a server for this run. It has to happen before
the settings are read, since Wagtail's search is set up for one kind of database.
"""

import atexit
import contextlib
import os

from tests.postgresql import running_server

ON_POSTGRESQL = os.environ.get("KAP_TEST_DATABASE") == "postgresql"
SERVER = "KAP_TEST_POSTGRESQL_URL"

if ON_POSTGRESQL:
    # The first process starts the server; the workers find it by its address.
    if SERVER not in os.environ:
        _open = contextlib.ExitStack()
        os.environ[SERVER] = _open.enter_context(running_server())
        atexit.register(_open.close)
    os.environ["DATABASE_URL"] = os.environ[SERVER]
