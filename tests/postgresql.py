"""A real PostgreSQL on loopback, started and stopped by the test run."""

import contextlib
import functools
import glob
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path


def binary(name: str) -> str:
    """This will find a PostgreSQL program, Debian's own folders included."""
    found = sorted(glob.glob(f"/usr/lib/postgresql/*/bin/{name}"))
    program = found[-1] if found else shutil.which(name)
    assert program, f"{name} is missing: install Debian's postgresql package."
    return program


def free_port() -> int:
    """This will give a port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def running_server() -> Iterator[str]:
    """This will run a server in a folder of its own and give its address."""
    folder = Path(tempfile.mkdtemp(prefix="kap-postgresql-"))
    port = free_port()
    # PostgreSQL refuses to run as root.
    as_postgres = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    if as_postgres:
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    quick = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
    where = f"-c listen_addresses=127.0.0.1 -c port={port} -k {folder}"
    initdb = [binary("initdb"), "-D", folder / "data", "-U", "kap", "--auth=trust"]
    control = [binary("pg_ctl"), "-D", folder / "data", "-w", "-l", folder / "log"]
    run = functools.partial(subprocess.run, check=True, capture_output=True, cwd="/")
    try:
        run([*as_postgres, *initdb, "-E", "UTF8", "--locale=C"])
        options = ["-o", f"{where} {quick} -c max_connections=200", "start"]
        run([*as_postgres, *control, *options])
        yield f"postgresql://kap@127.0.0.1:{port}/postgres"
    finally:
        stop = [*as_postgres, *control, "-m", "immediate", "stop"]
        subprocess.run(stop, capture_output=True, cwd="/", check=False)
        shutil.rmtree(folder, ignore_errors=True)
