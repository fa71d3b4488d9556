"""How long the lists of a clinic with 10,000 therapists take, on PostgreSQL.

    python -m tests.bench_roster [PEOPLE]

Starts a server of its own, fills it, asks for each page as a director does, and
prints the median of five. Exits with 1 when the roster takes a second or more.
"""

import datetime
import os
import statistics
import sys
import time

import django

from tests.postgresql import running_server

LIMIT_SECONDS = 1.0
ROUNDS = 5
PAGES = {
    "roster, first page": ("people", {}),
    "roster, page 150": ("people", {"page": "150"}),
    "roster, by name": ("people", {"name": "Person 09"}),
    "roster, by role": ("people", {"sort": "role"}),
    "roster, by level": ("people", {"sort": "level"}),
    "roster, by next lapse": ("people", {"sort": "lapse"}),
    "roster, lapsing within 30 days": ("people", {"within": "30"}),
    "roster, one state": ("people", {"credential": "L3", "state": "VALID"}),
    "roster, suspended": ("people", {"suspended": "yes"}),
    "desk": ("desk", {}),
    "what runs out": ("lapses", {}),
}


def fill(count: int):
    """Everybody holds what a therapist holds, each with days of their own."""
    from certificates import models as held
    from home.models import Clinic, Membership, Person
    from tests.cast import make_person

    now = datetime.datetime.now(datetime.UTC)
    today = now.date()

    def day(number: int) -> datetime.date:
        return today + datetime.timedelta(days=number)

    def each(model, make) -> None:
        rows = [make(number, one) for number, one in enumerate(people)]
        model.objects.bulk_create(rows, batch_size=2000)

    clinic = Clinic.objects.create(
        slug="north",
        name="North Clinic",
        time_zone="America/New_York",
        jurisdiction="US-MA",
    )
    people = Person.objects.bulk_create(
        [Person(name=f"Person {number:05}") for number in range(count)]
    )
    each(
        Membership,
        lambda n, p: Membership(
            person=p, clinic=clinic, role="THERAPIST", starts_on=day(-700)
        ),
    )
    for type_ in ("L1", "L3"):
        each(
            held.Credential,
            lambda n, p, type_=type_: held.Credential(
                person=p,
                clinic=clinic,
                type=type_,
                state="ACTIVE",
                valid_from=day(-300),
                valid_to=day(n % 700),
                awarded_at=now,
            ),
        )
    for kind in ("LICENCE", "LIABILITY", "BLS"):
        each(
            held.Document,
            lambda n, p, kind=kind: held.Document(
                person=p,
                kind=kind,
                jurisdiction="US-MA" if kind == "LICENCE" else "",
                issued_on=day(-200),
                expires_on=day(n % 365),
                recorded_at=now,
            ),
        )
    licences = held.Document.objects.filter(kind="LICENCE").only("pk")
    held.Verification.objects.bulk_create(
        [
            held.Verification(
                document=row,
                on=day(-(number % 120)),
                method="PRIMARY_SOURCE",
                outcome="VERIFIED",
                recorded_at=now,
            )
            for number, row in enumerate(licences)
        ]
    )
    # A year of monthly checks.
    for month in range(12):
        each(
            held.ExclusionCheck,
            lambda n, p, month=month: held.ExclusionCheck(
                person=p,
                on=day(-(n % 31) - 30 * month),
                outcome="CLEAR",
                recorded_at=now,
            ),
        )
    for kind in ("DRILL", "REFRESH"):
        each(
            held.CurrencyRecord,
            lambda n, p, kind=kind: held.CurrencyRecord(
                person=p, kind=kind, on=day(-(n % 180)), recorded_at=now
            ),
        )
    each(
        held.Suspension,
        lambda n, p: held.Suspension(
            person=p,
            clinic=clinic,
            kind="ADMINISTRATIVE",
            starts_at=now - datetime.timedelta(days=90),
            lifted_at=None if n % 100 == 0 else now - datetime.timedelta(days=80),
            recorded_at=now,
        ),
    )
    return make_person("Rita Rowe", clinic, "CLINICAL_DIRECTOR")


def timed(client, name: str, told: dict) -> float:
    """This will ask for one page and give the median of five rounds, in seconds."""
    from django.urls import reverse

    where, seconds = reverse(f"credentialing_{name}"), []
    for _round in range(ROUNDS):
        begun = time.perf_counter()
        answer = client.get(where, told)
        seconds.append(time.perf_counter() - begun)
        assert answer.status_code == 200, (name, told, answer.status_code)
    return statistics.median(seconds)


def measure(count: int) -> bool:
    """This will print every page's time and say whether the roster keeps to it."""
    from django.core.management import call_command
    from django.db import connection

    from tests.cast import client_of

    call_command("migrate", verbosity=0)
    client = client_of(fill(count))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    taken = {label: timed(client, *page) for label, page in PAGES.items()}
    for label, seconds in taken.items():
        print(f"{label:32} {seconds * 1000:7.0f} ms")  # noqa: T201
    rosters = [seconds for label, seconds in taken.items() if "roster" in label]
    return max(rosters) < LIMIT_SECONDS


def main() -> int:
    """This will run it all on a server that is gone afterwards."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    os.environ["DJANGO_SETTINGS_MODULE"] = "kap_training.settings.test"
    with running_server() as url:
        os.environ["DATABASE_URL"] = url
        django.setup()
        from django.conf import settings
        from django.db import connections
        from django.test.utils import setup_test_environment

        setup_test_environment()
        settings.ALLOWED_HOSTS = ["*"]
        kept = measure(count)
        connections.close_all()
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
