"""No key, reason or common error leaves the server before an attempt is handed in."""

import html
import json
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from modules.actions.attempts import save_answer, start_attempt, submit_attempt
from modules.models import Attempt
from tests.cast import client_of
from tests.modules.assessed import CANARY, right_responses, wrong_response
from tests.modules.attempting import every_page, item_of, item_url, posted


@pytest.fixture
def attempt(reader, course) -> Attempt:
    return start_attempt(
        reader, assessment=course.assessment, by=reader, at=timezone.now()
    )


@pytest.fixture
def browser(reader):
    return client_of(reader)


class TestTheKeyStaysInside:
    """No key, reason or common error leaves the server before the submission."""

    def test_in_no_page_before_handing_in(self, browser, attempt, reader):
        pages = every_page(attempt)
        for item in attempt.items.all():
            save_answer(item, right_responses(item)[0], by=reader, at=timezone.now())
            sent = browser.post(
                item_url(item),
                posted(wrong_response(item)),
                headers={"X-Requested-With": "fetch"},
            )
            assert CANARY not in sent.content.decode()
        for url in pages:
            text = html.unescape(browser.get(url, follow=True).content.decode())
            assert CANARY not in text
            assert not re.search(r"is_right|leads_to|\"right\"|data-right", text)

    def test_not_in_the_order_of_things(self, browser, attempt):
        """An ordering item is shown mixed, its ids in no order of their own."""
        item = item_of(attempt, "Q-ORDERING")
        text = browser.get(item_url(item)).content.decode()

        shown = re.findall(r'<select[^>]* name="([0-9a-f]{16})"', text)

        assert shown == item.shown_order
        assert sorted(shown) == sorted(one["id"] for one in item.frozen["options"])

    def test_the_canary_is_there_to_be_found(self, attempt):
        for item in attempt.items.all():
            assert CANARY in json.dumps(item.frozen)


class TestWhatItCosts:
    def test_a_question_page_costs_the_same_for_every_question(
        self, browser, attempt, django_assert_max_num_queries
    ):
        for item in attempt.items.all():
            with django_assert_max_num_queries(7):
                browser.get(item_url(item))

    def test_the_result_costs_the_same_for_any_number(
        self, browser, attempt, reader, django_assert_max_num_queries
    ):
        submit_attempt(attempt, by=reader, at=timezone.now())
        with django_assert_max_num_queries(30):
            browser.get(reverse("attempt_result", args=[attempt.pk]))
