"""Published once more: what the tests of reading an edition do to a module."""

import pytest

from modules.actions.editions import freeze_edition
from modules.models import LessonPage
from modules.selectors.record import learning_record
from tests.cast import NOW, client_of
from tests.modules.readers import begin, read

CODES = ("F1.1", "F1.2", "F2.1", "F2.2")


def page(built, code: str) -> LessonPage:
    return LessonPage.objects.get(pk=built.lessons[code].pk)


def rewrite(built, code: str, words: str) -> None:
    """This will have the published page say something else in its first passage."""
    lesson = page(built, code)
    body = lesson.body.get_prep_value()
    text = next(block for block in body if block["type"] == "text")
    text["value"] = f"<p>{words}</p>"
    check = next(block for block in body if block["type"] == "check")
    check["value"]["question"] = f"<p>{words}, asked otherwise?</p>"
    lesson.body = LessonPage._meta.get_field("body").stream_block.to_python(body)
    lesson.save()


def publish(built, significance: str, words: str = "Newer words", code="F1.1"):
    """This will rewrite a lesson and put its module in force anew."""
    rewrite(built, code, words)
    module = built.modules[code[:2]]
    module.refresh_from_db()
    return freeze_edition(
        module, by=None, at=NOW, significance=significance, reason="Because."
    )


def module_of(person, code: str = "F1"):
    return learning_record(person, clinic_ids=()).module(code)


@pytest.fixture
def reader(built, alice):
    """Alice opened the first lesson of two in F1."""
    begin(alice, built.tracks["F"])
    client_of(alice).get(built.lessons["F1.1"].url)
    return alice


@pytest.fixture
def learned(built, alice):
    begin(alice, built.tracks["F"])
    read(alice, *(built.lessons[code] for code in CODES))
    return alice
