"""The application's clock is two days wrong: nothing opens."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from home.models import AuditEntry, Role
from tests.cast import make_clinic, make_person
from tests.certificates.gate.standing import make_clear_today, session_soon

ROOT = Path(__file__).resolve().parents[3]
ASK = """
import json, sys, django
django.setup()
from django.utils import timezone
from certificates.actions.clearance import Asker, ask
from certificates.models import Session
from tests.certificates.asking import about
session = Session.objects.get()
asker, now = Asker(session.clinic), timezone.now()
answer = ask(about(session, sys.argv[1]), asker=asker, at=now)
print(json.dumps(answer.as_json()))
"""


@pytest.fixture
def booked(on_postgresql):
    clinic = make_clinic()
    alice = make_person("Alice Ames", clinic, Role.THERAPIST)
    make_clear_today(alice, clinic, "L1")
    return session_soon("KX-204", clinic, alice)


def faketime() -> str:
    found = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
    assert found, "Debian's libfaketime is installed by `make test`."
    return str(found[0])


def asked(action: str, hours: str = "") -> dict:
    """Ask in a process of its own, whose clock stands so many hours off."""
    settings = {"DJANGO_SETTINGS_MODULE": "kap_training.settings.test"}
    moved = {
        "LD_PRELOAD": faketime(),
        "FAKETIME": hours,
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }
    done = subprocess.run(
        [sys.executable, "-c", ASK, action],
        cwd=ROOT,
        env=os.environ | settings | (moved if hours else {}),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.races
@pytest.mark.parametrize("action", ["book", "start"])
def test_opens_nothing(booked, action):
    assert asked(action)["decision"] is True

    for hours in ("-48h", "+48h"):
        answer = asked(action, hours)
        codes = {row["code"] for row in answer["context"]["reasons"]}
        assert answer["decision"] is False
        assert "CLOCK-SANE" in codes, hours
    # The wrong clock is not taken for the log's own.
    newest = AuditEntry.objects.order_by("-at").first()
    assert newest.action == "CLEARANCE-DECIDED"
