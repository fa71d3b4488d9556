"""What an answer tells, field by field, wherever the machine stands."""

import time
from datetime import UTC, date, timedelta
from zoneinfo import ZoneInfo

import pytest

from certificates.clearance.case import team_of
from certificates.clearance.days import midnight
from certificates.clearance.decision import warning
from certificates.clearance.verdicts import met
from certificates.clearance.world import MemberFacts
from tests.certificates.clearance.worlds import ask, judge


@pytest.fixture
def in_tokyo(monkeypatch):
    """Let the machine stand in Tokyo."""
    with monkeypatch.context() as patched:
        patched.setenv("TZ", "Asia/Tokyo")
        time.tzset()
        yield
    time.tzset()


def test_the_directors_answer_has_its_number_too():
    assert judge().as_confidential_json("d1")["context"]["decision_id"] == "d1"


def test_a_permit_tells_until_when():
    assert judge().as_json("d")["context"]["valid_until"] == "2026-12-07T18:30:00Z"


@pytest.mark.usefixtures("in_tokyo")
def test_moments_are_told_in_utc_wherever_the_machine_stands():
    told = judge(question=ask(context={"as_of": "2026-12-07T17:10:00+01:00"}))

    assert told.as_json("d")["context"]["as_of"] == "2026-12-07T16:10:00Z"
    assert told.as_json("d")["context"]["evaluated_at"] == "2026-12-07T16:30:00Z"


def test_midnight_is_a_moment_in_utc():
    moment = midnight(date(2026, 12, 7), ZoneInfo("Asia/Tokyo"))

    assert moment.tzinfo is UTC
    assert moment.utcoffset() == timedelta(0)


def test_a_warning_is_told_in_place_of_the_text():
    row = warning(met("X", "wanda", "In order.", warning="Not for long.", remedy="Go."))

    assert row == {
        "code": "X",
        "result": "MET",
        "type": "WARN",
        "subject": "wanda",
        "text": "Not for long.",
        "remedy": "Go.",
        "evidence": [],
    }


def test_a_team_is_its_people_in_order():
    petra, wanda = MemberFacts("petra", "supervisor"), MemberFacts("wanda", "lead")

    assert team_of([wanda, petra]) == [
        ("petra", "supervisor", ""),
        ("wanda", "lead", ""),
    ]
