"""What both sides of a comparison run: four threads that act as often as they can.

It knows nothing of either side, so that it runs in either's environment.
"""

import json
import sys
import threading
import time
from collections.abc import Callable, Iterator

THREADS = 4

Act = Callable[[], object]


def serve(acts: list[Iterator[Act]], done: Callable[[], object]) -> None:
    """This will act for as long as each line from outside says, and tell what it took.

    Args:
        acts: for every thread, what it does next; no thread may run out of it.
        done: called by each thread when a time is over.
    """
    print(json.dumps("ready"), flush=True)  # noqa: T201
    for line in sys.stdin:
        until = time.perf_counter() + json.loads(line)
        took: list[float] = []
        threads = [
            threading.Thread(target=_act, args=(mine, until, took, done))
            for mine in acts
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        print(json.dumps(took), flush=True)  # noqa: T201


def _act(
    acts: Iterator[Act], until: float, took: list[float], done: Callable[[], object]
) -> None:
    while (begun := time.perf_counter()) < until:
        next(acts)()
        took.append((time.perf_counter() - begun) * 1000)
    done()
