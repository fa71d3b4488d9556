"""What was asked, answered and reached stays, whatever asks to change it."""

import datetime

import pytest
from django.db import DatabaseError, transaction

from modules.models import (
    Attempt,
    AttemptItem,
    Question,
    QuestionBank,
    QuestionVersion,
    ScenarioRun,
)
from tests.cast import NOW
from tests.certificates.readiness import make_ready

DAY = datetime.timedelta(days=1)
ENDED = {
    "submitted_at": NOW,
    "score_numerator": 1,
    "score_denominator": 1,
    "all_critical_right": True,
    "passed": True,
}


@pytest.fixture
def attempt(alice, bob, clinic):
    make_ready(alice, clinic, bob)
    return Attempt.objects.filter(person=alice).first()


@pytest.fixture
def begun(attempt):
    return Attempt.objects.create(
        person=attempt.person,
        assessment=attempt.assessment,
        pass_percent=80,
        started_at=NOW,
    )


def item_of(attempt):
    return AttemptItem.objects.create(
        attempt=attempt,
        position=9,
        question_code="Q9",
        is_critical=False,
        frozen={"stem": "?"},
        shown_order=[],
    )


def version():
    bank = QuestionBank.objects.create(code="kept", title="Kept", track_code="X")
    question = Question.objects.create(bank=bank, code="K1", type="SINGLE")
    return QuestionVersion.objects.create(
        question=question, number=1, content={}, sha256="0" * 64, made_at=NOW
    )


def refused(row, **changes):
    """Past every rule of ours, straight to the table."""
    with (
        pytest.raises(DatabaseError, match="never changed or deleted"),
        transaction.atomic(),
    ):
        type(row).objects.filter(pk=row.pk).update(**changes)


class TestAnAttempt:
    @pytest.mark.parametrize(
        "changes",
        [
            {"passed": False},
            {"score_numerator": 0},
            {"submitted_at": None},
            {"pass_percent": 1},
        ],
        ids=str,
    )
    def test_that_ended_stays_as_it_ended(self, attempt, changes):
        refused(attempt, **changes)

    def test_under_way_is_ended_once(self, begun):
        Attempt.objects.filter(pk=begun.pk).update(**ENDED)

        refused(begun, passed=False)

    def test_under_way_keeps_what_it_was_begun_with(self, begun, bob):
        refused(begun, pass_percent=1)
        refused(begun, started_at=NOW + DAY, **ENDED)
        refused(begun, person=bob)
        refused(begun, number=7)
        refused(begun, closes_at=NOW + DAY)
        refused(begun, criterion={"pass_percent": 1})

    def test_is_never_deleted(self, begun):
        with pytest.raises(DatabaseError, match="or deleted"), transaction.atomic():
            Attempt.objects.filter(pk=begun.pk).delete()


class TestAnItem:
    def test_keeps_its_question_and_its_key(self, begun):
        item = item_of(begun)
        refused(item, frozen={})
        refused(item, version=version())

    def test_is_scored_once(self, begun):
        item = item_of(begun)
        AttemptItem.objects.filter(pk=item.pk).update(is_right=False)

        refused(item, is_right=True)


class TestARunThroughACase:
    def test_that_ended_stays_as_it_ended(self, attempt):
        run = ScenarioRun.objects.filter(finished_at__isnull=False).first()

        refused(run, passed=not run.passed)
        refused(run, graph={})
