"""The learning record: what one person has done, in a constant number of queries."""

import datetime

import pytest

from home.models import Role
from modules.actions.editions import freeze_edition
from modules.models import LessonCompletion
from modules.records import EditionChange
from modules.selectors.record import learning_record, learning_records
from tests.cast import NOW, make_person
from tests.modules.curriculum import small_curriculum
from tests.modules.readers import (
    begin,
    observe,
    read,
    read_track,
    run_of,
    submitted,
    third_track,
)

HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def book(db):
    return small_curriculum()


class TestTheRecord:
    def test_keeps_the_pass_when_a_later_attempt_fails(self, book, alice):
        first = submitted(alice, book.assessments["F"], passed=True)
        submitted(alice, book.assessments["F"], passed=False, at=NOW + HOUR)

        attempt = learning_record(alice, clinic_ids=[]).track("F").attempt

        assert (attempt.id, attempt.passed) == (first.pk, True)

    def test_shows_the_newest_of_several_failures(self, book, alice):
        submitted(alice, book.assessments["F"], passed=False)
        newest = submitted(alice, book.assessments["F"], passed=False, at=NOW + HOUR)

        attempt = learning_record(alice, clinic_ids=[]).track("F").attempt

        assert attempt.id == newest.pk

    def test_of_one_person_holds_nothing_of_another(self, book, alice, bob):
        read_track(bob, book, "F")
        submitted(bob, book.assessments["F"], passed=True)
        run_of(bob, book.scenario, passed=True)
        observe(bob, alice)

        record = learning_record(alice, clinic_ids=[])

        assert not any(track.is_enrolled or track.attempt for track in record.tracks)
        assert record.track("P").scenario is None
        assert record.observations == ()

    def test_counts_a_lesson_read_in_an_earlier_edition(self, book, alice):
        begin(alice, book.tracks["F"])
        read(alice, book.lessons["F1.1"])
        book.lessons["F1.2"].title = "New words"
        book.lessons["F1.2"].save()

        freeze_edition(book.modules["F1"], by=None, at=NOW)

        module = learning_record(alice, clinic_ids=[]).track("F").modules[0]
        assert module.edition_number == 2
        assert module.lessons[0].completed_at == NOW

    def test_leaves_out_an_observation_that_was_corrected(self, book, alice, bob):
        wrong = observe(alice, bob)
        right = observe(alice, bob, corrects=wrong)

        rows = learning_record(alice, clinic_ids=[]).observations

        assert [row.id for row in rows] == [right.pk]

    def test_tells_which_session_it_was_and_who_entered_it(self, book, alice, bob):
        row = observe(alice, bob)

        found = learning_record(alice, clinic_ids=[]).observations[0]

        assert found.session == (row.clinic_id, "s-1")
        assert (found.recorded_by_id, found.recorded_by_name) == (bob.pk, bob.name)

    def test_takes_one_query_whatever_there_is_to_know(
        self, book, alice, bob, django_assert_num_queries
    ):
        learning_record(alice, clinic_ids=[1])  # Wagtail remembers its sites
        with django_assert_num_queries(1):
            learning_record(alice, clinic_ids=[1])
        for code in ("F", "P"):
            read_track(alice, book, code)
            read_track(bob, book, code)
            submitted(alice, book.assessments[code], passed=True)
        run_of(alice, book.scenario, passed=True)
        observe(alice, bob)
        third_track(book)

        with django_assert_num_queries(1):
            learning_record(alice, clinic_ids=[1])

    def test_of_many_is_that_of_each_in_as_many_queries(
        self, book, alice, bob, clinic, django_assert_num_queries
    ):
        read_track(alice, book, "F")
        submitted(bob, book.assessments["F"], passed=True)
        run_of(alice, book.scenario, passed=False)
        run_of(bob, book.scenario, passed=True)
        observe(alice, bob)
        others = [
            make_person(f"Zoe{number} Zeal", clinic, Role.THERAPIST)
            for number in range(28)
        ]
        for other in others:
            read_track(other, book, "P")
        learning_record(alice, clinic_ids=[1])  # Wagtail remembers its sites

        for people in ([alice, bob, others[0]], [alice, bob, *others]):
            with django_assert_num_queries(1):
                found = learning_records([p.pk for p in people], clinic_ids=[1])
            assert len(found) == len(people)

        for person in (alice, bob, others[-1]):
            assert found[person.pk] == learning_record(person, clinic_ids=[1])

    def test_tells_the_newest_edition_each_lesson_was_finished_in(self, book, alice):
        read_track(alice, book, "F")
        book.lessons["F1.2"].title = "New words"
        book.lessons["F1.2"].save()
        newer = freeze_edition(
            book.modules["F1"], by=None, at=NOW, significance="RETAKE", reason="Dose."
        )
        LessonCompletion.objects.create(
            person=alice,
            lesson_key=book.lessons["F1.2"].translation_key,
            edition=newer,
            completed_at=NOW + HOUR,
        )

        module = learning_record(alice, clinic_ids=[]).module("F1")

        assert [lesson.completed_edition for lesson in module.lessons] == [1, 2]
        assert module.lessons[1].completed_at == NOW
        assert module.changes == (EditionChange(2, "RETAKE", NOW),)
        assert learning_record(alice, clinic_ids=[]).module("F2").changes == ()
        assert learning_record(alice, clinic_ids=[]).module("X9") is None
