"""What keeps an assessment shut, and what it says to whoever knocks."""

import datetime

import pytest

from modules.actions.attempts import submit_attempt
from modules.actions.beginning_attempts import AlreadyPassed, NotReady, TooEarly
from modules.models import Attempt, Question
from tests.cast import NOW
from tests.modules.assessed import (
    make_course,
)
from tests.modules.attempting import answer_all, start

HOUR = datetime.timedelta(hours=1)


class TestWhatKeepsItShut:
    def refused(self, person, course, error=NotReady, at=NOW) -> str:
        count = Attempt.objects.count()
        with pytest.raises(error) as refusal:
            start(person, course, at)
        assert Attempt.objects.count() == count
        return refusal.value.message

    def test_without_enrolment(self, alice, course):
        assert "Begin Foundations first" in self.refused(alice, course)

    def test_with_lessons_unread_it_names_the_next(self, alice, clinic, course):
        course.enrol(alice, clinic)

        message = self.refused(alice, course)

        assert message == (
            "2 lessons are still to be finished. The next one is F1.1 Lesson F1.1."
        )

    def test_without_foundations(self, alice, clinic, db):
        course = make_course("P")
        course.enrol(alice, clinic, "P")
        course.read(alice, "P")

        message = self.refused(alice, course)

        assert message == "Foundations comes first. Pass it, and Preparation opens."

    def test_before_the_waiting_is_over_it_tells_the_clinic_time(self, reader, course):
        submit_attempt(start(reader, course), by=reader, at=NOW)

        early = NOW + datetime.timedelta(hours=23, minutes=59)
        message = self.refused(reader, course, TooEarly, early)

        assert message == "You can try again on 3 November 2026 from 10:00."
        assert start(reader, course, NOW + 24 * HOUR)

    def test_after_passing(self, reader, course):
        attempt = start(reader, course)
        answer_all(attempt)
        submit_attempt(attempt, by=reader, at=NOW)

        self.refused(reader, course, AlreadyPassed, NOW + 100 * HOUR)

    def test_with_an_empty_bank(self, reader, course):
        Question.objects.update(is_active=False)

        self.refused(reader, course)
