"""What happens between the asking and the reading is judged, and alarms nobody."""

import datetime

import pytest
from django.utils import timezone

from certificates.actions.clearance import Asker, ask
from certificates.models import Suspension
from home.actions.audit import append, seal
from home.models import Role
from tests.cast import make_clinic, make_person
from tests.certificates.asking import about, codes
from tests.certificates.gate.standing import make_clear_today, session_soon

SECOND = datetime.timedelta(seconds=1)


@pytest.fixture
def clinic(db):
    return make_clinic()


@pytest.fixture
def alice(clinic):
    alice = make_person("Alice Ames", clinic, Role.THERAPIST)
    return make_clear_today(alice, clinic, "L1")


@pytest.fixture
def answer(clinic, alice):
    """Asks at a moment, which another entry of the log may lie behind."""
    session = session_soon("KX-204", clinic, alice)

    def asked(at):
        return ask(about(session), asker=Asker(clinic), at=at)

    return asked


def logged(clinic, at):
    append("TESTED", by=None, at=at, about=clinic)
    seal()


class TestWaiting:
    def test_an_entry_of_meanwhile_alarms_nobody(self, clinic, answer):
        asked = timezone.now()
        logged(clinic, asked + SECOND)

        found = answer(asked).decision

        assert found.decision is True, found.reasons
        assert found.evaluated_at == asked + SECOND

    def test_what_was_done_meanwhile_is_judged(self, clinic, alice, answer):
        asked = timezone.now()
        moments = {"starts_at": asked + SECOND, "recorded_at": asked + SECOND}
        Suspension.objects.create(person=alice, kind="DISCIPLINARY", **moments)
        logged(clinic, asked + SECOND)

        assert "NOT-SUSPENDED" in codes(answer(asked))

    def test_without_a_later_entry_the_moment_of_asking_is_judged(self, answer):
        asked = timezone.now()

        assert answer(asked).decision.evaluated_at == asked

    def test_an_entry_later_than_any_waiting_means_a_wrong_clock(self, clinic, answer):
        asked = timezone.now()
        logged(clinic, asked + 30 * SECOND)

        assert codes(answer(asked)) == {"CLOCK-SANE": "UNMET"}
