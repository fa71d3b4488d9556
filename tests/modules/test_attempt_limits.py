"""Limits of attempts: the server's clock, their number, one more by a director."""

import datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from home.models import AuditEntry, Role
from modules.actions.attempts import (
    AlreadySubmitted,
    TimeIsOver,
    save_answer,
    submit_attempt,
)
from modules.actions.beginning_attempts import NoneLeft, TooEarly
from modules.actions.ending_attempts import close_overdue
from modules.actions.unlocks import (
    NothingToOpen,
    NotTheirsToOpen,
    Opening,
    ReasonRefused,
    unlock_attempt,
)
from modules.models import Attempt, AttemptAnswer, AttemptUnlock
from tests.cast import NOW, client_of, make_person
from tests.modules.assessed import right_responses
from tests.modules.attempting import (
    answer_all,
    fail,
    item_of,
    item_url,
    posted,
    start,
)

MINUTE, DAY = datetime.timedelta(minutes=1), datetime.timedelta(days=1)


@pytest.fixture
def timed(course):
    course.assessment.minutes = 30
    course.assessment.save()
    return course


class TestTheClock:
    def test_closes_by_what_was_told_at_the_start(self, reader, timed):
        attempt = start(reader, timed)
        timed.assessment.minutes = 600
        timed.assessment.save()

        attempt.refresh_from_db()
        assert attempt.closes_at == NOW + 30 * MINUTE
        assert attempt.criterion == {
            "pass_percent": 80,
            "draw_count": 7,
            "minutes": 30,
            "max_attempts": 3,
            "wait_hours": 24,
            "quotas": {},
        }

    def test_without_a_limit_nothing_closes(self, reader, course):
        attempt = start(reader, course)

        assert attempt.closes_at is None
        assert close_overdue(at=NOW + 1000 * DAY) == 0

    def test_an_answer_after_the_end_is_refused_and_the_saved_ones_stay(
        self, reader, timed
    ):
        attempt = start(reader, timed)
        single, extra = item_of(attempt, "Q-SINGLE"), item_of(attempt, "Q-EXTRA")
        last = NOW + 30 * MINUTE - datetime.timedelta(seconds=1)
        save_answer(single, right_responses(single)[0], by=reader, at=last)

        with pytest.raises(TimeIsOver) as refusal:
            save_answer(
                extra, right_responses(extra)[0], by=reader, at=NOW + 30 * MINUTE
            )

        assert refusal.value.code == "ATTEMPT-CLOSED"
        assert AttemptAnswer.objects.get().item == single

    def test_handing_in_after_the_end_grades_what_was_saved(self, reader, timed):
        attempt = start(reader, timed)
        answer_all(attempt)

        done = submit_attempt(attempt, by=reader, at=NOW + DAY)

        assert done.passed

    def test_what_was_handed_in_before_says_so_however_late_one_answers(
        self, reader, timed
    ):
        attempt = start(reader, timed)
        submit_attempt(attempt, by=reader, at=NOW + MINUTE)
        item = item_of(attempt, "Q-SINGLE")

        with pytest.raises(AlreadySubmitted) as refusal:
            save_answer(item, right_responses(item)[0], by=reader, at=NOW + DAY)

        assert refusal.value.code == "ATTEMPT-SUBMITTED"

    def test_the_keeper_closes_what_is_over_once(self, reader, timed):
        attempt = start(reader, timed)
        answer_all(attempt)
        assert close_overdue(at=NOW + 29 * MINUTE) == 0

        out = StringIO()
        call_command("close_attempts", stdout=out)

        attempt.refresh_from_db()
        entry = AuditEntry.objects.get(action="ATTEMPT-CLOSED")
        assert out.getvalue() == "Closed: 1.\n"
        assert attempt.passed
        assert (entry.by, entry.facts["passed"]) == (None, True)
        assert close_overdue(at=timezone.now()) == 0

    def test_the_wait_runs_from_the_end_not_from_when_it_was_noticed(
        self, reader, timed
    ):
        start(reader, timed)

        with pytest.raises(TooEarly):
            start(reader, timed, NOW + 24 * 60 * MINUTE)

        assert start(reader, timed, NOW + (24 * 60 + 30) * MINUTE).number == 2

    def test_any_look_ends_it_and_tells_why(self, reader, timed):
        long_ago = timezone.now() - 31 * MINUTE
        attempt = start(reader, timed, long_ago)
        browser = client_of(reader)
        item = item_of(attempt, "Q-SINGLE")

        sent = browser.post(
            item_url(item),
            posted(right_responses(item)[0]),
            headers={"X-Requested-With": "fetch"},
        )
        page = browser.get(item_url(item), follow=True).content.decode()

        assert sent.status_code == 409
        assert sent.json()["code"] == "ATTEMPT-CLOSED"
        assert "The time was over" in page
        assert Attempt.objects.get().submitted_at

    @pytest.mark.parametrize("name", ["attempt_item", "attempt_review"])
    def test_while_it_runs_the_page_tells_until_when(self, reader, timed, name):
        attempt = start(reader, timed, timezone.now())
        args = [attempt.pk, 1] if name == "attempt_item" else [attempt.pk]

        page = client_of(reader).get(reverse(name, args=args)).content.decode()

        assert "pen until" in page


class TestHowMany:
    def test_the_fourth_start_is_refused(self, reader, course):
        later = fail(reader, course, 3)

        with pytest.raises(NoneLeft, match="All your 3 attempts are used"):
            start(reader, course, later)

        numbers = Attempt.objects.order_by("number").values_list("number", flat=True)
        assert list(numbers) == [1, 2, 3]

    def test_a_last_attempt_that_passes_locks_nothing(self, reader, course):
        at = fail(reader, course, 2)
        attempt = start(reader, course, at)
        answer_all(attempt, at=at)

        assert submit_attempt(attempt, by=reader, at=at).passed

    def test_the_page_after_the_last_names_lessons_and_who_opens_one_more(
        self, reader, course, rita
    ):
        fail(reader, course, 3, timezone.now() - 30 * DAY)

        url = reverse("assessment", args=[course.assessment.code])
        page = client_of(reader).get(url).content.decode()

        assert "No attempts left" in page
        assert "Rita Rowe, North Clinic" in page
        assert "F1.1 Lesson F1.1" in page
        assert ">Try again<" not in page


class TestOneMore:
    @pytest.fixture
    def later(self, reader, course):
        return fail(reader, course, 3)

    def unlock(self, reader, course, clinic, by, reason="Talked through.", at=NOW):
        opening = Opening(reader, course.assessment, clinic, reason)
        return unlock_attempt(opening, by=by, at=at)

    def test_opens_exactly_one(self, reader, course, clinic, rita, later):
        unlock = self.unlock(reader, course, clinic, rita, at=later)

        attempt = start(reader, course, later)
        submit_attempt(attempt, by=reader, at=later)

        assert (attempt.number, attempt.unlock) == (4, unlock)
        with pytest.raises(NoneLeft):
            start(reader, course, later + 2 * DAY)
        entry = AuditEntry.objects.get(action="ATTEMPT-UNLOCKED")
        assert (entry.by, entry.facts["person"]) == (rita.pk, str(reader.pk))

    def test_is_opened_once_until_it_is_spent(
        self, reader, course, clinic, rita, later
    ):
        self.unlock(reader, course, clinic, rita, at=later)

        with pytest.raises(NothingToOpen):
            self.unlock(reader, course, clinic, rita, at=later)

        assert AttemptUnlock.objects.count() == 1

    def test_is_not_opened_while_attempts_are_left(self, reader, course, clinic, rita):
        with pytest.raises(NothingToOpen):
            self.unlock(reader, course, clinic, rita)

    def test_is_opened_by_nobody_for_themselves(self, course, clinic):
        both = make_person("Dora Dunn", clinic, Role.THERAPIST, Role.CLINICAL_DIRECTOR)
        course.enrol(both, clinic)
        course.read(both)
        later = fail(both, course, 3)

        with pytest.raises(NotTheirsToOpen, match="for themselves"):
            self.unlock(both, course, clinic, both, at=later)

    def test_is_opened_by_no_one_else(
        self, reader, course, clinic, other_clinic, bob, later
    ):
        stranger = make_person("Otto Orr", other_clinic, Role.CLINICAL_DIRECTOR)

        for by, where in (
            (bob, clinic),
            (stranger, clinic),
            (stranger, other_clinic),
        ):
            with pytest.raises(NotTheirsToOpen):
                self.unlock(reader, course, where, by, at=later)

        assert not AttemptUnlock.objects.exists()

    @pytest.mark.parametrize("reason", ["", "  ", "x" * 2001, "The patient Mary Smith"])
    def test_needs_a_reason_without_a_patient(
        self, reader, course, clinic, rita, later, reason
    ):
        with pytest.raises(ReasonRefused):
            self.unlock(reader, course, clinic, rita, reason, later)
