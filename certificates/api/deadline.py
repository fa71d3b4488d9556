"""How long an answer to another system waits for the database before it says no."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import OperationalError, connection, transaction

# In milliseconds. Whoever stands at a door gets an answer within three seconds: no
# statement begins after the first, and none takes longer than the last. A batch is
# asked by nobody at a door.
FOR_ONE, FOR_MANY, EACH = 1300, 10_000, 1500


@contextmanager
def quick_transaction(in_all: int) -> Iterator[None]:
    """This will open a transaction that gives up early, as a whole and at each step.

    What gives up raises OperationalError, and the gate denies.

    Args:
        in_all: milliseconds after which no statement begins any more.
    """
    with connection.execute_wrapper(_Patience(in_all)), _transaction():
        yield


class _Patience:
    """Lets no statement begin when the time is over."""

    def __init__(self, milliseconds: int) -> None:
        self.until = time.monotonic() + milliseconds / 1000

    def __call__(
        self, execute: Callable, sql: str, params: Any, many: bool, context: dict
    ) -> Any:
        if time.monotonic() > self.until:
            raise OperationalError("The database was too slow for a quick answer.")
        return execute(sql, params, many, context)


@contextmanager
def _transaction() -> Iterator[None]:
    if connection.vendor == "postgresql":
        with transaction.atomic():
            _give_up_early_in_this_one()
            yield
        return
    _wait_for_other_writers(EACH)
    try:
        with transaction.atomic():
            yield
    finally:
        _wait_for_other_writers(_usual())


def _give_up_early_in_this_one() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('statement_timeout', %s, true), "
            "set_config('lock_timeout', %s, true)",
            [str(EACH), str(EACH)],
        )


def _usual() -> int:
    return int(connection.settings_dict["OPTIONS"].get("timeout", 5) * 1000)


def _wait_for_other_writers(milliseconds: int) -> None:
    """SQLite keeps this with the connection, and asks nobody for it."""
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA busy_timeout = {milliseconds}")
