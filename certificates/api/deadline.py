"""How long the gate waits for its database before it says no."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

# In milliseconds. Whoever stands at a door gets an answer within three seconds.
PATIENCE = 2000


@contextmanager
def quick_transaction() -> Iterator[None]:
    """This will open a transaction whose every statement gives up early.

    One that gives up raises OperationalError, and the gate denies.
    """
    if connection.vendor == "postgresql":
        with transaction.atomic():
            _give_up_early_in_this_one()
            yield
        return
    _wait_for_other_writers(PATIENCE)
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
            [str(PATIENCE), str(PATIENCE)],
        )


def _usual() -> int:
    return int(connection.settings_dict["OPTIONS"].get("timeout", 5) * 1000)


def _wait_for_other_writers(milliseconds: int) -> None:
    """SQLite keeps this with the connection, and asks nobody for it."""
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA busy_timeout = {milliseconds}")
