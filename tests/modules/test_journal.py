"""The private journal: one's own words, and nobody else's business."""

import uuid

import pytest
from django.test import Client

from home.models import AuditEntry
from modules.actions.journal import LONGEST
from modules.models import JournalEntry, LessonPage
from tests.cast import client_of
from tests.modules.curriculum import small_curriculum
from tests.modules.readers import begin, first_block

WORDS = "I was more afraid than I said."


@pytest.fixture
def lesson(db) -> LessonPage:
    return small_curriculum().lessons["F1.1"]


@pytest.fixture
def alice_reads(alice, lesson) -> Client:
    begin(alice, lesson.get_parent().get_parent().specific)
    client = client_of(alice)
    client.get(lesson.url)
    return client


def url_of(lesson: LessonPage, block: uuid.UUID | None = None) -> str:
    block = block or first_block(lesson, "reflection")
    return f"/learn/lessons/{lesson.translation_key}/journal/{block}/"


class TestWriting:
    def test_is_kept_and_comes_back_in_the_lesson(self, lesson, alice, alice_reads):
        answer = alice_reads.post(url_of(lesson), {"text": WORDS})

        block = first_block(lesson, "reflection")
        assert answer.url == f"{lesson.url}#reflection-{block}"
        assert WORDS in alice_reads.get(lesson.url).content.decode()
        assert JournalEntry.objects.get().person == alice

    def test_by_itself_says_when_it_was_saved(self, lesson, alice_reads):
        answer = alice_reads.post(
            url_of(lesson), {"text": WORDS}, headers={"X-Requested-With": "fetch"}
        )

        assert answer.json()["message"].startswith("Saved at ")

    def test_twice_keeps_the_newer_words(self, lesson, alice_reads):
        alice_reads.post(url_of(lesson), {"text": "First"})
        alice_reads.post(url_of(lesson), {"text": WORDS, "base": "1"})

        assert JournalEntry.objects.get().text == WORDS

    def test_from_two_devices_loses_neither_however_often_sent(
        self, lesson, alice_reads
    ):
        desk = {"text": "At the desk", "base": "0", "page": uuid.uuid4(), "place": 1}
        phone = desk | {"text": "On the phone", "page": uuid.uuid4()}

        for sent in (desk, phone, desk, phone):
            assert alice_reads.post(url_of(lesson), sent).status_code == 302

        told = JournalEntry.objects.get().text
        assert told == "At the desk\n\nWritten elsewhere:\nOn the phone"

    @pytest.mark.parametrize("field", ["base", "page", "place"])
    @pytest.mark.parametrize("value", ["", "-1", "no", "9" * 400, "²"])
    def test_keeps_the_words_whatever_else_a_page_says(
        self, lesson, alice_reads, field, value
    ):
        sent = {"text": WORDS, "base": "0", "page": uuid.uuid4(), "place": "1"}

        answer = alice_reads.post(url_of(lesson), sent | {field: value})

        assert answer.status_code == 302
        assert JournalEntry.objects.get().text == WORDS

    def test_in_a_copied_lesson_leaves_the_words_of_the_first(
        self, lesson, alice, alice_reads
    ):
        alice_reads.post(url_of(lesson), {"text": WORDS})
        other = LessonPage.objects.get(code="F1.2")
        # A copy keeps the ids of its blocks.
        other.body = lesson.body
        other.save()
        alice_reads.get(other.url)

        alice_reads.post(url_of(other), {"text": "Something else"})

        assert first_block(other, "reflection") == first_block(lesson, "reflection")
        assert WORDS in alice_reads.get(lesson.url).content.decode()
        assert "Something else" in alice_reads.get(other.url).content.decode()
        assert JournalEntry.objects.filter(person=alice).count() == 2

    def test_leaves_no_trace_in_the_audit_log(self, lesson, alice_reads):
        before = AuditEntry.objects.count()

        alice_reads.post(url_of(lesson), {"text": WORDS})

        assert AuditEntry.objects.count() == before

    def test_too_much_comes_back_whole(self, lesson, alice_reads):
        long = "a" * (LONGEST + 1)

        answer = alice_reads.post(url_of(lesson), {"text": long})

        assert answer.status_code == 400
        assert long in answer.content.decode()
        assert not JournalEntry.objects.exists()

    def test_under_no_prompt_is_not_found(self, lesson, alice_reads):
        assert alice_reads.post(url_of(lesson, uuid.uuid4())).status_code == 404
        check = first_block(lesson, "check")
        assert alice_reads.post(url_of(lesson, check)).status_code == 404

    def test_is_for_oneself_whatever_the_browser_says(
        self, lesson, alice, alice_reads, bob
    ):
        alice_reads.post(url_of(lesson), {"text": WORDS, "person": str(bob.pk)})

        assert JournalEntry.objects.get().person == alice

    @pytest.mark.parametrize("method", ["get", "put", "patch", "delete"])
    def test_is_sent_and_nothing_else(self, lesson, alice_reads, method):
        assert getattr(alice_reads, method)(url_of(lesson)).status_code == 405

    def test_asks_a_visitor_to_sign_in(self, lesson):
        assert Client().post(url_of(lesson), {"text": WORDS}).status_code == 302


class TestTheJournal:
    def test_shows_ones_own_words_under_their_prompt(self, lesson, alice_reads):
        alice_reads.post(url_of(lesson), {"text": WORDS})

        shown = alice_reads.get("/learn/journal/").content.decode()

        assert WORDS in shown
        assert "What do you notice?" in shown

    def test_shows_nobody_elses(self, lesson, alice_reads, bob, rita, charlie):
        alice_reads.post(url_of(lesson), {"text": WORDS})

        for person in (bob, rita, charlie):
            answer = client_of(person).get("/learn/journal/")

            assert answer.status_code == 200
            assert WORDS not in answer.content.decode()
            assert "Nothing written yet" in answer.content.decode()

    def test_asks_a_visitor_to_sign_in(self, db):
        assert Client().get("/learn/journal/").status_code == 302

    def test_outlives_its_lesson(self, lesson, alice_reads):
        alice_reads.post(url_of(lesson), {"text": WORDS})
        lesson.delete()

        assert WORDS in alice_reads.get("/learn/journal/").content.decode()


class TestRemoving:
    @pytest.fixture
    def entry(self, lesson, alice_reads) -> JournalEntry:
        alice_reads.post(url_of(lesson), {"text": WORDS})
        return JournalEntry.objects.get()

    def test_asks_once_and_then_does_it(self, entry, alice_reads):
        url = f"/learn/journal/{entry.pk}/remove/"

        assert WORDS in alice_reads.get(url).content.decode()
        assert JournalEntry.objects.exists()
        alice_reads.post(url)

        assert not JournalEntry.objects.exists()

    def test_anothers_entry_is_not_found(self, entry, bob, rita, charlie):
        url = f"/learn/journal/{entry.pk}/remove/"

        for person in (bob, rita, charlie):
            assert client_of(person).get(url).status_code == 404
            assert client_of(person).post(url).status_code == 404
        assert Client().post(url).status_code == 302

        assert JournalEntry.objects.exists()
