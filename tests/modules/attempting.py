"""Attempts as the tests begin, answer and open them."""

import datetime

from django.urls import reverse

from modules.actions.attempts import save_answer, start_attempt, submit_attempt
from modules.models import Attempt
from tests.cast import NOW
from tests.modules.assessed import right_responses, wrong_response


def item_of(attempt: Attempt, code: str):
    return attempt.items.get(question_code=code)


def start(person, course, at=NOW) -> Attempt:
    return start_attempt(person, assessment=course.assessment, by=person, at=at)


def answer_all(attempt: Attempt, *, wrong: tuple[str, ...] = (), at=NOW) -> None:
    for item in attempt.items.all():
        answers = right_responses(item)
        if item.question_code in wrong:
            answers = [wrong_response(item)]
        for response in answers:
            save_answer(item, response, by=attempt.person, at=at)


def fail(person, course, times: int, begin=NOW) -> datetime.datetime:
    """This will hand in empty attempts; gives when the next one could be begun."""
    for number in range(times):
        at = begin + datetime.timedelta(days=2 * number)
        submit_attempt(start(person, course, at), by=person, at=at)
    return begin + datetime.timedelta(days=2 * times)


def item_url(item) -> str:
    return reverse("attempt_item", args=[item.attempt_id, item.position])


def posted(response: dict) -> dict:
    """This will turn a response into what a browser posts for it."""
    if "path" in response:
        return {"chosen": response["path"][-1:]}
    return response.get("pairs") or response.get("places") or response


def every_page(attempt) -> list[str]:
    items = [item_url(item) for item in attempt.items.all()]
    names = ["attempt", "attempt_review", "attempt_result"]
    about = reverse("assessment", args=[attempt.assessment.code])
    return [about, *items, *(reverse(name, args=[attempt.pk]) for name in names)]
