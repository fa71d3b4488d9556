"""An edition to be retaken: told before the session, though no door closes."""

import pytest

from certificates.actions.clearance import Asker, ask
from certificates.rules.endangered import Outlook, Why
from certificates.selectors.endangered import outlooks_at
from certificates.selectors.reading_again import reading_again
from modules.actions.editions import freeze_edition
from modules.models import LessonCompletion
from tests.cast import NOW
from tests.certificates.asking import about
from tests.certificates.sessions.conftest import booked, planner, sam, wanted
from tests.certificates.test_endangered import LATER, plan
from tests.modules.curriculum import small_curriculum
from tests.modules.readers import read_track

__all__ = ["booked", "plan", "planner", "sam", "wanted"]


@pytest.fixture
def book(db):
    return small_curriculum()


def changed(book, significance):
    lesson = book.lessons["F1.2"]
    lesson.title = "New words"
    lesson.save()
    return freeze_edition(
        book.modules["F1"], by=None, at=NOW, significance=significance, reason="Dose."
    )


def told(people):
    return {
        pk: [row.text for row in rows]
        for pk, rows in reading_again(one.pk for one in people).items()
    }


class TestAnEditionToRetake:
    def test_is_told_before_the_session_though_the_gate_says_yes(
        self, clinic, plan, book, team
    ):
        read_track(team["bob"], book, "F")
        changed(book, "RETAKE")

        (row,) = outlooks_at([clinic], LATER)
        (danger,) = row.standing.dangers

        assert row.outlook is Outlook.MEND_BEFORE
        assert (danger.why, row.who(danger)) == (Why.READ_AGAIN, "Bob Birch")
        assert "F1" in danger.verdict.text
        assert ask(about(plan), asker=Asker(clinic), at=LATER).decision.decision

    def test_that_was_read_again_is_told_no_longer(self, book, alice):
        read_track(alice, book, "F")
        newer = changed(book, "RETAKE")
        for code in ("F1.1", "F1.2"):
            assert told([alice])
            LessonCompletion.objects.create(
                person=alice,
                lesson_key=book.lessons[code].translation_key,
                edition=newer,
                completed_at=LATER,
            )

        assert told([alice]) == {}

    def test_says_nothing_to_who_never_read_it(self, book, alice, bob):
        read_track(alice, book, "F")
        changed(book, "RETAKE")

        assert set(told([alice, bob])) == {str(alice.pk)}

    def test_only_that_kind_of_edition(self, book, alice):
        read_track(alice, book, "F")
        changed(book, "ACKNOWLEDGE")

        assert told([alice]) == {}

    def test_costs_one_query_while_there_is_none(
        self, book, alice, django_assert_num_queries
    ):
        with django_assert_num_queries(1):
            assert told([alice]) == {}
