"""How quick learning is, on PostgreSQL and on SQLite, each beside something else.

    python -m tests.bench_learning PYTHON-WITH-WAGTAIL-LMS

"Completed" with eight clients beside wagtail-lms's, a lesson beside a bare page of
Wagtail with the same blocks, and an attempt handed in beside a bare insert of as many
answers. Both sides of each take turns in one run. Exits with 1 when a goal is missed.

PostgreSQL writes to disk without waiting, as in the tests, for both sides.
"""

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg

from tests.bench_learning.beside import Beside
from tests.bench_learning.crew import ROOT, Crew, alternate, crew
from tests.postgresql import running_server

TURNS, SECONDS = 5, 3.0
AS_MANY, AS_LONG_SHOWN, AS_LONG_HANDED_IN = 10, 1.4, 2.0


def say(text: str) -> None:
    """This will print one line at once."""
    print(text, flush=True)  # noqa: T201


@contextlib.contextmanager
def databases(folder: Path) -> Iterator[dict[str, tuple[str, str]]]:
    """This will give by its name ours and theirs, on the same server."""
    with running_server() as url:
        with psycopg.connect(url, autocommit=True) as server:
            for name in ("ours", "theirs"):
                server.execute(f"CREATE DATABASE {name}")
        here = url.removesuffix("/postgres")
        yield {
            "PostgreSQL": (f"{here}/ours", f"{here}/theirs"),
            "SQLite": (f"sqlite:///{folder}/ours", f"sqlite:///{folder}/theirs"),
        }


def run(python: str | Path, *told: str) -> None:
    """This will run one of our modules to its end."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    subprocess.run([str(python), "-m", *told], cwd=ROOT, env=environment, check=True)


def completed(name: str, theirs_with: Path, ours: str, theirs: str) -> bool:
    """This will compare "completed", and say whether it is as quick as it is to be."""
    run(sys.executable, "tests.bench_learning.kap", "fill")
    run(theirs_with, "tests.bench_learning.lms", "fill", theirs)
    kap, lms = "tests.bench_learning.kap", "tests.bench_learning.lms"
    with (
        crew("ours", Path(sys.executable), kap) as here,
        crew("wagtail-lms", theirs_with, lms, theirs) as there,
    ):
        alternate(here, there, TURNS, SECONDS)
        ratio = here.a_second / there.a_second
        say(f"{name:>10} | completed: {told(here)}, {told(there)}, ratio {ratio:.1f}")
    return ratio >= AS_MANY


def told(one: Crew) -> str:
    """Such as “ours 300 a second, median 24 ms”."""
    return f"{one.name} {one.a_second:.0f} a second, median {one.median:.1f} ms"


def in_one_process() -> bool:
    """This will compare pages and what is handed in; run in a process of its own."""
    from tests.bench_learning.beside import handing_in, pages
    from tests.bench_learning.kap import set_up

    set_up()
    kept = True
    for what, found in pages().items():
        kept &= _keeps(what, found, "bare page", AS_LONG_SHOWN)
    handed_in = handing_in()
    return _keeps("handed in", handed_in, "bare insert", AS_LONG_HANDED_IN) and kept


def _keeps(what: str, found: Beside, other: str, most: float) -> bool:
    say(
        f"           | {what}: {found.ours:.1f} ms, {other} {found.other:.1f} ms, "
        f"ratio {found.ratio:.2f}"
    )
    return found.ratio <= most


def use(database: str, folder: Path) -> None:
    """This will have all that is ours work as in production, with that database."""
    os.environ.update(
        DATABASE_URL=database,
        SECRET_KEY="bench-only",
        PUBLIC_BASE_URL="https://127.0.0.1",
        ALLOWED_HOSTS="*",
        DATA_DIR=str(folder),
        EMAIL_URL="consolemail://",
        CHECKPOINT_KEY_FILE=str(folder / "checkpoint.pem"),
    )


def main() -> int:
    """This will measure everything, and be 1 when a goal is missed."""
    if sys.argv[1] == "in-one-process":
        return 0 if in_one_process() else 1
    theirs_with, missed = Path(sys.argv[1]).absolute(), False
    with (
        tempfile.TemporaryDirectory() as folder,
        databases(Path(folder)) as found,
    ):
        for name, (ours, theirs) in found.items():
            use(ours, Path(folder))
            missed |= not completed(name, theirs_with, ours, theirs)
            line = [sys.executable, "-m", "tests.bench_learning", "in-one-process"]
            missed |= subprocess.run(line, cwd=ROOT, check=False).returncode != 0
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
