"""What a browser keeps and sends again: once is once, and nobody speaks for another."""

import uuid

import pytest
from django.test import Client

from home.models import AuditEntry
from modules.models import CheckAnswer, CheckSending, JournalEntry, LessonCompletion
from tests.cast import client_of
from tests.modules.curriculum import small_curriculum
from tests.modules.readers import answer_all, begin, first_block

FETCH = {"X-Requested-With": "fetch"}
KEY = "3d0a9a52-7a34-4f0c-9e0e-6b1a3c2f7a11"


@pytest.fixture
def lesson(db):
    return small_curriculum().lessons["F1.1"]


@pytest.fixture
def alice_reads(alice, lesson) -> Client:
    begin(alice, lesson.get_parent().get_parent().specific)
    client = client_of(alice)
    client.get(lesson.url)
    return client


def check_url(lesson) -> str:
    block = first_block(lesson, "check")
    return f"/learn/lessons/{lesson.translation_key}/checks/{block}/"


def finish_url(lesson) -> str:
    return f"/learn/lessons/{lesson.translation_key}/finish/"


def send(client, lesson, option="1", key=KEY, **more):
    headers = FETCH | {"Idempotency-Key": key} | more
    return client.post(check_url(lesson), {"option": option}, headers=headers)


class TestTheSameKey:
    def test_is_the_same_answer(self, lesson, alice_reads):
        answers = [send(alice_reads, lesson) for _ in range(3)]

        assert [answer.status_code for answer in answers] == [200, 200, 200]
        assert answers[0].content == answers[2].content
        assert CheckAnswer.objects.count() == CheckSending.objects.count() == 1
        assert AuditEntry.objects.filter(action="CHECK-ANSWERED").count() == 1

    def test_late_does_not_overwrite_what_came_after(self, lesson, alice_reads):
        send(alice_reads, lesson, "1")
        send(alice_reads, lesson, "0", key=str(uuid.uuid4()))
        send(alice_reads, lesson, "1")

        assert [row.option for row in CheckAnswer.objects.all()] == [1, 0]

    def test_with_something_else_is_refused(self, lesson, alice_reads):
        send(alice_reads, lesson, "1")

        answer = send(alice_reads, lesson, "0")

        assert answer.status_code == 422
        assert answer.json()["code"] == "KEY-REFUSED"
        assert CheckAnswer.objects.get().option == 1

    def test_of_somebody_else_is_refused(self, lesson, alice_reads, bob):
        send(alice_reads, lesson)
        begin(bob, lesson.get_parent().get_parent().specific)
        bobs = client_of(bob)
        bobs.get(lesson.url)

        assert send(bobs, lesson).status_code == 422
        assert not CheckAnswer.objects.filter(person=bob).exists()

    @pytest.mark.parametrize("key", ["x", "1", "3d0a9a52", "\x00" * 36, "9" * 4000])
    def test_that_is_no_key_is_refused(self, lesson, alice_reads, key):
        assert send(alice_reads, lesson, key=key).status_code == 422
        assert not CheckAnswer.objects.exists()


class TestFinishing:
    def test_tells_a_script_where_to_go_on(self, lesson, alice, alice_reads):
        answer_all(alice, lesson)

        answers = [
            alice_reads.post(finish_url(lesson), headers=FETCH) for _ in range(2)
        ]

        told = answers[1].json()
        assert told["next"].startswith("/")
        assert ":" in told["saved_at"]
        assert LessonCompletion.objects.count() == 1

    def test_before_its_questions_is_refused_by_its_code(self, lesson, alice_reads):
        answer = alice_reads.post(finish_url(lesson), headers=FETCH)

        assert answer.status_code == 409
        assert answer.json()["code"] == "LESSON-CHECKS-LEFT"
        assert not LessonCompletion.objects.exists()


class TestWhoIsSignedIn:
    def test_nobody_is_told_so_instead_of_being_led_away(self, lesson):
        answer = send(Client(), lesson)

        assert answer.status_code == 401
        assert answer.json()["code"] == "SIGNED-OUT"

    def test_another_does_not_take_over_what_waited(
        self, lesson, alice, alice_reads, bob
    ):
        begin(bob, lesson.get_parent().get_parent().specific)
        bobs = client_of(bob)
        bobs.get(lesson.url)
        mine = {"X-Person": str(alice.pk)}

        assert send(bobs, lesson, **mine).status_code == 401
        assert not CheckAnswer.objects.exists()
        assert send(alice_reads, lesson, **mine).status_code == 200

    def test_nor_do_words_in_a_journal(self, lesson, alice, alice_reads, bob):
        begin(bob, lesson.get_parent().get_parent().specific)
        bobs = client_of(bob)
        bobs.get(lesson.url)
        block = first_block(lesson, "reflection")
        url = f"/learn/lessons/{lesson.translation_key}/journal/{block}/"

        answer = bobs.post(
            url, {"text": "hers"}, headers=FETCH | {"X-Person": str(alice.pk)}
        )

        assert answer.status_code == 401
        assert not JournalEntry.objects.exists()

    def test_a_form_of_before_the_sign_in_says_so_to_a_script(self, lesson, alice):
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(alice.user)

        answer = send(strict, lesson)

        assert answer.status_code == 403
        assert answer.json()["code"] == "FORM-EXPIRED"
