"""A pytest plug-in: collects the gate's tests once and runs them on each mutant.

mutmut collects them anew for every mutant, which takes longer than the tests do. Here
each mutant has a child of the collected process: the tests that reach the broken
function first, quickest first, and if all of those pass, the others too. The first that
fails ends it. One child breaks nothing and has to pass, or every answer would be worth
nothing.

It reads `MUTANTS`, a file with a name on each line, and prints `STATE NAME` lines.
"""

import json
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

NOTHING_BROKEN = "certificates.clearance.nothing"
# A mutant that never ends is noticed. All tests together take a minute.
LONGEST_SECONDS = 900
NOTICED, SURVIVED, ENDLESS = "noticed", "survived", "endless"


def pytest_runtestloop(session: pytest.Session) -> bool:
    """This will try every mutant, as many at once as there are processors."""
    names = [NOTHING_BROKEN, *Path(os.environ["MUTANTS"]).read_text().split()]
    told = json.loads(Path("mutmut-stats.json").read_text())
    seconds = told["duration_by_test"]
    reached = told["tests_by_mangled_function_name"]
    quickest = sorted(session.items, key=lambda item: seconds.get(item.nodeid, 0))
    children: dict[int, str] = {}
    for name in names:
        if len(children) == os.cpu_count():
            report(children)
        about = set(reached.get(name.rpartition("__mutmut_")[0], ()))
        order = sorted(quickest, key=lambda item: item.nodeid not in about)
        sys.stdout.flush()
        child = os.fork()
        if child == 0:
            break_and_run(session, name, order)
        children[child] = name
    while children:
        report(children)
    return True


def break_and_run(session: pytest.Session, name: str, order: list[pytest.Item]) -> None:
    """This will run the tests on one mutant and end the process: 1 when one failed."""
    signal.alarm(LONGEST_SECONDS)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    os.environ["MUTANT_UNDER_TEST"] = name
    try:
        failed = any(fails(session, *pair) for pair in pairs(order))
    except BaseException:  # a mutant may break pytest itself
        failed = True
    os._exit(1 if failed else 0)


def fails(session: pytest.Session, item: pytest.Item, following: pytest.Item) -> bool:
    """This will run one test, and say whether the session has a failure now."""
    item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
    return bool(session.testsfailed)


def pairs(order: list[pytest.Item]) -> Iterator[tuple[pytest.Item, pytest.Item | None]]:
    """This will give each test with the one after it, which shares its fixtures."""
    yield from zip(order, [*order[1:], None], strict=True)


def report(children: dict[int, str]) -> None:
    """This will wait for a child and print what became of its mutant."""
    child, status = os.wait()
    name = children.pop(child)
    if os.WIFSIGNALED(status):
        state = ENDLESS if os.WTERMSIG(status) == signal.SIGALRM else NOTICED
    else:
        state = NOTICED if os.WEXITSTATUS(status) else SURVIVED
    if name == NOTHING_BROKEN and state != SURVIVED:
        pytest.exit("The tests fail with nothing broken.", returncode=3)
    sys.__stdout__.write(f"{state} {name}\n")
    sys.__stdout__.flush()
