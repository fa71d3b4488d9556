"""What a later edition takes away from those who learned an earlier one."""

import pytest

from modules.actions.editions import freeze_edition
from modules.actions.lessons import complete_lesson, open_lesson
from modules.models import LessonPage, ModuleEdition
from modules.readiness import obstacle
from modules.selectors.record import learning_record
from tests.cast import NOW
from tests.modules.test_lesson_pages import begin, client_of, read

pytestmark = pytest.mark.django_db
COSMETIC = ModuleEdition.Significance.COSMETIC
RETAKE = ModuleEdition.Significance.RETAKE
CODES = ("F1.1", "F1.2", "F2.1", "F2.2")


@pytest.fixture
def learned(built, alice):
    begin(alice, built.tracks["F"])
    read(alice, *(built.lessons[code] for code in CODES))
    return built


def record_of(person):
    return learning_record(person, clinic_ids=[])


def freeze(built, code, significance):
    built.modules[code].refresh_from_db()
    return freeze_edition(
        built.modules[code], by=None, at=NOW, significance=significance, reason="Why."
    )


def add_lesson(built, code):
    lesson = LessonPage(title="Added", slug="added", code="F1.9", minutes=5)
    built.modules[code].refresh_from_db()
    return built.modules[code].add_child(instance=lesson)


def change(built, code):
    lesson = built.lessons[code]
    lesson.objectives = "Another sentence."
    lesson.save()
    return lesson


class TestACosmeticEdition:
    def test_takes_nothing_from_who_was_complete(self, learned, alice, bob):
        begin(bob, learned.tracks["F"])
        read(bob, learned.lessons["F1.1"])
        add_lesson(learned, "F1")
        freeze(learned, "F1", COSMETIC)

        assert record_of(alice).track("F").is_read
        assert record_of(alice).module("F1").is_complete
        assert obstacle(record_of(alice), "F") == ""
        left = record_of(bob).track("F").lessons_left
        assert [row.code for row in left] == ["F1.2", "F1.9", "F2.1", "F2.2"]

    def test_shows_what_was_added_as_new(self, learned, alice):
        added = add_lesson(learned, "F1")
        freeze(learned, "F1", COSMETIC)

        lesson = record_of(alice).module("F1").lessons[-1]
        assert (lesson.code, lesson.counts) == ("F1.9", False)
        page = client_of(alice).get(added.url)
        assert "Finish this lesson" in page.content.decode()


class TestARetake:
    def test_asks_for_every_lesson_it_held(self, learned, alice):
        change(learned, "F1.1")
        freeze(learned, "F1", RETAKE)

        track = record_of(alice).track("F")
        assert not track.is_read
        assert [row.code for row in track.lessons_left] == ["F1.1", "F1.2"]
        assert "2 lessons" in obstacle(record_of(alice), "F")

    def test_is_done_in_the_browser(self, learned, alice):
        change(learned, "F1.1")
        freeze(learned, "F1", RETAKE)
        client, lesson = client_of(alice), learned.lessons["F1.1"]

        shown = client.get(lesson.url).content.decode()
        assert "Finish this lesson" in shown
        assert "Changed: read it again" in shown
        client.post(f"/learn/lessons/{lesson.translation_key}/finish/")

        assert record_of(alice).module("F1").lessons[0].counts
        shown = client.get(lesson.url).content.decode()
        assert "Finish this lesson" not in shown
        assert "Changed: read it again" not in shown

    def test_asks_also_where_every_lesson_was_replaced(self, learned, alice):
        add_lesson(learned, "F1")
        for code in ("F1.1", "F1.2"):
            learned.lessons[code].refresh_from_db()
            learned.lessons[code].delete()
        freeze(learned, "F1", RETAKE)

        assert not record_of(alice).module("F1").is_complete

    def test_is_over_when_all_is_read_again(self, learned, alice):
        change(learned, "F1.1")
        freeze(learned, "F1", RETAKE)
        for code in ("F1.1", "F1.2"):
            open_lesson(learned.lessons[code], by=alice, at=NOW)
            complete_lesson(learned.lessons[code], by=alice, at=NOW)

        assert record_of(alice).track("F").is_read

    def test_stays_asked_through_a_cosmetic_edition(self, learned, alice):
        change(learned, "F1.1")
        freeze(learned, "F1", RETAKE)
        add_lesson(learned, "F1")
        freeze(learned, "F1", COSMETIC)

        left = record_of(alice).module("F1").lessons_left
        assert [row.code for row in left] == ["F1.1", "F1.2", "F1.9"]

    def test_asks_nothing_of_a_lesson_that_came_later_from_elsewhere(
        self, learned, alice
    ):
        change(learned, "F2.1")
        freeze(learned, "F2", RETAKE)
        for code in ("F2.1", "F2.2"):
            open_lesson(learned.lessons[code], by=alice, at=NOW)
            complete_lesson(learned.lessons[code], by=alice, at=NOW)
        lesson = learned.lessons["F1.1"]
        lesson.refresh_from_db()
        learned.modules["F2"].refresh_from_db()
        lesson.move(learned.modules["F2"], pos="last-child")
        freeze(learned, "F2", COSMETIC)
        freeze(learned, "F1", COSMETIC)

        assert record_of(alice).module("F2").is_complete
        assert all(row.counts for row in record_of(alice).module("F2").lessons)
