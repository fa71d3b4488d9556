"""A process that is killed before each of its steps: SQL statements, commits, files.

The work runs in a fork of the test's process, which has imported everything already.
"""

import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

from django.db import connection, connections

from tests import databases
from tests.restoring import Place

INHERITED: list[object] = []
DONE, FAILED = 0, 1
TOUCHES = {"open", "os.rename", "os.remove", "os.mkdir", "os.link", "os.chmod"}


def kills(work: Callable[[], object], place: Place, every: int = 1) -> Iterator[int]:
    """This will kill the work before its first step, then its second, and so on.

    Each time the caller looks at what is left, and everything is put back as it was. It
    ends when the work came to its end without being killed. The last step is always
    tried, because what is left after it is the whole.

    Args:
        place: where it is done; files count as steps in its folder, elsewhere not.
        every: how many steps further it gets each time.
    Yields: how many steps were done.
    """
    steps = 0
    while not _ran_to_its_end(work, steps, place.data):
        yield steps
        place.put_back()
        steps += every
    for passed_over in range(max(steps - every + 1, 0), steps + 1):
        place.put_back()
        if _ran_to_its_end(work, passed_over, place.data):
            return
        yield passed_over


def _ran_to_its_end(work: Callable[[], object], allowed: int, folder: Path) -> bool:
    connections.close_all()
    child = os.fork()
    if child == 0:
        os._exit(_run(work, allowed, folder))
    _pid, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return False
    assert os.WEXITSTATUS(status) == DONE, "The work failed by itself: see above."
    return True


def _run(work: Callable[[], object], allowed: int, folder: Path) -> int:
    left = allowed
    _use_the_same_database()

    def step() -> None:
        nonlocal left
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        left -= 1

    _watch_statements(step)
    _watch_files(step, folder)
    try:
        work()
        connections.close_all()
    except BaseException:
        traceback.print_exc()
        return FAILED
    return DONE


def _use_the_same_database() -> None:
    """Where an event loop of a browser runs, Django's connections are those of its
    context. The fork has no loop, and would see connections of long before."""
    # Kept, not closed: what a parent opened is not for its child to close.
    INHERITED.append(connections["default"])
    url = os.environ["DATABASE_URL"]
    connections["default"] = connections["default"].copy()
    databases.point_django_at(url)


def _watch_statements(step: Callable[[], None]) -> None:
    def before(execute, sql, params, many, context):
        step()
        return execute(sql, params, many, context)

    connection.execute_wrappers.append(before)
    commit = connection._commit

    def committing():
        step()
        commit()
        step()

    connection._commit = committing


def _watch_files(step: Callable[[], None], folder: Path) -> None:
    inside = str(folder)

    def hook(event: str, args: tuple) -> None:
        if event in TOUCHES and any(
            isinstance(arg, str) and arg.startswith(inside) for arg in args
        ):
            step()

    sys.addaudithook(hook)
