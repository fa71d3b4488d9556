"""A seeded demonstration to test, and what tests ask of it."""

import contextlib
import datetime
import io
import os
import zoneinfo
from dataclasses import replace

from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.test.utils import override_settings
from django.utils import timezone

from certificates.actions.clearance import Asker, ask
from certificates.models import Session
from home.models import Clinic, Person
from kap_training.demo.derived import session_code
from kap_training.demo.seeding import seed_demonstration
from kap_training.demo.sessions import book_sessions
from kap_training.demo.stage import Stage
from kap_training.demo.timeline import Timeline
from kap_training.management.commands.seed_demo import load_what_is_missing
from tests import databases
from tests.choose_database import ON_POSTGRESQL, SERVER

SEED = 7
# Printing every certificate is another test's work.
NO_PRINTING = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "work": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"},
}
SHOWING = {"KAP_DEMONSTRATION": True, "TASKS": NO_PRINTING}


@contextlib.contextmanager
def database_of_its_own(folder, name):
    """This will let a module write what it keeps, and leave the suite's as it was."""
    before = os.environ["DATABASE_URL"]
    if ON_POSTGRESQL:
        url = databases.postgresql_copy(os.environ[SERVER], f"{name}_{os.getpid()}")
    else:
        url = f"sqlite:///{databases.sqlite_copy(folder)}"
    databases.point_django_at(url)
    try:
        yield
    finally:
        databases.point_django_at(before)


@override_settings(**SHOWING)
def seed(at: datetime.datetime | None = None) -> datetime.datetime:
    """This will load the curriculum and seed; gives the moment it was seeded at."""
    load_what_is_missing()
    at = at or timezone.now()
    seed_demonstration(SEED, at)
    return at


@override_settings(**SHOWING)
def run(*arguments, seed=SEED):
    out = io.StringIO()
    call_command("seed_demo", "--seed", str(seed), *arguments, stdout=out)
    return out.getvalue()


def row_counts():
    # One of Wagtail's models has its table on SQLite only.
    tables = set(connection.introspection.table_names())
    counted = [m for m in apps.get_models() if m._meta.db_table in tables]
    return {model._meta.label: model._base_manager.count() for model in counted}


def at_stage(manifest, stage) -> Person:
    rows = [row for row in manifest["people"] if row["stage"] == stage]
    return Person.objects.select_related("user").get(pk=rows[0]["id"])


def question(code, action):
    return {
        "subject": {"type": "team", "id": "t"},
        "action": {"name": action},
        "resource": {"type": "session", "id": code},
    }


def answer(manifest, shows, action, at=None):
    row = next(row for row in manifest["sessions"] if row["shows"] == shows)
    clinic = Clinic.objects.get(slug=row["clinic"])
    told = ask(
        question(row["code"], action), asker=Asker(clinic), at=at or timezone.now()
    )
    return told.decision.decision, {v.code for v in told.decision.reasons}


def without_codes(manifest):
    rows = [
        {key: row[key] for key in row if key not in {"code", "verify_url"}}
        for row in manifest["credentials"]
    ]
    return manifest | {"credentials": rows}


def stage_at(manifest, moment) -> Stage:
    people = {
        person.user.email.split("@")[0].split(".")[0]: person
        for person in Person.objects.select_related("user")
    }
    clinics = {clinic.slug: clinic for clinic in Clinic.objects.all()}
    return Stage(SEED, Timeline(moment), clinics, people)


def tomorrow_at(hour, minute) -> datetime.datetime:
    """This will give an hour of tomorrow at the clinic of the north."""
    zone = zoneinfo.ZoneInfo("America/New_York")
    day = timezone.now().astimezone(zone).date() + datetime.timedelta(days=1)
    return datetime.datetime.combine(day, datetime.time(hour, minute), tzinfo=zone)


def booked_again(manifest, moment):
    """This will book the same at another moment; gives the manifest with those codes.

    Nothing booked is ever deleted, so what was booked before is cancelled.
    """
    Session.objects.update(state=Session.State.CANCELLED)
    stage = replace(stage_at(manifest, moment), seed=SEED + 1)
    book_sessions(stage)
    rows = [
        row | {"code": session_code(stage.seed, row["shows"])}
        for row in manifest["sessions"]
    ]
    return manifest | {"sessions": rows}
