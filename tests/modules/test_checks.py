"""Knowledge checks: key and feedback stay on the server until somebody answers."""

import uuid

import pytest
from django.test import Client

from home.models import AuditEntry
from modules.actions.checks import NoSuchCheck, NoSuchOption, answer_check
from modules.actions.lessons import NotOpened, open_lesson
from modules.models import CheckAnswer, LessonCompletion, LessonPage
from modules.selectors.checks import shown_check
from tests.cast import NOW, client_of
from tests.modules.curriculum import small_curriculum
from tests.modules.readers import begin, first_block

FETCH = {"X-Requested-With": "fetch"}


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
    block = block or first_block(lesson, "check")
    return f"/learn/lessons/{lesson.translation_key}/checks/{block}/"


class TestBeforeAnswering:
    def test_no_page_holds_key_or_feedback(self, lesson, alice_reads):
        shown = alice_reads.get(lesson.url).content.decode()

        assert "What comes first in F1.1?" in shown
        assert "FEEDBACK-" not in shown
        assert "is_right" not in shown
        assert "The better answer" not in shown

    def test_no_search_finds_key_or_feedback(self, lesson):
        words = " ".join(
            str(part)
            for part in lesson.body.stream_block.get_searchable_content(lesson.body)
        )

        assert "What comes first" in words
        assert "FEEDBACK-" not in words

    def test_what_the_template_gets_has_no_room_for_them(self, lesson):
        check = next(b.value for b in lesson.body if b.block_type == "check")

        shown = shown_check(check, None)

        assert "FEEDBACK-" not in repr(shown)
        assert not shown.is_answered


class TestAnswering:
    def test_shows_what_follows_from_it_and_from_the_better_one(
        self, lesson, alice_reads
    ):
        block = first_block(lesson, "check")

        answer = alice_reads.post(url_of(lesson), {"option": "1"})

        assert answer.url == f"{lesson.url}#check-{block}"
        shown = alice_reads.get(lesson.url).content.decode()
        assert "FEEDBACK-WRONG-F1.1" in shown
        assert "FEEDBACK-RIGHT-F1.1" in shown

    def test_shows_the_better_one_alone_when_that_was_chosen(self, lesson, alice_reads):
        alice_reads.post(url_of(lesson), {"option": "0"})

        shown = alice_reads.get(lesson.url).content.decode()

        assert "FEEDBACK-RIGHT-F1.1" in shown
        assert "FEEDBACK-WRONG-F1.1" not in shown

    def test_gives_a_script_the_part_that_changes(self, lesson, alice_reads):
        answer = alice_reads.post(url_of(lesson), {"option": "1"}, headers=FETCH)

        shown = answer.content.decode()
        assert answer.status_code == 200
        assert "<html" not in shown
        assert "FEEDBACK-WRONG-F1.1" in shown

    @pytest.mark.parametrize("option", ["", "2", "-1", "0.0", "x", "１"])
    def test_with_no_such_option_says_so_and_tells_nothing(
        self, lesson, alice_reads, option
    ):
        answer = alice_reads.post(url_of(lesson), {"option": option}, headers=FETCH)

        shown = answer.content.decode()
        assert answer.status_code == 400
        assert "Choose one of the answers" in shown
        assert "FEEDBACK-" not in shown
        assert not CheckAnswer.objects.exists()

    def test_without_a_script_the_same_is_said_on_the_page(self, lesson, alice_reads):
        answer = alice_reads.post(url_of(lesson), follow=True)

        assert "Choose one of the answers" in answer.content.decode()

    def test_keeps_every_answer_and_scores_none(self, lesson, alice, alice_reads):
        alice_reads.post(url_of(lesson), {"option": "1", "is_right": "1", "score": "9"})
        alice_reads.post(url_of(lesson), {"option": "0"})

        rows = CheckAnswer.objects.all()
        assert [(row.person, row.option) for row in rows] == [(alice, 1), (alice, 0)]
        assert AuditEntry.objects.filter(action="CHECK-ANSWERED").count() == 2
        assert not LessonCompletion.objects.exists()

    def test_shows_nothing_to_anybody_else(self, lesson, alice_reads, bob):
        alice_reads.post(url_of(lesson), {"option": "1"})
        begin(bob, lesson.get_parent().get_parent().specific)

        assert "FEEDBACK-" not in client_of(bob).get(lesson.url).content.decode()

    def test_is_for_people_who_opened_the_lesson(self, lesson, bob, rita, charlie):
        for person in (bob, rita, charlie):
            answer = client_of(person).post(url_of(lesson), {"option": "1"})

            assert answer.status_code == 409
            assert "FEEDBACK-" not in answer.content.decode()

    def test_asks_a_visitor_to_sign_in(self, lesson):
        assert Client().post(url_of(lesson), {"option": "1"}).status_code == 302

    def test_of_no_question_is_not_found(self, lesson, alice_reads):
        answer = alice_reads.post(url_of(lesson, uuid.uuid4()), {"option": "1"})

        assert answer.status_code == 404

    @pytest.mark.parametrize("method", ["get", "put", "patch", "delete"])
    def test_is_sent_and_nothing_else(self, lesson, alice_reads, method):
        assert getattr(alice_reads, method)(url_of(lesson)).status_code == 405


class TestTheAction:
    def test_refuses_what_was_never_opened(self, lesson, alice):
        begin(alice, lesson.get_parent().get_parent().specific)
        block = first_block(lesson, "check")

        with pytest.raises(NotOpened):
            answer_check(lesson, block_id=block, option="0", by=alice, at=NOW)

        assert not CheckAnswer.objects.exists()

    def test_refuses_another_block_and_another_option(self, lesson, alice):
        begin(alice, lesson.get_parent().get_parent().specific)
        open_lesson(lesson, by=alice, at=NOW)
        prompt = first_block(lesson, "reflection")
        check = first_block(lesson, "check")

        with pytest.raises(NoSuchCheck):
            answer_check(lesson, block_id=prompt, option="0", by=alice, at=NOW)
        with pytest.raises(NoSuchOption):
            answer_check(lesson, block_id=check, option="5", by=alice, at=NOW)

        assert not AuditEntry.objects.filter(action="CHECK-ANSWERED").exists()
