"""A machine that tries again and again learns nothing but what it should study."""

import datetime
import html
import random
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from modules.actions.attempts import save_answer, start_attempt, submit_attempt
from modules.actions.beginning_attempts import NotReady
from modules.models import Attempt, Question
from tests.cast import client_of
from tests.modules.assessed import CANARY, choose, right_responses
from tests.modules.attempting import answer_all, start

DAY = datetime.timedelta(days=1)


def result_page(person, attempt: Attempt) -> str:
    url = reverse("attempt_result", args=[attempt.pk])
    return html.unescape(client_of(person).get(url).content.decode())


def without_its_own(text: str, attempt: Attempt) -> str:
    """The page but for what names the attempt and the moment."""
    text = text.replace(str(attempt.pk), "")
    text = re.sub(r"\d{1,2} \w+ 20\d\d(, \d\d:\d\d| from \d\d:\d\d)?", "", text)
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"|nonce="[^"]+"', "", text)


def missing(person, course, wrong: tuple[str, ...], days_ago: int) -> Attempt:
    at = timezone.now() - days_ago * DAY
    attempt = start(person, course, at)
    answer_all(attempt, wrong=wrong, at=at)
    return submit_attempt(attempt, by=person, at=at)


class TestAResultThatDidNotPass:
    def test_is_the_same_whichever_questions_were_missed(self, reader, course):
        one = missing(reader, course, ("Q-TRUE", "Q-EXTRA"), 9)
        two = missing(reader, course, ("Q-ORDERING", "Q-EXTRA"), 6)

        assert (one.score_numerator, two.score_numerator) == (5, 5)
        first = without_its_own(result_page(reader, one), one)
        second = without_its_own(result_page(reader, two), two)
        assert first == second

    def test_names_every_lesson_asked_about_in_a_module_with_a_miss(
        self, reader, course
    ):
        Question.objects.filter(code="Q-TRUE").update(lesson_codes=["F1.2"])
        Question.objects.filter(code="Q-MATCHING").update(lesson_codes=["P1.1"])

        wrong = ("Q-ORDERING", "Q-EXTRA")
        text = result_page(reader, missing(reader, course, wrong, 9))

        assert "F1.1 Lesson F1.1" in text
        assert "F1.2 Lesson F1.2" in text
        assert "P1.1" not in text

    def test_holds_no_word_of_any_question(self, reader, course):
        attempt = missing(reader, course, ("Q-TRUE", "Q-EXTRA"), 9)

        text = result_page(reader, attempt)

        assert CANARY not in text
        for item in attempt.items.all():
            assert item.question_code not in text
            for option in item.frozen["options"]:
                assert option["text"] not in text
                assert option["id"] not in text


class Bot:
    """It guesses, reads every page it gets, and keeps to what they gave away."""

    def __init__(self, person, course, seed: int) -> None:
        self.person, self.course = person, course
        self.chance = random.Random(seed)
        self.known: dict[str, str] = {}

    def play(self, at: datetime.datetime) -> Attempt:
        attempt = start_attempt(
            self.person, assessment=self.course.assessment, by=self.person, at=at
        )
        for item in attempt.items.all():
            response = self.answer(item)
            save_answer(item, response, by=self.person, at=at)
        done = submit_attempt(attempt, by=self.person, at=at)
        self.learn(done)
        return done

    def answer(self, item) -> dict:
        options = item.frozen["options"]
        known = self.known.get(item.frozen["stem"])
        chosen = next((o for o in options if o["text"] == known), None)
        return {"chosen": [(chosen or self.chance.choice(options))["id"]]}

    def learn(self, attempt: Attempt) -> None:
        """Any option that a result names as right is the answer from then on."""
        text = result_page(self.person, attempt)
        for item in attempt.items.all():
            for option in item.frozen["options"]:
                if option["right"] and option["text"] in text:
                    self.known[item.frozen["stem"]] = option["text"]


@pytest.fixture
def guessable(course):
    """Ten questions of four options each: a guess passes about once in 10,000."""
    Question.objects.update(is_active=False)
    for number in range(10):
        choose(course.assessment.bank, f"B-{number}", "SINGLE", [True] + [False] * 3)
    course.assessment.draw_count = 10
    course.assessment.wait_hours = 1
    course.assessment.save()
    return course


class TestABot:
    def test_of_a_thousand_tries_makes_three_and_learns_nothing(
        self, reader, guessable
    ):
        bot = Bot(reader, guessable, seed=5)
        long_ago = timezone.now() - 1001 * DAY
        made, refused = [], 0
        for day in range(1000):
            try:
                made.append(bot.play(long_ago + day * DAY))
            except NotReady:
                refused += 1

        assert (len(made), refused) == (3, 997)
        assert bot.known == {}
        assert not any(attempt.passed for attempt in made)

    def test_without_the_limit_of_attempts_scores_as_one_who_guesses(
        self, reader, guessable
    ):
        """Were nothing to stop it, forty tries still earn what guessing earns."""
        guessable.assessment.max_attempts = 40
        guessable.assessment.save()
        bot = Bot(reader, guessable, seed=6)
        long_ago = timezone.now() - 100 * DAY

        tries = [bot.play(long_ago + day * DAY) for day in range(40)]

        late = [t.score_numerator / t.score_denominator for t in tries[20:]]
        assert not any(one.passed for one in tries)
        assert sum(late) / len(late) < 0.4

    def test_would_pass_if_results_gave_the_key_away(self, reader, guessable):
        """The bot is able to learn: it does from the attempt that passed."""
        at = timezone.now() - 10 * DAY
        attempt = start(reader, guessable, at)
        for item in attempt.items.all():
            save_answer(item, right_responses(item)[0], by=reader, at=at)
        bot = Bot(reader, guessable, seed=7)

        bot.learn(submit_attempt(attempt, by=reader, at=at))

        assert len(bot.known) == 10
