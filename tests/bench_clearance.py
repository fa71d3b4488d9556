"""How many decisions a second the gate gives, and whether it stays as quick.

    python -m tests.bench_clearance [THERAPISTS ...]

Starts a PostgreSQL of its own, fills it to each number of therapists in turn, and asks
about booked sessions that are all clear: in this process, and over HTTP from gunicorn
with the settings of production. On the same server and in the same run it asks an
empty view that looks up the same token. Exits with 1 when judging takes longer than it
may, when the gate grows with the roster, or when it takes more of such views than it
does today; docs/clearance.md tells why twice one is out of reach.

The server writes to disk without waiting, as in the tests: what is measured is ours.
"""

import contextlib
import datetime
import http.client
import itertools
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import django

from tests.bench_world import PER_CLINIC, PER_TEAM, code_of, fill
from tests.postgresql import free_port, running_server

SIZES = (1_000, 10_000, 100_000)
WARM_UP, ROUNDS = 60, 400
CALLERS, SECONDS = 4, 5.0
GOAL_AS_EMPTY, MOST_AS_EMPTY, MOST_GROWTH = 2.0, 3.5, 1.5
# Milliseconds.
MOST_JUDGING = 0.2
# Every session of the clinic that the token is for.
TEAMS = PER_CLINIC // PER_TEAM


@dataclass(frozen=True)
class Measured:
    """What one size came to; times in milliseconds, medians."""

    facts: float
    digest: float
    judging: float
    whole: float
    http: float
    empty: float
    http_a_second: float

    @property
    def ratio(self) -> float:
        return self.http / self.empty


def question(number: int) -> dict:
    """This will ask about one booked session after the other."""
    return {
        "subject": {"type": "team", "id": "t"},
        "action": {"name": "book"},
        "resource": {"type": "session", "id": code_of(number % TEAMS)},
    }


def median_of(act: Callable[[int], object]) -> float:
    """This will do it often and give the median, in milliseconds."""
    for number in range(WARM_UP):
        act(number)
    taken = []
    for number in range(ROUNDS):
        begun = time.perf_counter()
        act(number)
        taken.append((time.perf_counter() - begun) * 1000)
    return statistics.median(taken)


def in_process() -> tuple[float, float, float, float]:
    """This will time the facts, their digest, judging, and the whole to its commit."""
    from certificates.actions.clearance import Asker, ask
    from certificates.clearance.decide import decide
    from certificates.clearance.digests import digest
    from certificates.clearance.policy import default_policy
    from certificates.clearance.question import parse
    from certificates.selectors.facts import world_for
    from home.models import Clinic

    clinic, policy = Clinic.objects.get(slug="clinic-0"), default_policy()
    moment = datetime.datetime.now(datetime.UTC)
    first = parse(question(0))
    world = world_for(first, application_at=moment, clinic=clinic)
    sha256 = digest(world)

    def whole(number: int) -> None:
        at = datetime.datetime.now(datetime.UTC)
        answer = ask(question(number), asker=Asker(clinic), at=at)
        assert answer.decision.decision, answer.decision.reasons

    def facts(number: int) -> None:
        asked = parse(question(number))
        world_for(asked, application_at=moment, clinic=clinic)

    return (
        median_of(facts),
        median_of(lambda _number: digest(world)),
        median_of(lambda _number: decide(first, world, policy, moment, sha256)),
        median_of(whole),
    )


class Caller:
    """One connection that stays open, with the token of the first clinic."""

    def __init__(self, port: int, secret: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        self.headers = {
            "Authorization": f"Bearer {secret}",
            "Content-Type": "application/json",
        }

    def post(self, path: str, data: dict) -> dict:
        self.connection.request("POST", path, json.dumps(data), self.headers)
        response = self.connection.getresponse()
        body = response.read()
        assert response.status == 200, (response.status, body)
        return json.loads(body)

    def gate(self, number: int) -> None:
        told = self.post("/access/v1/evaluation", question(number))
        assert told["decision"] is True, told

    def empty(self, number: int) -> None:
        assert self.post("/empty", question(number)) == {}


def over_http(port: int, secret: str) -> tuple[float, float]:
    """This will time the gate and the empty view in turn: the machine drifts."""
    caller = Caller(port, secret)
    taken: dict[str, list[float]] = {"gate": [], "empty": []}
    for number in range(WARM_UP + ROUNDS):
        for name, times in taken.items():
            begun = time.perf_counter()
            getattr(caller, name)(number)
            if number >= WARM_UP:
                times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(taken["gate"]), statistics.median(taken["empty"])


def a_second(port: int, secret: str) -> float:
    """This will count the answers that several callers get at once."""
    counts, until = [0] * CALLERS, time.perf_counter() + SECONDS

    def ask_on(which: int) -> None:
        caller = Caller(port, secret)
        for number in itertools.count():
            if time.perf_counter() > until:
                return
            caller.gate(number)
            counts[which] += 1

    threads = [threading.Thread(target=ask_on, args=[n]) for n in range(CALLERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / SECONDS


@contextlib.contextmanager
def gunicorn(database: str, folder: Path) -> Iterator[int]:
    """This will serve the site as in production and give its port."""
    port = free_port()
    told = {
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "tests.bench_settings",
        "SECRET_KEY": "bench-only",
        "PUBLIC_BASE_URL": f"http://127.0.0.1:{port}",
        "ALLOWED_HOSTS": "127.0.0.1",
        "DATA_DIR": str(folder),
        "EMAIL_URL": "consolemail://",
        "CHECKPOINT_KEY_FILE": str(folder / "checkpoint.pem"),
        "SECURE_SSL_REDIRECT": "false",
    }
    line = [sys.executable, "-m", "gunicorn", "kap_training.wsgi"]
    line += ["--bind", f"127.0.0.1:{port}", "--worker-class", "gthread"]
    line += ["--workers", "2", "--threads", "4", "--log-level", "warning"]
    server = subprocess.Popen(line, env=os.environ | told)
    try:
        _wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait_for(port: int) -> None:
    for _try in range(300):
        with contextlib.suppress(OSError):
            caller = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            caller.request("GET", "/.well-known/authzen-configuration")
            caller.getresponse().read()
            return
        time.sleep(0.1)
    raise TimeoutError("gunicorn did not start.")


def a_token() -> str:
    """This will have a director of the first clinic make a token."""
    from certificates.actions.tokens import Wanted, issue_token
    from home.models import Clinic
    from tests.cast import make_person

    clinic = Clinic.objects.get(slug="clinic-0")
    rita, now = make_person("Rita Rowe", clinic, "CLINICAL_DIRECTOR"), _now()
    wanted = Wanted("Bench", "bench")
    _token, secret = issue_token(clinic, wanted, by=rita, at=now)
    return secret


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


def measure(sizes: list[int], database: str) -> dict[int, Measured]:
    """This will fill to each size in turn, and measure there."""
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    found, begin, secret = {}, 0, ""
    for size in sizes:
        fill(begin, size, _now())
        begin, secret = size, secret or a_token()
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        inside = in_process()
        with (
            tempfile.TemporaryDirectory() as folder,
            gunicorn(database, Path(folder)) as port,
        ):
            outside = over_http(port, secret)
            found[size] = Measured(*inside, *outside, a_second(port, secret))
        tell(size, found[size])
    return found


def tell(size: int, m: Measured) -> None:
    """This will print one size."""
    print(  # noqa: T201
        f"{size:>9,} therapists | in process: facts {m.facts:.2f} ms, digest "
        f"{m.digest:.2f} ms, judging {m.judging:.3f} ms, whole {m.whole:.2f} ms "
        f"= {1000 / m.whole:.0f} a second | HTTP: {m.http:.2f} ms, {CALLERS} callers "
        f"{m.http_a_second:.0f} a second "
        f"| empty view {m.empty:.2f} ms, ratio {m.ratio:.2f}",
        flush=True,
    )


def judge(found: dict[int, Measured]) -> bool:
    """This will print the growth and say whether everything is kept."""
    first, last = found[min(found)], found[max(found)]
    growth = {
        name: getattr(last, name) / getattr(first, name)
        for name in ("facts", "whole", "http")
    }
    told = ", ".join(f"{name} × {times:.2f}" for name, times in growth.items())
    print(f"growth from {min(found):,} to {max(found):,}: {told}")  # noqa: T201
    worst = max(m.ratio for m in found.values())
    print(  # noqa: T201
        f"ratio to the empty view: at most {worst:.2f}; the goal was {GOAL_AS_EMPTY}"
    )
    is_quick = min(m.judging for m in found.values()) <= MOST_JUDGING
    is_flat = max(growth.values()) <= MOST_GROWTH
    return worst <= MOST_AS_EMPTY and is_flat and is_quick


def main() -> int:
    """This will run it all on servers that are gone afterwards."""
    sizes = sorted(int(size) for size in sys.argv[1:]) or list(SIZES)
    os.environ["DJANGO_SETTINGS_MODULE"] = "kap_training.settings.test"
    with running_server() as url:
        database = f"{url}?conn_max_age=600"
        os.environ["DATABASE_URL"] = database
        django.setup()
        from django.db import connections

        kept = judge(measure(sizes, database))
        connections.close_all()
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
