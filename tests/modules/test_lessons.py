"""Opening a lesson, and what finishing it takes."""

import threading
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from home.actions import audit
from home.models import AuditEntry, Role
from modules.actions.editions import freeze_edition
from modules.actions.lessons import (
    ChecksLeft,
    NotEnrolled,
    NotOpened,
    NotPublished,
    complete_lesson,
    open_lesson,
)
from modules.actions.releases import Meaning, Witness, put_in_force
from modules.models import LessonCompletion, LessonOpening, ModuleEdition
from modules.selectors.lesson_parts import part_of
from tests.cast import NOW, client_of, make_clinic, make_person
from tests.modules.curriculum import _new_lesson, small_curriculum
from tests.modules.readers import answer_all, begin, first_block, read
from tests.races import CLIENTS, at_once


@pytest.fixture
def book(db):
    return small_curriculum()


def finish_url(lesson) -> str:
    return f"/learn/lessons/{lesson.translation_key}/finish/"


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
        LessonOpening.objects.create(
            person=alice,
            lesson_key=lesson.translation_key,
            edition=book.editions["F1"],
            opened_at=NOW,
        )

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

    @pytest.mark.parametrize("lessons", [2, 12])
    def test_costs_seven_queries_with_its_entry(self, book, alice, lessons):
        lesson = book.lessons["F1.1"]
        begin(alice, book.tracks["F"])
        _lengthen(book, lessons)
        open_lesson(lesson, by=alice, at=NOW)
        answer_all(alice, lesson)
        audit.seal()

        with CaptureQueriesContext(connection) as seen:
            complete_lesson(lesson, by=alice, at=NOW)
            audit.seal()

        asked = [q["sql"] for q in seen.captured_queries]
        assert len([sql for sql in asked if "SAVEPOINT" not in sql]) <= 7
        assert LessonCompletion.objects.count() == 1

    def test_that_was_done_is_told_in_one_query(
        self, book, alice, django_assert_num_queries
    ):
        lesson = book.lessons["F1.1"]
        begin(alice, book.tracks["F"])
        read(alice, lesson)

        with django_assert_num_queries(1):
            again = complete_lesson(lesson, by=alice, at=NOW)

        assert again == LessonCompletion.objects.get()


@pytest.mark.races
def test_eight_clicks_finish_a_lesson_once(on_postgresql, monkeypatch):
    alice = make_person("Alice Ames", make_clinic(), Role.THERAPIST)
    book = small_curriculum()
    lesson = book.lessons["F1.1"]
    begin(alice, book.tracks["F"])
    open_lesson(lesson, by=alice, at=NOW)
    answer_all(alice, lesson)

    together = threading.Barrier(CLIENTS)

    def all_read_first(*args):
        part = part_of(*args)
        if part.completion is None:
            together.wait(timeout=30)
        return part

    monkeypatch.setattr("modules.actions.lessons.part_of", all_read_first)

    found = at_once(lambda _n: complete_lesson(lesson, by=alice, at=NOW))

    assert len(found) == CLIENTS
    assert {row.pk for row in found} == {LessonCompletion.objects.get().pk}
    assert AuditEntry.objects.filter(action="LESSON-COMPLETED").count() == 1


class TestTheFinishButton:
    def test_goes_on_to_the_next_lesson(self, book, alice):
        lesson, client = book.lessons["F1.1"], client_of(alice)
        begin(alice, book.tracks["F"])
        client.get(lesson.url)
        answer_all(alice, lesson)

        answer = client.post(finish_url(lesson))

        assert answer.url == book.lessons["F1.2"].url
        assert LessonCompletion.objects.count() == 1

    def test_passes_over_what_is_not_published(self, book, alice):
        lesson, client = book.lessons["F1.1"], client_of(alice)
        begin(alice, book.tracks["F"])
        client.get(lesson.url)
        answer_all(alice, lesson)
        book.lessons["F1.2"].unpublish()
        module = book.modules["F2"]
        type(module).objects.filter(pk=module.pk).update(live=False)

        assert client.post(finish_url(lesson)).url == reverse("my_path")

    def test_leads_on_into_the_next_module(self, book, alice):
        lesson, client = book.lessons["F1.2"], client_of(alice)
        begin(alice, book.tracks["F"])
        client.get(lesson.url)
        answer_all(alice, lesson)

        assert client.post(finish_url(lesson)).url == book.lessons["F2.1"].url

    def test_leads_home_after_the_last(self, book, alice):
        lesson, client = book.lessons["F2.2"], client_of(alice)
        begin(alice, book.tracks["F"])
        client.get(lesson.url)
        answer_all(alice, lesson)

        assert client.post(finish_url(lesson)).url == reverse("my_path")

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


def _new_edition(edition: ModuleEdition) -> ModuleEdition:
    edition = ModuleEdition.objects.get(pk=edition.pk)
    edition.pk, edition.number = None, edition.number + 1
    edition.save()
    put_in_force(edition, Meaning(), Witness(), by=None, at=NOW)
    return edition


def _lengthen(book, lessons: int) -> None:
    """This will give the module so many lessons, in a new edition."""
    for number in range(3, lessons + 1):
        book.modules["F1"].add_child(instance=_new_lesson(f"F1.{number}"))
    book.modules["F1"].refresh_from_db()
    freeze_edition(book.modules["F1"], by=None, at=NOW)
