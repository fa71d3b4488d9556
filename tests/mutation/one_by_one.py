"""A pytest plug-in: collects the gate's tests once and runs them on each mutant.

mutmut collects them anew for every mutant, which takes longer than the tests do. Here
each mutant has a child of the collected process. It runs every test until one fails:
first those that noticed earlier breaks of the same function, then of the same file,
then those that reach the function, quickest first, then all others. One child breaks
nothing and has to pass, or every answer would be worth nothing.

It reads `MUTANTS`, a file with a name on each line, and prints `STATE NAME` lines.
"""

import json
import os
import signal
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import pytest

NOTHING_BROKEN = "certificates.clearance.nothing"
# A mutant that never ends is noticed. All tests together take a minute.
LONGEST_SECONDS = 900
NOTICED, SURVIVED, ENDLESS = "noticed", "survived", "endless"


def pytest_runtestloop(session: pytest.Session) -> bool:
    """This will try every mutant, as many at once as there are processors."""
    names = [NOTHING_BROKEN, *Path(os.environ["MUTANTS"]).read_text().split()]
    tests = Tests(session.items)
    children: dict[int, Child] = {}
    for name in names:
        if len(children) == os.cpu_count():
            report(children, tests)
        order = tests.for_mutant(name)
        reading, writing = os.pipe()
        sys.stdout.flush()
        process = os.fork()
        if process == 0:
            break_and_run(session, name, order, writing)
        os.close(writing)
        children[process] = Child(name, order, reading)
    while children:
        report(children, tests)
    return True


class Tests:
    """All tests, and which of them noticed a break where."""

    def __init__(self, items: list[pytest.Item]) -> None:
        told = json.loads(Path("mutmut-stats.json").read_text())
        seconds = told["duration_by_test"]
        self.reaching = told["tests_by_mangled_function_name"]
        self.quickest = sorted(items, key=lambda item: seconds.get(item.nodeid, 0))
        self.noticed: dict[str, list[pytest.Item]] = defaultdict(list)

    def for_mutant(self, name: str) -> list[pytest.Item]:
        """Return all tests in the order that promises the soonest end."""
        function, file = places_of(name)
        reaching = set(self.reaching.get(function, ()))
        rest = sorted(self.quickest, key=lambda item: item.nodeid not in reaching)
        order = [*self.noticed[function], *self.noticed[file], *rest]
        return list(dict.fromkeys(order))

    def learn(self, name: str, item: pytest.Item) -> None:
        """This will put the test first for the next break of this place."""
        for place in places_of(name):
            noticed = self.noticed[place]
            noticed[:] = [item, *(other for other in noticed if other is not item)]


@dataclass(frozen=True)
class Child:
    """A running process: its mutant, its tests, and where it tells which failed."""

    name: str
    order: list[pytest.Item]
    reading: int


def places_of(name: str) -> tuple[str, str]:
    """Return the function and the file that a mutant breaks."""
    function = name.rpartition("__mutmut_")[0]
    return function, function.rpartition(".")[0]


def break_and_run(
    session: pytest.Session, name: str, order: list[pytest.Item], writing: int
) -> None:
    """This will run the tests on one mutant and end the process: 1 when one failed."""
    signal.alarm(LONGEST_SECONDS)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    os.environ["MUTANT_UNDER_TEST"] = name
    # Each test with the one after it, which shares its fixtures.
    for number, pair in enumerate(zip(order, [*order[1:], None], strict=True)):
        if fails(session, *pair):
            os.write(writing, str(number).encode())
            os._exit(1)
    os._exit(0)


def fails(
    session: pytest.Session, item: pytest.Item, following: pytest.Item | None
) -> bool:
    """This will run one test; a mutant that breaks pytest itself is noticed too."""
    try:
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
    except BaseException:
        return True
    return bool(session.testsfailed)


def report(children: dict[int, Child], tests: Tests) -> None:
    """This will wait for a child and print what became of its mutant."""
    process, status = os.wait()
    child = children.pop(process)
    with os.fdopen(child.reading) as told:
        number = told.read()
    if number:
        tests.learn(child.name, child.order[int(number)])
    if os.WIFSIGNALED(status):
        state = ENDLESS if os.WTERMSIG(status) == signal.SIGALRM else NOTICED
    else:
        state = NOTICED if os.WEXITSTATUS(status) else SURVIVED
    if child.name == NOTHING_BROKEN and state != SURVIVED:
        pytest.exit("The tests fail with nothing broken.", returncode=3)
    sys.__stdout__.write(f"{state} {child.name}\n")
    sys.__stdout__.flush()
