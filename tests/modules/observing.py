"""An observed session as tests enter it, with a form of two domains."""

import datetime
from dataclasses import replace

import pytest

from modules import assessor_rules
from modules.actions.admitting import Observed
from modules.models import PracticumForm

CONTENT = {
    "intro": "Watch the whole session.",
    "levels": [{"level": n, "meaning": f"Meaning {n}"} for n in range(1, 6)],
    "critical_fails": ["Patient left unattended."],
    "critical_fails_note": "",
    "domains": [
        {
            "code": f"MS{n}",
            "title": f"Domain {n}",
            "behaviours": ["Inspects room"],
            "anchors": {str(level): f"Anchor {level} of {n}" for level in range(1, 5)},
        }
        for n in (1, 2)
    ],
}


@pytest.fixture
def form(db) -> PracticumForm:
    return PracticumForm.objects.create(
        code="MS", title="Medication session", content=CONTENT
    )


@pytest.fixture
def observed(form, clinic, bob) -> Observed:
    return Observed(
        form=form,
        clinic=clinic,
        assessor=bob,
        kind="MEDICATION",
        supervision="DIRECT",
        session_code="KAP-0142",
        observed_on=datetime.date(2026, 11, 1),
        ratings={"MS1": 3, "MS2": 5},
        had_critical_fail=False,
    )


@pytest.fixture
def modules_alone(monkeypatch):
    """Learning is installed by itself: no other app adds a rule on assessors."""
    monkeypatch.setattr(assessor_rules, "_rules", [])


def failed(observed: Observed) -> Observed:
    """This will give the same session, stopped by a critical fail."""
    return replace(observed, ratings={}, had_critical_fail=True)
