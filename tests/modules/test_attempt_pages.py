"""The pages of an assessment: whose they are, what they show, what they never show."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from modules.actions.attempts import save_answer, start_attempt, submit_attempt
from modules.models import Attempt, AttemptAnswer
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


class TestWhoseTheyAre:
    def test_strangers_assessors_and_directors_find_nothing(
        self, attempt, bob, rita, charlie
    ):
        own = [url for url in every_page(attempt) if url.startswith("/attempts/")]
        for person in (bob, rita, charlie):
            browser = client_of(person)
            assert {browser.get(url).status_code for url in own} == {404}
            submit = reverse("attempt_submit", args=[attempt.pk])
            assert browser.post(submit).status_code == 404
            assert browser.post(item_url(attempt.items.first())).status_code == 404

        attempt.refresh_from_db()
        assert attempt.submitted_at is None

    def test_without_signing_in_every_page_asks_for_it(self, attempt):
        for url in every_page(attempt):
            assert client_of(None).get(url).url.startswith("/accounts/login/")


class TestAnswering:
    @pytest.mark.parametrize(
        "code", ["Q-SINGLE", "Q-MULTIPLE", "Q-TRUE", "Q-MATCHING", "Q-ORDERING"]
    )
    def test_a_plain_form_saves_every_type(self, browser, attempt, code):
        item = item_of(attempt, code)
        right = right_responses(item)[0]

        answer = browser.post(item_url(item), posted(right) | {"go": "stay"})

        assert answer.status_code == 302
        assert item.answers.get().response == right
        again = browser.get(item_url(item)).content.decode()
        assert "Saved at" in again
        assert re.search(r"\b(checked|selected)\b", again)

    def test_a_case_shows_its_next_step_after_the_one_before(self, browser, attempt):
        item = item_of(attempt, "Q-CASE")
        first, second = right_responses(item)
        assert "Scene 2" not in browser.get(item_url(item)).content.decode()

        browser.post(item_url(item), posted(first))
        text = browser.get(item_url(item)).content.decode()
        browser.post(item_url(item), posted(second))
        end = browser.get(item_url(item)).content.decode()

        assert "Scene 1" in text
        assert "Scene 2B" in text
        assert "Scene 2A" not in text
        assert "This case is decided" in end
        assert item.answers.last().response == second

    def test_a_page_gone_old_cannot_change_a_decided_step(self, browser, attempt):
        item = item_of(attempt, "Q-CASE")
        browser.post(item_url(item), posted(wrong_response(item)))

        answer = browser.post(item_url(item), posted(right_responses(item)[0]))

        assert answer.status_code == 422
        assert item.answers.count() == 1

    def test_an_order_with_gaps_is_explained_and_kept_on_the_page(
        self, browser, attempt
    ):
        item = item_of(attempt, "Q-ORDERING")
        first, second = item.shown_order[:2]

        answer = browser.post(item_url(item), {first: "3", second: "3"})

        text = answer.content.decode()
        assert answer.status_code == 422
        assert "Give every line a place of its own" in text
        assert text.count('value="3" selected') == 2
        assert not item.answers.exists()

    def test_nothing_chosen_is_said(self, browser, attempt):
        answer = browser.post(item_url(item_of(attempt, "Q-SINGLE")), {"go": "next"})

        assert answer.status_code == 422
        assert "Nothing is chosen yet" in answer.content.decode()

    def test_a_script_is_told_when_it_was_saved(self, browser, attempt):
        item = item_of(attempt, "Q-SINGLE")
        fetched = {"X-Requested-With": "fetch"}

        kept = browser.post(
            item_url(item), posted(right_responses(item)[0]), headers=fetched
        )
        refused = browser.post(item_url(item), {"chosen": "x"}, headers=fetched)

        assert list(kept.json()) == ["saved_at"]
        assert re.fullmatch(r"\d\d:\d\d", kept.json()["saved_at"])
        assert refused.status_code == 422
        assert list(refused.json()) == ["code", "message"]

    @pytest.mark.parametrize("value", ["9" * 5000, "²", "-1", "1.5", "", "\x00"])
    def test_strange_places_are_refused_not_broken(self, browser, attempt, value):
        item = item_of(attempt, "Q-ORDERING")

        answer = browser.post(item_url(item), dict.fromkeys(item.shown_order, value))

        assert answer.status_code == 422

    def test_nothing_sent_along_sets_a_score(self, browser, attempt):
        item = item_of(attempt, "Q-SINGLE")
        extra = {"is_right": "1", "score_numerator": "1", "passed": "1"}

        browser.post(item_url(item), posted(wrong_response(item)) | extra)
        browser.post(reverse("attempt_submit", args=[attempt.pk]), extra)

        attempt.refresh_from_db()
        item.refresh_from_db()
        assert (attempt.passed, item.is_right) == (False, False)

    def test_a_number_that_is_no_question_is_not_found(self, browser, attempt):
        for position in (0, 8):
            url = reverse("attempt_item", args=[attempt.pk, position])
            assert browser.get(url).status_code == 404

    def test_coming_back_opens_the_first_that_waits(self, browser, attempt, reader):
        first = attempt.items.get(position=1)
        for response in right_responses(first):
            save_answer(first, response, by=reader, at=timezone.now())

        answer = browser.get(reverse("attempt", args=[attempt.pk]))

        assert answer.url == reverse("attempt_item", args=[attempt.pk, 2])


class TestHandingIn:
    def test_the_last_look_counts_what_is_missing(self, browser, attempt):
        text = browser.get(
            reverse("attempt_review", args=[attempt.pk])
        ).content.decode()

        assert "7 questions are not fully answered" in text

    def test_every_answer_is_explained_afterwards(self, browser, attempt, reader):
        for item in attempt.items.all():
            for response in right_responses(item):
                browser.post(item_url(item), posted(response))

        page = browser.post(reverse("attempt_submit", args=[attempt.pk]), follow=True)

        text = page.content.decode()
        assert '<h1 class="page-heading__title">Passed</h1>' in text
        assert "100%" in text
        for item in attempt.items.all():
            assert f"{CANARY} feedback 0 of {item.question_code}" in text

    def test_what_did_not_pass_names_what_to_study_and_no_question(
        self, browser, attempt
    ):
        item = item_of(attempt, "Q-SINGLE")
        browser.post(item_url(item), posted(wrong_response(item)))

        page = browser.post(reverse("attempt_submit", args=[attempt.pk]), follow=True)

        text = page.content.decode()
        assert "Not passed yet" in text
        assert "F1 Module F1" in text
        assert "F1.1 Lesson F1.1" in text
        assert "You chose this" not in text
        assert CANARY not in text
        assert "Q-SINGLE: what do you do?" not in text

    def test_a_score_below_the_mark_never_looks_like_it(self, browser, attempt):
        attempt.submitted_at = timezone.now()
        attempt.score_numerator, attempt.score_denominator = 7999, 10000
        attempt.passed, attempt.all_critical_right = False, True
        attempt.save()

        text = browser.get(
            reverse("attempt_result", args=[attempt.pk])
        ).content.decode()

        assert "<strong>79%</strong>" in text

    def test_an_answer_sent_too_late_changes_nothing(self, browser, attempt, reader):
        item = item_of(attempt, "Q-SINGLE")
        submit_attempt(attempt, by=reader, at=timezone.now())

        late = browser.post(item_url(item), posted(right_responses(item)[0]))

        assert late.url == reverse("attempt_result", args=[attempt.pk])
        assert not AttemptAnswer.objects.exists()
