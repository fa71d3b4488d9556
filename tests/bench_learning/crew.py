"""Two processes of four threads, as the site is served; told from here when to act."""

import contextlib
import json
import os
import statistics
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

PROCESSES = 2
ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Crew:
    """One side of a comparison, and what it did so far."""

    name: str
    workers: list[subprocess.Popen]
    # Milliseconds each, of all threads.
    took: list[float] = field(default_factory=list)
    seconds: float = 0

    def act(self, seconds: float) -> None:
        """This will have all workers act at once for so long."""
        for worker in self.workers:
            assert worker.stdin
            worker.stdin.write(f"{json.dumps(seconds)}\n")
            worker.stdin.flush()
        for worker in self.workers:
            self.took += _told(worker)
        self.seconds += seconds

    def forget(self) -> None:
        """This will begin to count anew: what was done was warming up."""
        self.took, self.seconds = [], 0

    @property
    def a_second(self) -> float:
        """How often it was done in a second, by all together."""
        return len(self.took) / self.seconds

    @property
    def median(self) -> float:
        """Milliseconds."""
        return statistics.median(self.took)


def _told(worker: subprocess.Popen) -> list[float]:
    assert worker.stdout
    line = worker.stdout.readline()
    assert line, "A worker of the bench ended before its time: see above."
    return json.loads(line)


@contextlib.contextmanager
def crew(name: str, python: Path, module: str, *told: str) -> Iterator[Crew]:
    """This will start the workers of one side, and end them afterwards.

    Args:
        module: run as `python -m module NUMBER OF *told`.
    """
    workers = [
        subprocess.Popen(
            [str(python), "-m", module, str(number), str(PROCESSES), *told],
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(PROCESSES)
    ]
    try:
        for worker in workers:
            _told(worker)
        yield Crew(name, workers)
    finally:
        for worker in workers:
            worker.terminate()
            worker.wait(timeout=30)


def alternate(one: Crew, other: Crew, rounds: int, seconds: float) -> None:
    """This will let both act in turn: a machine drifts, and both drift with it."""
    one.act(seconds)
    other.act(seconds)
    one.forget()
    other.forget()
    for _round in range(rounds):
        one.act(seconds)
        other.act(seconds)
