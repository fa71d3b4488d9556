"""An answer sent twice is one answer; one that arrives late overrules nothing newer."""

import datetime
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from home.actions import audit
from modules.actions.attempts import AlreadySubmitted, save_answer, submit_attempt
from modules.idempotency import HIGHEST, Sent
from modules.models import Attempt, AttemptAnswer
from modules.selectors.attempts import answered_items
from modules.sent_keys import KeyRefused
from tests.cast import NOW, client_of
from tests.modules.assessed import choose, right_responses
from tests.modules.attempting import item_of, item_url, posted, start

FETCHED = {"X-Requested-With": "fetch"}


@pytest.fixture
def attempt(reader, course) -> Attempt:
    return start(reader, course, timezone.now())


@pytest.fixture
def item(attempt):
    return item_of(attempt, "Q-SINGLE")


@pytest.fixture
def browser(reader):
    return client_of(reader)


def chosen(item, number: int) -> dict:
    return {"chosen": [item.shown_order[number]]}


def save(item, response, key=None, place=None, at=NOW):
    sent = Sent(key, place)
    return save_answer(item, response, by=item.attempt.person, at=at, sent=sent)


def counted(item) -> dict | None:
    rows = answered_items(item.attempt)
    return next(row.response for row in rows if row.item.pk == item.pk)


class TestAKey:
    def test_makes_every_replay_the_same_row(self, item):
        key = uuid.uuid4()

        rows = {save(item, chosen(item, 0), key, 1).pk for _again in range(4)}

        assert rows == {AttemptAnswer.objects.get().pk}

    def test_replayed_after_a_newer_answer_takes_nothing_back(self, item):
        first = uuid.uuid4()
        save(item, chosen(item, 0), first, 1)
        save(item, chosen(item, 1), uuid.uuid4(), 2)

        save(item, chosen(item, 0), first, 1)

        assert counted(item) == chosen(item, 1)
        assert AttemptAnswer.objects.count() == 2

    def test_replayed_after_handing_in_is_still_kept(self, item, reader):
        key = uuid.uuid4()
        kept = save(item, chosen(item, 0), key, 1)
        submit_attempt(item.attempt, by=reader, at=NOW)

        assert save(item, chosen(item, 0), key, 1) == kept
        with pytest.raises(AlreadySubmitted):
            save(item, chosen(item, 0), uuid.uuid4(), 2)

    def test_of_something_else_is_refused(self, item, attempt, bob, course, clinic):
        key = uuid.uuid4()
        save(item, chosen(item, 0), key, 1)
        course.enrol(bob, clinic)
        course.read(bob)
        theirs = item_of(start(bob, course), "Q-SINGLE")
        other = item_of(attempt, "Q-EXTRA")

        for where, answer in ((item, 1), (other, 0), (theirs, 0)):
            with pytest.raises(KeyRefused):
                save(where, chosen(where, answer), key, 1)

        assert AttemptAnswer.objects.count() == 1

    def test_of_a_step_of_a_case_stays_that_step(self, browser, attempt):
        case = item_of(attempt, "Q-CASE")
        first, second = right_responses(case)
        keys = [str(uuid.uuid4()), str(uuid.uuid4())]
        steps = list(zip((first, second), keys, strict=True))

        for response, key in [*steps, *steps]:
            headers = FETCHED | {"Idempotency-Key": key}
            sent = browser.post(item_url(case), posted(response), headers=headers)
            assert sent.status_code == 200

        assert case.answers.count() == 2
        assert counted(case) == second


class TestAPlace:
    def test_that_is_lower_never_overrules(self, item, reader):
        save(item, chosen(item, 0), place=5)
        save(item, chosen(item, 1), place=3)

        assert counted(item) == chosen(item, 0)
        assert AttemptAnswer.objects.count() == 2
        submit_attempt(item.attempt, by=reader, at=NOW)
        item.refresh_from_db()
        right = right_responses(item)[0] == chosen(item, 0)
        assert item.is_right is right

    def test_of_the_same_answer_chosen_anew_is_counted(self, item):
        """Back to the first choice, while the second is still on its way."""
        save(item, chosen(item, 0), place=1)
        save(item, chosen(item, 0), place=3)
        save(item, chosen(item, 1), place=2)

        assert counted(item) == chosen(item, 0)

    def test_that_is_equal_goes_by_arrival(self, item):
        save(item, chosen(item, 0), place=1)
        save(item, chosen(item, 1), place=1)

        assert counted(item) == chosen(item, 1)

    def test_that_nobody_sent_comes_last(self, item):
        save(item, chosen(item, 0), place=7)
        save(item, chosen(item, 1))

        assert counted(item) == chosen(item, 1)
        assert AttemptAnswer.objects.last().place == 8

    def test_at_the_end_of_counting_goes_by_arrival(self, item):
        save(item, chosen(item, 0), place=HIGHEST)
        newest = save(item, chosen(item, 1))

        assert counted(item) == chosen(item, 1)
        assert newest.place == HIGHEST

    def test_from_before_places_gives_way(self, item):
        AttemptAnswer.objects.create(
            item=item, response=chosen(item, 0), given_at=NOW, place=None
        )

        save(item, chosen(item, 1), place=1)

        assert counted(item) == chosen(item, 1)

    @settings(
        max_examples=40,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
        deadline=None,
    )
    @given(data=st.data())
    def test_in_any_order_and_however_often_the_last_choice_counts(self, item, data):
        made = [
            (chosen(item, data.draw(st.integers(0, 2))), uuid.uuid4(), place)
            for place in range(1, data.draw(st.integers(1, 5)) + 1)
        ]
        again = st.lists(st.sampled_from(made), max_size=6)
        arriving = data.draw(st.permutations(made + data.draw(again)))
        base = (answered_place(item) or 0) + 1

        for response, key, place in arriving:
            save(item, response, key, base + place)

        assert counted(item) == made[-1][0]


def answered_place(item) -> int:
    rows = answered_items(item.attempt)
    return next(row.place for row in rows if row.item.pk == item.pk)


class TestThePage:
    def test_carries_the_next_place(self, browser, item):
        assert 'name="place" value="1"' in browser.get(item_url(item)).content.decode()

        browser.post(item_url(item), chosen(item, 0) | {"place": "4"})

        assert 'name="place" value="5"' in browser.get(item_url(item)).content.decode()

    def test_says_when_a_newer_answer_counts(self, browser, item):
        save(item, chosen(item, 0), place=5, at=timezone.now())

        told = browser.post(
            item_url(item), chosen(item, 1) | {"place": "2"}, headers=FETCHED
        )
        page = browser.post(
            item_url(item), chosen(item, 2) | {"place": "3", "go": "next"}, follow=True
        ).content.decode()

        assert "A newer answer" in told.json()["message"]
        assert "A newer answer" in page
        assert item.shown_order[0] in page
        assert counted(item) == chosen(item, 0)

    @pytest.mark.parametrize(
        ("place", "key"),
        [
            ("0", ""),
            ("-1", ""),
            ("1.5", ""),
            ("²", ""),
            ("9" * 5000, ""),
            (str(HIGHEST + 1), ""),
            ("1", "no-key"),
        ],
    )
    def test_refuses_what_is_no_place_and_no_key(self, browser, item, place, key):
        fields = chosen(item, 0) | {"place": place}
        headers = {"Idempotency-Key": key}

        sent = browser.post(item_url(item), fields, headers=FETCHED | headers)
        plain = browser.post(item_url(item), fields, headers=headers)

        assert (sent.status_code, plain.status_code) == (422, 422)
        assert sent.json()["message"]
        assert not AttemptAnswer.objects.exists()

    def test_tells_what_came_after_handing_in_why_it_is_not_kept(
        self, browser, item, reader
    ):
        at = timezone.now() - datetime.timedelta(minutes=1)
        submit_attempt(item.attempt, by=reader, at=at)

        late = browser.post(item_url(item), chosen(item, 0), headers=FETCHED)

        assert late.status_code == 409
        assert late.json()["code"] == "ATTEMPT-SUBMITTED"
        assert "handed in" in late.json()["message"]

    def test_hands_in_thirty_questions_in_at_most_fifteen_statements(
        self, reader, course, browser, django_assert_max_num_queries
    ):
        for number in range(23):
            choose(course.assessment.bank, f"M-{number}", "SINGLE", [True, False])
        course.assessment.draw_count = 30
        course.assessment.save()
        whole = start(reader, course, timezone.now())
        for one in whole.items.all():
            save(one, right_responses(one)[0], place=1, at=timezone.now())

        with django_assert_max_num_queries(15):
            browser.post(reverse("attempt_submit", args=[whole.pk]))
            # What the commit does with the entry of the log, which no test commits.
            audit.seal()

        whole.refresh_from_db()
        assert whole.items.count() == 30
        assert whole.submitted_at
