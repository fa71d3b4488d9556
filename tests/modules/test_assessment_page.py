"""The page before an assessment: what passing takes, what is shut, what waits."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from modules.actions.attempts import start_attempt, submit_attempt
from modules.models import Attempt
from tests.cast import client_of
from tests.modules.assessed import make_course


@pytest.fixture
def course(db):
    return make_course()


@pytest.fixture
def reader(course, alice, clinic):
    course.enrol(alice, clinic)
    course.read(alice)
    return alice


@pytest.fixture
def attempt(reader, course) -> Attempt:
    return start_attempt(
        reader, assessment=course.assessment, by=reader, at=timezone.now()
    )


@pytest.fixture
def browser(reader):
    return client_of(reader)


class TestBefore:
    def test_the_page_tells_what_passing_takes(self, browser, course):
        page = browser.get(reverse("assessment", args=[course.assessment.code]))

        text = page.content.decode()
        assert "80% overall" in text
        assert "all 2 safety-critical questions right" in text
        assert "Try again after 24 hours" in text
        assert "F1 Module F1" in text
        assert ">Start<" in text

    def test_what_is_shut_says_what_opens_it(self, course, bob):
        page = client_of(bob).get(reverse("assessment", args=[course.assessment.code]))

        text = page.content.decode()
        assert "Begin Foundations first" in text
        assert ">Start<" not in text

    def test_pressing_start_on_what_is_shut_explains(self, course, bob):
        url = reverse("attempt_start", args=[course.assessment.code])

        page = client_of(bob).post(url)

        assert page.status_code == 409
        assert "Begin Foundations first" in page.content.decode()

    def test_start_opens_the_first_question(self, browser, course):
        url = reverse("attempt_start", args=[course.assessment.code])

        page = browser.post(url, follow=True)

        assert "Question 1 of 7" in page.content.decode()

    def test_starting_by_address_alone_is_refused(self, browser, course):
        url = reverse("attempt_start", args=[course.assessment.code])

        assert browser.get(url).status_code == 405

    def test_after_a_miss_it_names_lessons_and_the_time(
        self, browser, attempt, reader, course
    ):
        submit_attempt(attempt, by=reader, at=timezone.now())

        page = browser.get(reverse("assessment", args=[course.assessment.code]))

        text = page.content.decode()
        assert "You can try again on" in text
        assert "F1.1 Lesson F1.1" in text
        assert ">Try again<" not in text

    def test_two_misses_of_a_critical_question_ask_for_a_talk(
        self, browser, reader, course
    ):
        for day in (9, 5):
            at = timezone.now() - datetime.timedelta(days=day)
            attempt = start_attempt(
                reader, assessment=course.assessment, by=reader, at=at
            )
            submit_attempt(attempt, by=reader, at=at)

        page = browser.get(reverse("assessment", args=[course.assessment.code]))

        text = page.content.decode()
        assert "Talk with a supervisor first" in text
        assert ">Try again<" in text
