"""Versions of questions: each saved change makes one, and attempts keep theirs."""

import random

import pytest
from django.db.models import ProtectedError
from django.urls import reverse

from modules.actions.attempts import submit_attempt
from modules.actions.drawing import freeze
from modules.actions.questions import keep_version, keep_versions
from modules.item_choices import version_of
from modules.models import Question, QuestionVersion
from modules.question_contents import digest_of, written
from modules.selectors.item_statistics import question_statistics
from tests.cast import NOW
from tests.modules.assessed import make_course
from tests.modules.attempting import answer_all, item_of, start
from tests.modules.question_forms import RIGHT, option, typed
from tests.races import at_once


def question(code: str = "Q-SINGLE") -> Question:
    return Question.objects.get(code=code)


def reword(code: str, stem: str, by=None) -> QuestionVersion:
    Question.objects.filter(code=code).update(stem=stem)
    return keep_version(question(code), by=by, at=NOW)


class TestKeepingAVersion:
    def test_makes_one_for_each_change_of_words(self, course, rita):
        first = keep_version(question(), by=None, at=NOW)
        second = reword("Q-SINGLE", "Better asked?", by=rita)

        assert [first.number, second.number] == [1, 2]
        assert (second.made_by, second.made_at) == (rita, NOW)
        assert second.content["stem"] == "Better asked?"
        assert second.sha256 == digest_of(second.content)

    def test_makes_none_for_the_same_words(self, course):
        first = keep_version(question(), by=None, at=NOW)
        Question.objects.update(is_active=False, note="Ask Bob.", topic="airway")

        assert keep_version(question(), by=None, at=NOW) == first

    def test_goes_back_to_earlier_words_as_a_version_of_its_own(self, course):
        stem = question().stem
        keep_version(question(), by=None, at=NOW)
        reword("Q-SINGLE", "Other?")

        assert reword("Q-SINGLE", stem).number == 3

    def test_of_many_costs_the_same_as_of_one(self, course, django_assert_num_queries):
        one = question()
        with django_assert_num_queries(7):
            keep_versions([one], by=None, at=NOW)
        everything = list(Question.objects.all())
        with django_assert_num_queries(7):
            made = keep_versions(everything, by=None, at=NOW)

        assert len(made) == QuestionVersion.objects.count() == 7

    @pytest.mark.parametrize(
        "code",
        ["Q-SINGLE", "Q-MULTIPLE", "Q-TRUE", "Q-MATCHING", "Q-ORDERING", "Q-CASE"],
    )
    def test_has_the_digest_by_which_statistics_knew_it_before(self, course, code):
        """An item from before versions, and one after, are of the same version."""
        content = written(question(code))

        frozen, _order = freeze(content, random.Random(1))

        assert version_of(frozen) == digest_of(content)


class TestAnAttempt:
    def test_names_the_versions_it_asks(self, reader, course):
        kept = keep_version(question(), by=None, at=NOW)

        attempt = start(reader, course)

        item = item_of(attempt, "Q-SINGLE")
        assert item.version == kept
        assert item.frozen["stem"] == kept.content["stem"]
        # Questions from before versions were kept get their first here.
        assert not attempt.items.filter(version=None).exists()

    def test_keeps_its_version_when_the_question_changes(self, reader, course):
        attempt = start(reader, course)
        first = item_of(attempt, "Q-SINGLE").version
        newer = reword("Q-SINGLE", "Asked anew?")

        answer_all(attempt)
        done = submit_attempt(attempt, by=reader, at=NOW)

        item = item_of(attempt, "Q-SINGLE")
        assert done.passed
        assert (item.version, newer.number) == (first, 2)
        assert "Asked anew?" not in item.frozen["stem"]

    def test_begun_later_asks_the_newer_version(self, reader, course, bob, clinic):
        start(reader, course)
        newer = reword("Q-SINGLE", "Asked anew?")
        course.enrol(bob, clinic)
        course.read(bob)

        item = item_of(start(bob, course), "Q-SINGLE")

        assert (item.version, item.frozen["stem"]) == (newer, "Asked anew?")

    def test_stops_its_question_from_being_deleted(self, reader, course):
        start(reader, course)

        with pytest.raises(ProtectedError):
            Question.objects.all().delete()

    def test_is_counted_by_its_version(self, reader, course):
        attempt = start(reader, course)
        submit_attempt(attempt, by=reader, at=NOW)

        (version,) = question_statistics(question()).versions

        assert version.version == item_of(attempt, "Q-SINGLE").version.sha256


class TestTheAdmin:
    def test_makes_a_version_of_what_is_added_and_changed(self, editor, built):
        options = [option("Call", RIGHT), option("Wait")]
        editor.post(reverse("questions:add"), typed(built.banks["F"], options))
        added = Question.objects.get(code="F-99")
        first = added.versions.get()

        data = typed(built.banks["F"], options, stem="Asked anew?")
        editor.post(reverse("questions:edit", args=[added.pk]), data)

        assert [one["text"] for one in first.content["options"]] == ["Call", "Wait"]
        assert first.made_by
        assert added.versions.count() == 2
        assert added.versions.last().content["stem"] == "Asked anew?"


@pytest.mark.races
def test_eight_who_keep_a_question_make_one_version(on_postgresql):
    make_course()

    kept = at_once(lambda _n: keep_version(question(), by=None, at=NOW).pk)

    assert set(kept) == {QuestionVersion.objects.get().pk}
