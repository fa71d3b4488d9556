"""Attempts: what opens one, what it asks, what it keeps, and what it earns."""

import datetime
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from home.errors import NotAllowed
from home.models import AuditEntry
from modules.actions.attempts import (
    AlreadySubmitted,
    save_answer,
    start_attempt,
    submit_attempt,
)
from modules.models import Attempt, AttemptAnswer, Question, QuestionOption
from modules.responses import ResponseRefused
from modules.selectors.assessments import must_talk_first
from tests.cast import NOW
from tests.modules.assessed import (
    choose,
    right_responses,
    wrong_response,
)
from tests.modules.attempting import answer_all, item_of, start

HOUR = datetime.timedelta(hours=1)


class TestStarting:
    def test_copies_every_question_whole_and_tells_the_editions(self, reader, course):
        attempt = start(reader, course)

        item = item_of(attempt, "Q-SINGLE")
        assert attempt.items.count() == 7
        assert [i.position for i in attempt.items.all()] == list(range(1, 8))
        assert item.frozen["stem"] == "Q-SINGLE: what do you do?"
        assert [one["right"] for one in item.frozen["options"]] == [True, False, False]
        assert list(attempt.editions.all()) == [course.editions["F"]]
        entry = AuditEntry.objects.get()
        assert (entry.action, entry.subject_id) == ("ATTEMPT-STARTED", str(attempt.pk))

    def test_later_edits_do_not_reach_it(self, reader, course):
        attempt = start(reader, course)

        Question.objects.update(type="MULTIPLE", stem="Mended?", is_active=False)
        QuestionOption.objects.all().delete()

        answer_all(attempt)
        assert submit_attempt(attempt, by=reader, at=NOW).passed

    def test_option_ids_are_new_in_every_attempt(self, reader, course):
        first = start(reader, course)
        submit_attempt(first, by=reader, at=NOW)
        second = start(reader, course, NOW + 25 * HOUR)

        one = set(item_of(first, "Q-SINGLE").shown_order)
        two = set(item_of(second, "Q-SINGLE").shown_order)
        assert one.isdisjoint(two)

    def test_starting_twice_resumes(self, reader, course):
        assert start(reader, course) == start(reader, course, NOW + HOUR)
        assert AuditEntry.objects.count() == 1

    def test_nobody_starts_for_somebody_else(self, reader, course, bob):
        with pytest.raises(NotAllowed):
            start_attempt(reader, assessment=course.assessment, by=bob, at=NOW)

        assert not Attempt.objects.exists()


class TestSaving:
    def test_keeps_every_answer_and_counts_the_newest(self, reader, course):
        item = item_of(start(reader, course), "Q-SINGLE")
        save_answer(item, wrong_response(item), by=reader, at=NOW)
        save_answer(item, right_responses(item)[0], by=reader, at=NOW)

        submit_attempt(item.attempt, by=reader, at=NOW)

        item.refresh_from_db()
        assert item.answers.count() == 2
        assert item.is_right

    def test_the_same_answer_again_changes_nothing(self, reader, course):
        item = item_of(start(reader, course), "Q-SINGLE")

        for _again in range(3):
            save_answer(item, wrong_response(item), by=reader, at=NOW)

        assert AttemptAnswer.objects.count() == 1

    @pytest.mark.parametrize(
        ("code", "response"),
        [
            ("Q-SINGLE", {"chosen": ["nonsense"]}),
            ("Q-SINGLE", {"chosen": []}),
            ("Q-SINGLE", {"score": 1}),
            ("Q-MULTIPLE", {"chosen": []}),
            ("Q-MATCHING", {"pairs": {"a": "b"}}),
            ("Q-ORDERING", {"places": {}}),
            ("Q-CASE", {"path": ["nonsense"]}),
        ],
    )
    def test_refuses_what_does_not_fit_and_keeps_the_rest(
        self, reader, course, code, response
    ):
        item = item_of(start(reader, course), code)

        with pytest.raises(ResponseRefused):
            save_answer(item, response, by=reader, at=NOW)

        assert not item.answers.exists()

    def test_two_answers_to_a_question_with_one_are_refused(self, reader, course):
        item = item_of(start(reader, course), "Q-SINGLE")

        with pytest.raises(ResponseRefused, match="one answer only"):
            save_answer(item, {"chosen": item.shown_order[:2]}, by=reader, at=NOW)

    def test_every_tick_may_be_taken_back(self, reader, course):
        item = item_of(start(reader, course), "Q-MULTIPLE")
        save_answer(item, right_responses(item)[0], by=reader, at=NOW)
        save_answer(item, {"chosen": []}, by=reader, at=NOW)

        submit_attempt(item.attempt, by=reader, at=NOW)

        item.refresh_from_db()
        assert item.score_numerator == 0

    def test_a_decided_step_of_a_case_stays(self, reader, course):
        item = item_of(start(reader, course), "Q-CASE")
        save_answer(item, wrong_response(item), by=reader, at=NOW)

        with pytest.raises(ResponseRefused, match="already decided"):
            save_answer(item, right_responses(item)[0], by=reader, at=NOW)

    def test_two_steps_of_a_case_cannot_be_decided_at_once(self, reader, course):
        item = item_of(start(reader, course), "Q-CASE")

        with pytest.raises(ResponseRefused):
            save_answer(item, right_responses(item)[1], by=reader, at=NOW)

    def test_nothing_changes_after_submission(self, reader, course):
        item = item_of(start(reader, course), "Q-SINGLE")
        submit_attempt(item.attempt, by=reader, at=NOW)

        with pytest.raises(AlreadySubmitted):
            save_answer(item, right_responses(item)[0], by=reader, at=NOW)

        assert not AttemptAnswer.objects.exists()

    def test_nobody_answers_for_somebody_else(self, reader, course, bob):
        item = item_of(start(reader, course), "Q-SINGLE")

        with pytest.raises(NotAllowed):
            save_answer(item, right_responses(item)[0], by=bob, at=NOW)


class TestSubmitting:
    def test_everything_right_passes(self, reader, course):
        attempt = start(reader, course)
        answer_all(attempt)

        done = submit_attempt(attempt, by=reader, at=NOW)

        assert (done.passed, done.all_critical_right) == (True, True)
        assert (done.score_numerator, done.score_denominator) == (1, 1)
        entry = AuditEntry.objects.get(action="ATTEMPT-SUBMITTED")
        assert entry.facts == {
            "score_numerator": 1,
            "score_denominator": 1,
            "passed": True,
        }

    def test_a_critical_miss_fails_whatever_the_score(self, reader, course):
        course.assessment.pass_percent = 50
        course.assessment.save()
        attempt = start(reader, course)
        answer_all(attempt, wrong=("Q-CASE",))

        done = submit_attempt(attempt, by=reader, at=NOW)

        assert Fraction(done.score_numerator, done.score_denominator) == Fraction(6, 7)
        assert (done.passed, done.all_critical_right) == (False, False)

    def test_an_attempt_without_answers_earns_nothing(self, reader, course):
        done = submit_attempt(start(reader, course), by=reader, at=NOW)

        assert (done.passed, done.score_numerator) == (False, 0)
        assert set(done.items.values_list("is_right", flat=True)) == {False}

    def test_a_second_submission_gets_the_same_result(self, reader, course):
        attempt = start(reader, course)
        first = submit_attempt(attempt, by=reader, at=NOW)

        second = submit_attempt(attempt, by=reader, at=NOW + HOUR)

        assert second.submitted_at == first.submitted_at
        assert AuditEntry.objects.filter(action="ATTEMPT-SUBMITTED").count() == 1

    def test_nobody_submits_for_somebody_else(self, reader, course, rita):
        attempt = start(reader, course)

        with pytest.raises(NotAllowed):
            submit_attempt(attempt, by=rita, at=NOW)

        attempt.refresh_from_db()
        assert attempt.submitted_at is None

    def test_costs_the_same_whatever_the_number_of_questions(self, reader, course):
        costs = []
        for wait in range(2):
            attempt = start(reader, course, NOW + wait * 48 * HOUR)
            with CaptureQueriesContext(
                connection,
            ) as queries:
                submit_attempt(attempt, by=reader, at=NOW + wait * 48 * HOUR)
            costs.append(len(queries))
            for number in range(23):
                bank = course.assessment.bank
                choose(bank, f"Q-{wait}-{number}", "SINGLE", [True, False])
            course.assessment.draw_count = 30
            course.assessment.save()

        assert costs[0] == costs[1] <= 9

    def test_two_misses_of_one_critical_question_ask_for_a_talk(self, reader, course):
        assert not must_talk_first(reader, course.assessment)
        for day in range(2):
            attempt = start(reader, course, NOW + day * 24 * HOUR)
            submit_attempt(attempt, by=reader, at=NOW + day * 24 * HOUR)
            assert must_talk_first(reader, course.assessment) is (day == 1)
