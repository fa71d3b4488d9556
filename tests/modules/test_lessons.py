"""Reading a lesson: who may, what is kept, and what finishing takes."""

import uuid

import pytest
from django.test import Client

from home.models import AuditEntry, User
from modules.actions.lessons import (
    ChecksLeft,
    NotEnrolled,
    NotOpened,
    NotPublished,
    complete_lesson,
    open_lesson,
)
from modules.models import (
    Enrolment,
    LessonCompletion,
    LessonOpening,
    LessonPage,
    ModuleEdition,
)
from tests.cast import NOW, client_of
from tests.modules.curriculum import small_curriculum
from tests.modules.readers import answer_all, begin, first_block, read


@pytest.fixture
def book(db):
    return small_curriculum()


def finish_url(lesson) -> str:
    return f"/learn/lessons/{lesson.translation_key}/finish/"


class TestALessonPage:
    def test_asks_a_visitor_to_sign_in_and_comes_back(self, book):
        lesson = book.lessons["F1.1"]

        answer = Client().get(lesson.url)

        assert answer.status_code == 302
        assert answer.url == f"/accounts/login/?next={lesson.url}"

    @pytest.mark.parametrize("kind", ["page", "tracks", "modules"])
    def test_every_other_learning_page_asks_too(self, book, kind):
        page = {
            "page": book.page,
            "tracks": book.tracks["F"],
            "modules": book.modules["F1"],
        }[kind]

        assert Client().get(page.url).status_code == 302

    def test_is_for_everybody_on_a_roster(self, book, alice, bob, rita, charlie):
        for person in (alice, bob, rita, charlie):
            begin(person, book.tracks["F"])

            answer = client_of(person).get(book.lessons["F1.1"].url)

            assert answer.status_code == 200
            assert "Trust takes time" in answer.content.decode()

    def test_is_for_nobody_without_a_person(self, book):
        client = Client()
        client.force_login(
            User.objects.create_user("x@example.org", "a long enough password"),
            backend="allauth.account.auth_backends.AuthenticationBackend",
        )

        assert client.get(book.lessons["F1.1"].url).status_code == 403

    def test_is_for_nobody_whose_time_at_the_clinic_is_over(self, book, alice):
        alice.memberships.update(ends_on="2025-01-01")

        assert client_of(alice).get(book.lessons["F1.1"].url).status_code == 403

    def test_keeps_its_text_until_the_track_is_begun(self, book, alice):
        answer = client_of(alice).get(book.lessons["F1.1"].url)

        shown = answer.content.decode()
        assert "Trust takes time" not in shown
        assert "Begin Foundations" in shown
        assert not LessonOpening.objects.exists()

    def test_keeps_the_first_opening_only(self, book, alice):
        begin(alice, book.tracks["F"])
        client = client_of(alice)

        client.get(book.lessons["F1.1"].url)
        client.get(book.lessons["F1.1"].url)

        assert LessonOpening.objects.get().person == alice
        assert AuditEntry.objects.filter(action="LESSON-OPENED").count() == 1

    def test_a_glance_ahead_by_the_browser_is_no_opening(self, book, alice):
        begin(alice, book.tracks["F"])
        client, url = client_of(alice), book.lessons["F1.1"].url

        client.head(url)
        client.get(url, headers={"Sec-Purpose": "prefetch"})

        assert not LessonOpening.objects.exists()

    @pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
    def test_takes_nothing(self, book, alice, method):
        begin(alice, book.tracks["F"])

        answer = getattr(client_of(alice), method)(book.lessons["F1.1"].url)

        assert answer.status_code == 405

    def test_says_that_nobody_has_reviewed_it(self, book, alice):
        begin(alice, book.tracks["F"])

        answer = client_of(alice).get(book.lessons["F1.1"].url)

        assert "Not yet reviewed" in answer.content.decode()

    def test_says_what_comes_first_when_reading_ahead(self, book, alice):
        begin(alice, book.tracks["P"])

        shown = client_of(alice).get(book.lessons["P1.1"].url).content.decode()

        assert "You are reading ahead" in shown
        assert "Trust takes time" in shown

    def test_names_its_sources_once_with_how_they_were_read(self, book, alice):
        begin(alice, book.tracks["F"])

        shown = client_of(alice).get(book.lessons["F1.1"].url).content.decode()

        assert shown.count('id="source-S01"') == 1
        assert "A book on trust." in shown
        assert "How it was read: Full text" in shown

    def test_leads_across_modules(self, book, alice):
        begin(alice, book.tracks["F"])

        shown = client_of(alice).get(book.lessons["F1.2"].url).content.decode()

        assert f'href="{book.lessons["F1.1"].url}" rel="prev"' in shown
        assert f'href="{book.lessons["F2.1"].url}" rel="next"' in shown

    def test_of_no_edition_says_that_it_opens_later(self, book, alice):
        begin(alice, book.tracks["F"])
        page = LessonPage(title="New", slug="new", code="F1.3", minutes=5)
        book.modules["F1"].add_child(instance=page)

        answer = client_of(alice).get(page.url)

        assert "not part of the training yet" in answer.content.decode()
        assert not LessonOpening.objects.exists()

    def test_weighs_little_and_waits_for_no_script(self, book, alice):
        begin(alice, book.tracks["F"])

        shown = client_of(alice).get(book.lessons["F1.1"].url).content.decode()

        assert len(shown) < 60_000
        assert shown.count("<script") == shown.count(" defer></script>")

    def test_costs_the_same_in_a_longer_book(
        self, book, alice, bob, django_assert_num_queries
    ):
        begin(alice, book.tracks["F"])
        client, url = client_of(alice), book.lessons["F1.1"].url
        client.get(url)
        before = _count(client, url)
        _lengthen(book)
        begin(bob, book.tracks["F"])
        read(bob, book.lessons["F1.1"], book.lessons["F1.2"])
        read(alice, book.lessons["F1.2"])

        with django_assert_num_queries(before):
            client.get(url)


class TestOpening:
    def test_is_refused_before_the_track_is_begun(self, book, alice):
        with pytest.raises(NotEnrolled):
            open_lesson(book.lessons["F1.1"], by=alice, at=NOW)

        assert not AuditEntry.objects.filter(action="LESSON-OPENED").exists()

    def test_is_refused_for_an_unpublished_lesson(self, book, alice):
        begin(alice, book.tracks["F"])
        lesson = book.lessons["F1.1"]
        lesson.live = False

        with pytest.raises(NotPublished):
            open_lesson(lesson, by=alice, at=NOW)


class TestFinishing:
    def test_is_written_once_with_its_edition(self, book, alice):
        lesson = book.lessons["F1.1"]
        begin(alice, book.tracks["F"])

        read(alice, lesson)
        complete_lesson(lesson, by=alice, at=NOW)

        row = LessonCompletion.objects.get()
        assert (row.person, row.edition) == (alice, book.editions["F1"])
        entry = AuditEntry.objects.get(action="LESSON-COMPLETED")
        assert entry.facts["lesson"] == str(lesson.translation_key)

    def test_is_refused_while_a_question_is_open(self, book, alice):
        lesson = book.lessons["F1.1"]
        begin(alice, book.tracks["F"])
        open_lesson(lesson, by=alice, at=NOW)

        with pytest.raises(ChecksLeft):
            complete_lesson(lesson, by=alice, at=NOW)

        assert not LessonCompletion.objects.exists()
        assert not AuditEntry.objects.filter(action="LESSON-COMPLETED").exists()

    def test_is_refused_for_a_lesson_never_opened(self, book, alice):
        begin(alice, book.tracks["F"])

        with pytest.raises(NotOpened):
            complete_lesson(book.lessons["F1.1"], by=alice, at=NOW)

    def test_is_refused_without_the_track(self, book, alice):
        lesson = book.lessons["F1.1"]
        begin(alice, book.tracks["F"])
        open_lesson(lesson, by=alice, at=NOW)
        Enrolment.objects.all().delete()

        with pytest.raises(NotEnrolled):
            complete_lesson(lesson, by=alice, at=NOW)

    def test_counts_for_the_edition_that_was_read(self, book, alice):
        lesson, first = book.lessons["F1.1"], book.editions["F1"]
        begin(alice, book.tracks["F"])
        open_lesson(lesson, by=alice, at=NOW)
        answer_all(alice, lesson)
        _new_edition(first)

        completion = complete_lesson(lesson, by=alice, at=NOW)

        assert completion.edition == first


class TestTheFinishButton:
    def test_goes_on_to_the_next_lesson(self, book, alice):
        lesson, client = book.lessons["F1.1"], client_of(alice)
        begin(alice, book.tracks["F"])
        client.get(lesson.url)
        answer_all(alice, lesson)

        answer = client.post(finish_url(lesson))

        assert answer.url == book.lessons["F1.2"].url
        assert LessonCompletion.objects.count() == 1

    def test_leads_to_the_question_that_is_open(self, book, alice):
        lesson, client = book.lessons["F1.1"], client_of(alice)
        begin(alice, book.tracks["F"])
        client.get(lesson.url)

        answer = client.post(finish_url(lesson))

        check = first_block(lesson, "check")
        assert answer.url == f"{lesson.url}#check-{check}"
        shown = client.get(lesson.url).content.decode()
        assert f'href="#check-{check}"' in shown

    def test_of_a_lesson_never_opened_is_refused_in_words(self, book, alice):
        begin(alice, book.tracks["F"])

        answer = client_of(alice).post(finish_url(book.lessons["F1.1"]))

        assert answer.status_code == 409
        assert "Open the lesson and read it first." in answer.content.decode()
        assert not LessonCompletion.objects.exists()

    def test_believes_nothing_the_browser_says(self, book, alice, bob):
        lesson, client = book.lessons["F1.1"], client_of(alice)
        begin(alice, book.tracks["F"])
        client.get(lesson.url)
        lie = {
            "completed_at": "2020-01-01",
            "person": str(bob.pk),
            "edition": "999",
            "progress": "100",
            "checks": "done",
        }

        client.post(finish_url(lesson), lie)
        assert not LessonCompletion.objects.exists()
        answer_all(alice, lesson)
        client.post(finish_url(lesson), lie)

        row = LessonCompletion.objects.get()
        assert (row.person, row.edition) == (alice, book.editions["F1"])
        assert row.completed_at.year > 2020

    @pytest.mark.parametrize("method", ["get", "put", "patch", "delete"])
    def test_is_pressed_and_nothing_else(self, book, alice, method):
        answer = getattr(client_of(alice), method)(finish_url(book.lessons["F1.1"]))

        assert answer.status_code == 405

    def test_is_for_people_signed_in(self, book):
        answer = Client().post(finish_url(book.lessons["F1.1"]))

        assert answer.status_code == 302
        assert answer.url.startswith("/accounts/login/")

    def test_finishes_nothing_for_somebody_else(self, book, alice, bob, rita, charlie):
        lesson = book.lessons["F1.1"]
        begin(alice, book.tracks["F"])
        open_lesson(lesson, by=alice, at=NOW)
        answer_all(alice, lesson)

        for person in (bob, rita, charlie):
            assert client_of(person).post(finish_url(lesson)).status_code == 409

        assert not LessonCompletion.objects.exists()

    def test_of_no_lesson_is_not_found(self, book, alice):
        url = f"/learn/lessons/{uuid.uuid4()}/finish/"

        assert client_of(alice).post(url).status_code == 404


class TestThePreview:
    @pytest.mark.parametrize("kind", ["page", "track", "module", "lesson"])
    def test_renders_without_a_reader(self, book, rf, kind):
        page = {
            "page": book.page,
            "track": book.tracks["F"],
            "module": book.modules["F1"],
            "lesson": book.lessons["F1.1"],
        }[kind]

        answer = page.make_preview_request()

        assert answer.status_code == 200
        assert "FEEDBACK-" not in answer.rendered_content

    def test_shows_the_lesson_to_an_editor_who_is_no_person(self, book):
        client = Client()
        client.force_login(
            User.objects.create_superuser("ed@example.org", "a long enough password"),
            backend="allauth.account.auth_backends.AuthenticationBackend",
        )

        shown = client.get(book.lessons["F1.1"].url).content.decode()

        assert "Trust takes time" in shown
        assert "FEEDBACK-" not in shown
        assert "/finish/" not in shown


def _count(client, url) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as seen:
        client.get(url)
    return len(seen)


def _lengthen(book) -> None:
    """This will add six lessons to the module, in a new edition."""
    from modules.actions.editions import freeze_edition
    from tests.modules.curriculum import _new_lesson

    for number in range(3, 9):
        page = _new_lesson(f"F1.{number}")
        book.lessons[page.code] = book.modules["F1"].add_child(instance=page)
    book.modules["F1"].refresh_from_db()
    freeze_edition(book.modules["F1"], by=None, at=NOW)


def _new_edition(edition: ModuleEdition) -> ModuleEdition:
    edition = ModuleEdition.objects.get(pk=edition.pk)
    edition.pk, edition.number = None, edition.number + 1
    edition.save()
    return edition
