"""Eight clients that do the same at the same moment."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.db import connections

CLIENTS = 8


def at_once(act: Callable[[int], object]) -> list:
    """This will let eight threads do the same at the same moment."""
    gate = threading.Barrier(CLIENTS)

    def one(number: int) -> object:
        try:
            gate.wait(timeout=30)
            return act(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(CLIENTS) as pool:
        return list(pool.map(one, range(CLIENTS)))
