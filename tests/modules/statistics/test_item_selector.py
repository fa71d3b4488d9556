import datetime
from fractions import Fraction

import pytest

from modules.actions.attempts import save_answer
from modules.models import Question
from modules.selectors.item_statistics import bank_statistics, question_statistics
from tests.cast import NOW, make_person
from tests.modules.assessed import right_responses, wrong_response
from tests.modules.attempting import item_of, start
from tests.modules.statistics.answered import hand_in, many_hand_in, spread

DAY = datetime.timedelta(days=2)


def counted(course, code: str):
    return bank_statistics(course.assessment.bank)[code]


class TestTheStatisticsOfABank:
    def test_count_what_was_handed_in(self, course, clinic, django_assert_num_queries):
        many_hand_in(course, spread(6))

        with django_assert_num_queries(2):
            found = bank_statistics(course.assessment.bank)

        numbers = found["Q-SINGLE"].judged.numbers
        assert set(found) == {q.code for q in Question.objects.all()}
        assert (numbers.shown, numbers.difficulty) == (6, Fraction(1, 6))
        assert found["Q-EXTRA"].judged.numbers.difficulty == 1

    def test_ask_no_more_for_more_people(
        self, course, clinic, django_assert_num_queries
    ):
        many_hand_in(course, spread(12))

        with django_assert_num_queries(2):
            bank_statistics(course.assessment.bank)

    def test_take_the_newest_answer_of_the_sites_own_attempts(
        self, course, reader, clinic
    ):
        many_hand_in(course, [{"Q-SINGLE"}] * 5)
        attempt = start(reader, course)
        single = item_of(attempt, "Q-SINGLE")
        for given in (right_responses(single)[0], wrong_response(single)):
            save_answer(single, given, by=reader, at=NOW)
        assert counted(course, "Q-SINGLE").judged.numbers.shown == 5

        hand_in(course, reader, "Q-SINGLE")

        found = counted(course, "Q-SINGLE").versions[0]
        assert found.numbers.shown == 6
        assert [o.chosen for o in found.numbers.parts[0].offers] == [0, 6, 0]
        assert len(counted(course, "Q-SINGLE").versions) == 1

    def test_leave_out_what_is_not_handed_in(self, course, reader):
        attempt = start(reader, course)
        attempt.items.update(score_numerator=1, score_denominator=1, is_right=True)

        assert bank_statistics(course.assessment.bank) == {}

    def test_judge_by_the_rest_of_the_same_attempt(self, course, clinic):
        # Only the question itself goes wrong: the rest is the same for everybody.
        many_hand_in(course, [{"Q-EXTRA"}] * 3 + [set()] * 3)

        assert counted(course, "Q-EXTRA").judged.numbers.discrimination is None

    def test_tell_versions_apart_by_what_was_asked(self, course, clinic):
        many_hand_in(course, spread(5))
        Question.objects.filter(code="Q-EXTRA").update(stem="Mended?")
        for number in range(5):
            self.somebody_else(course, clinic, number)

        one = counted(course, "Q-EXTRA")

        assert [v.content.stem[:6] for v in one.versions] == ["Mended", "Q-EXTR"]
        assert [v.numbers.shown for v in one.versions] == [5, 5]
        assert one.whole.numbers.shown == 10
        assert len(counted(course, "Q-SINGLE").versions) == 1

    def somebody_else(self, course, clinic, number):
        person = make_person(f"Person{number} Late", clinic)
        course.enrol(person, clinic)
        course.read(person)
        hand_in(course, person, at=NOW + DAY)


class TestTheStatisticsOfAQuestion:
    @pytest.mark.parametrize("code", ["Q-SINGLE", "Q-CASE", "Q-MATCHING", "Q-ORDERING"])
    def test_are_those_of_its_bank(
        self, course, clinic, code, django_assert_num_queries
    ):
        many_hand_in(course, spread(7))
        question = Question.objects.get(code=code)

        with django_assert_num_queries(2):
            found = question_statistics(question)

        assert found == counted(course, code)

    def test_that_nobody_answered_are_none(self, course):
        assert question_statistics(Question.objects.first()) is None
