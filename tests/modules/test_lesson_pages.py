"""A lesson's page: who sees what of it, and what looking at it keeps."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from home.models import AuditEntry, User
from modules.actions.editions import freeze_edition
from modules.models import (
    LessonOpening,
    LessonPage,
)
from tests.cast import NOW, client_of
from tests.modules.curriculum import _new_lesson, small_curriculum
from tests.modules.readers import begin, read


@pytest.fixture
def book(db):
    return small_curriculum()


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
        other = client_of(bob)
        other.get(url)
        with django_assert_num_queries(before):
            other.get(url)
        # Alice goes on in the edition she began: its words are one query more.
        read(alice, book.lessons["F1.2"])
        with django_assert_num_queries(before + 1):
            client.get(url)


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
    with CaptureQueriesContext(connection) as seen:
        client.get(url)
    return len(seen)


def _lengthen(book) -> None:
    """This will add six lessons to the module, in a new edition."""

    for number in range(3, 9):
        page = _new_lesson(f"F1.{number}")
        book.lessons[page.code] = book.modules["F1"].add_child(instance=page)
    book.modules["F1"].refresh_from_db()
    freeze_edition(book.modules["F1"], by=None, at=NOW)
