"""The real server on a seeded database, for a browser to walk through."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests import databases
from tests.postgresql import free_port

SETTINGS = "kap_training.settings.journeys"


@dataclass(frozen=True)
class Site:
    """A running site.

    Args:
        url: its address, without a slash at the end.
        folder: its data directory.
    """

    url: str
    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        """The variables with which manage.py works on this site's database."""
        return site_environment(self.folder) | {"PUBLIC_BASE_URL": self.url}


def site_environment(folder: Path) -> dict[str, str]:
    return {
        "DJANGO_SETTINGS_MODULE": SETTINGS,
        "DATA_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder / 'kap.sqlite3'}",
    }


def seeded_folder() -> Path:
    """This will give a data directory with the demo in it, built once a version."""
    wanted = databases.CACHE / f"seeded-{_digest()}"
    with databases.locked("seeded"):
        if not wanted.exists():
            half = wanted.with_suffix(".half")
            shutil.rmtree(half, ignore_errors=True)
            half.mkdir(parents=True)
            shutil.copyfile(databases.sqlite_template(), half / "kap.sqlite3")
            for command in ("load_starter_curriculum", "seed_demo"):
                databases.manage(command, **site_environment(half))
            half.rename(wanted)
    return wanted


def _digest() -> str:
    """This will name everything the seed depends on: the code and the content."""
    digest = databases.hashlib.sha256(databases.migrations_digest().encode())
    for room in ("kap_training", "certificates", "modules", "home", "templates"):
        for path in sorted((databases.ROOT / room).rglob("*")):
            if path.suffix in {".py", ".yaml", ".md", ".html"}:
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


@contextlib.contextmanager
def running_site(folder: Path) -> Iterator[Site]:
    """This will serve a copy of the seeded site, with a worker beside it."""
    shutil.copytree(seeded_folder(), folder, dirs_exist_ok=True)
    port = free_port()
    site = Site(f"http://127.0.0.1:{port}", folder)
    environment = os.environ | site.environment
    programs = [
        [
            *(sys.executable, "-m", "gunicorn", "kap_training.wsgi"),
            *("--bind", f"127.0.0.1:{port}", "--worker-class", "gthread"),
            *("--threads", "4", "--log-level", "warning"),
        ],
        [
            sys.executable,
            "manage.py",
            "db_worker",
            "--backend",
            "work",
            "--interval=0.2",
            "-v0",
        ],
    ]
    running = [
        subprocess.Popen(
            program, cwd=databases.ROOT, env=environment, start_new_session=True
        )
        for program in programs
    ]
    try:
        _wait_for(site.url + "/healthz")
        yield site
    finally:
        for process in running:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
        for process in running:
            process.wait(timeout=20)


def _wait_for(url: str) -> None:
    for _attempt in range(300):
        with contextlib.suppress(OSError):
            urllib.request.urlopen(url, timeout=5)
            return
        time.sleep(0.2)
    raise AssertionError(f"{url} did not answer.")
