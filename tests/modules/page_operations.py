"""What editors do with pages, and a course that somebody has learned in."""

from dataclasses import dataclass

import pytest
from django.core.management import call_command

from modules.models import (
    AttemptItem,
    ContentReview,
    LessonPage,
    ModulePage,
    ScenarioStep,
    TrackPage,
)
from tests.cast import NOW
from tests.modules.curriculum import small_curriculum
from tests.modules.readers import begin, observe, read_track, run_of, submitted


@dataclass
class Learned:
    """Alice read track F, passed it, did the case, and was observed."""

    book: object
    person: object


@pytest.fixture
def learned(db, alice, bob):
    book = small_curriculum()
    read_track(alice, book, "F")
    begin(alice, book.tracks["P"])
    attempt = submitted(alice, book.assessments["F"], passed=True)
    AttemptItem.objects.create(
        attempt=attempt,
        position=1,
        question_code="F-01",
        is_critical=True,
        frozen={"stem": "Question 1?"},
        shown_order=[],
    )
    run = run_of(alice, book.scenario, passed=True)
    ScenarioStep.objects.create(run=run, node="P1", choice="A", at=NOW)
    observe(alice, bob)
    ContentReview.objects.create(
        edition=book.editions["F1"],
        clinic=bob.memberships.first().clinic,
        capacity="CLINICAL_DIRECTOR",
        by=bob,
        at=NOW,
    )
    return Learned(book, alice)


def publish(book) -> None:
    lesson = book.lessons["F1.1"]
    lesson.title = "Other words"
    lesson.save_revision().publish()


def publish_module(book) -> None:
    module = book.modules["F1"]
    module.title = "Another title"
    module.save_revision().publish()


def unpublish_lesson(book) -> None:
    book.lessons["F1.2"].unpublish()


def unpublish_module(book) -> None:
    book.modules["F1"].unpublish()


def delete_lesson(book) -> None:
    LessonPage.objects.get(code="F1.2").delete()


def delete_module(book) -> None:
    ModulePage.objects.get(code="F1").delete()


def move_lesson(book) -> None:
    LessonPage.objects.get(code="F1.1").move(book.modules["F2"], pos="last-child")


def move_module(book) -> None:
    ModulePage.objects.get(code="F1").move(book.tracks["P"], pos="last-child")


def reorder_lessons(book) -> None:
    LessonPage.objects.get(code="F1.2").move(book.lessons["F1.1"], pos="left")


def reorder_modules(book) -> None:
    ModulePage.objects.get(code="F2").move(book.modules["F1"], pos="left")


def copy_track(book) -> None:
    book.tracks["F"].copy(
        recursive=True,
        keep_live=True,
        update_attrs={"slug": "a-copy", "title": "A copy"},
    )


def copy_module(book) -> None:
    book.modules["F1"].copy(
        recursive=True,
        keep_live=True,
        update_attrs={"slug": "a-copy", "title": "A copy"},
    )


def alias_module(book) -> None:
    book.modules["F1"].create_alias(recursive=True, update_slug="an-alias")


def change_codes(book) -> None:
    module = ModulePage.objects.get(code="F1")
    module.code, module.slug = "FX", "fx"
    module.save_revision().publish()


def unpublish_track(book) -> None:
    book.tracks["F"].unpublish()


def delete_track(book) -> None:
    TrackPage.objects.get(code="F").delete()


def change_track_code(book) -> None:
    """As no form lets it be changed."""
    TrackPage.objects.filter(code="F").update(code="FX", slug="other")


def purge_revisions(book) -> None:
    publish(book)
    call_command("purge_revisions", verbosity=0)


OPERATIONS = (
    publish,
    publish_module,
    unpublish_lesson,
    unpublish_module,
    delete_lesson,
    delete_module,
    move_lesson,
    move_module,
    reorder_lessons,
    reorder_modules,
    copy_track,
    copy_module,
    alias_module,
    change_codes,
    unpublish_track,
    delete_track,
    change_track_code,
    purge_revisions,
)
