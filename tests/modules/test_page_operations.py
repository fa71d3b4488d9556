"""What editors do with pages changes nothing of what people learned.

Each operation on pages, against each kind of row that is kept, and the learning record.
"""

import dataclasses
import uuid

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError

from certificates.selectors.dossier_learning import tracks_of
from modules.actions.editions import freeze_edition
from modules.models import (
    EditionRelease,
    ModuleEdition,
    TrackPage,
)
from modules.selectors.record import learning_record
from tests.cast import NOW
from tests.modules.page_operations import (
    OPERATIONS,
    copy_track,
    delete_module,
    delete_track,
    learned,
    move_lesson,
    move_module,
    unpublish_module,
)
from tests.modules.readers import begin, read

__all__ = ["learned"]

# What a record holds, by the rows it is kept in.
KEPT = (
    ("Enrolment",),
    ("LessonOpening", "LessonCompletion"),
    ("Attempt", "AttemptItem"),
    ("ScenarioRun", "ScenarioStep"),
    ("Observation", "ObservationDetail"),
    ("ModuleEdition", "EditionRelease", "ContentReview", "KeptTrack"),
)


def kept_rows() -> dict[str, list[dict]]:
    """Every kept row as it stands, by table and then in the order it came."""
    names = [name for kind in KEPT for name in kind]
    models = {name: apps.get_model("modules", name) for name in names}
    return {name: list(m.objects.order_by("pk").values()) for name, m in models.items()}


def record_of(person) -> dict:
    """The record, but for what shows pages: whether they are there, their address and
    order, and which track another page asks for first."""
    record = learning_record(person, clinic_ids=[])
    tracks = {}
    for track in record.tracks:
        modules = [dataclasses.replace(m, is_live=True) for m in track.modules]
        told = dataclasses.replace(track, modules=(), is_live=True, url="", requires=())
        tracks[track.key] = told, {module.key: module for module in modules}
    return {"tracks": tracks, "observed": record.observations}


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda row: row.__name__)
def test_changes_no_record(learned, operation):
    rows, record = kept_rows(), record_of(learned.person)
    written = tracks_of(learning_record(learned.person, clinic_ids=[]))

    operation(learned.book)

    after = kept_rows()
    for name, earlier in rows.items():
        # Editions and their releases are added; nothing there is altered or gone.
        assert after[name][: len(earlier)] == earlier, name
    assert record_of(learned.person) == record
    if operation is not copy_track:
        assert len(after["EditionRelease"]) == len(rows["EditionRelease"])
    assert tracks_of(learning_record(learned.person, clinic_ids=[])) == written


def test_a_copied_track_is_no_second_one(learned):
    before = learning_record(learned.person, clinic_ids=[]).track("F")

    copy_track(learned.book)

    record = learning_record(learned.person, clinic_ids=[])
    assert [row.code for row in record.tracks].count("F") == 1
    assert record.track("F").key == before.key
    assert record.track("F").is_read and record.track("F").attempt.passed


def test_a_track_that_is_gone_is_no_part_of_others_records(learned, bob):
    delete_track(learned.book)

    theirs = learning_record(learned.person, clinic_ids=[]).track("F")
    assert (theirs.is_live, theirs.is_read, theirs.is_passed) == (False, True, True)
    assert learning_record(bob, clinic_ids=[]).track("F") is None


def test_the_code_of_a_track_that_was_learned_in_lasts(learned):
    track = TrackPage.objects.get(code="F")
    track.code = "FX"

    with pytest.raises(ValidationError, match="Keep F"):
        track.full_clean()


def test_a_copied_track_is_published_under_a_code_of_its_own(learned):
    copy = learned.book.tracks["F"].copy(
        recursive=True, keep_live=False, update_attrs={"slug": "twin"}
    )

    with pytest.raises(ValidationError, match="Another track has the code F"):
        copy.full_clean()

    copy.code = "G"
    copy.full_clean()


def test_a_module_whose_page_is_gone_stays_with_whoever_learned_it(learned, bob):
    delete_module(learned.book)

    theirs = learning_record(learned.person, clinic_ids=[])
    assert not theirs.module("F1").is_live
    assert theirs.module("F1").is_complete
    assert learning_record(bob, clinic_ids=[]).module("F1") is None


def test_a_module_that_is_gone_is_asked_of_nobody(learned, bob):
    begin(bob, learned.book.tracks["F"])
    read(bob, learned.book.lessons["F1.1"])
    read(bob, learned.book.lessons["F2.1"], learned.book.lessons["F2.2"])
    assert not learning_record(bob, clinic_ids=[]).track("F").is_read

    unpublish_module(learned.book)

    track = learning_record(bob, clinic_ids=[]).track("F")
    assert track.is_read
    assert track.lessons_left == ()


def test_a_module_moved_to_another_track_waits_there_to_be_released(learned):
    move_module(learned.book)

    module = learned.book.modules["F1"]
    waiting = ModuleEdition.objects.get(release=None)
    assert waiting.module_key == module.translation_key
    assert waiting.track_key == learned.book.tracks["P"].translation_key

    release(waiting)

    record = learning_record(learned.person, clinic_ids=[])
    assert "F1" in [row.code for row in record.track("P").modules]
    assert "F1" not in [row.code for row in record.track("F").modules]


def release(edition, significance="COSMETIC") -> None:
    EditionRelease.objects.create(
        edition=edition, significance=significance, released_at=NOW
    )


class TestALessonThatMoved:
    def test_is_judged_by_the_module_it_was_learned_in(self, learned):
        book = learned.book
        retake(book, "F1")
        move_lesson(book)
        for edition in ModuleEdition.objects.filter(release=None):
            release(edition)

        module = learning_record(learned.person, clinic_ids=[]).module("F2")

        asked = {row.code: row.is_asked_again for row in module.lessons}
        assert asked == {"F2.1": False, "F2.2": False, "F1.1": True}

    def test_is_not_asked_by_a_retake_it_was_no_part_of(self, learned):
        book = learned.book
        retake(book, "F2")
        move_lesson(book)
        for edition in ModuleEdition.objects.filter(release=None):
            release(edition)

        module = learning_record(learned.person, clinic_ids=[]).module("F2")

        asked = {row.code: row.is_asked_again for row in module.lessons}
        assert asked == {"F2.1": True, "F2.2": True, "F1.1": False}


def retake(book, code: str) -> None:
    lesson = book.lessons[f"{code}.2"]
    lesson.title = f"New words {uuid.uuid4()}"
    lesson.save()
    freeze_edition(
        book.modules[code], by=None, at=NOW, significance="RETAKE", reason="New."
    )


def test_a_cosmetic_edition_changes_no_word_of_a_dossier(learned):
    written = tracks_of(learning_record(learned.person, clinic_ids=[]))
    for code in ("F1", "P1"):
        lesson = learned.book.lessons[f"{code}.1"]
        lesson.title = "Other words"
        lesson.save()
        freeze_edition(learned.book.modules[code], by=None, at=NOW)

    record = learning_record(learned.person, clinic_ids=[])
    assert record.module("F1").edition_number == 2
    assert tracks_of(record) == written
