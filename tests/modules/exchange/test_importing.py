from dataclasses import replace

import pytest
from django.utils import timezone

from home.models import AuditEntry
from modules.actions.question_import import (
    ImportRefused,
    State,
    draft_of,
    import_questions,
    preview_of,
)
from modules.exchange.drafts import QuestionDraft, row_of
from modules.models import Question, QuestionBank, QuestionVersion
from modules.question_rules import Option
from tests.cast import make_person

pytestmark = pytest.mark.django_db
OPTIONS = (Option("A", "a", is_right=True), Option("B", "b"))
MOST_QUERIES = 30


def one(code, **more):
    return QuestionDraft(
        **{"code": code, "type": "SINGLE", "stem": "What?", "options": OPTIONS} | more
    )


def rows(*drafts):
    return [row_of(number, draft) for number, draft in enumerate(drafts, start=1)]


@pytest.fixture
def bank():
    return QuestionBank.objects.create(code="foundations", title="F", track_code="F")


@pytest.fixture
def ellen():
    return make_person("Ellen East")


def take(file, bank, by, digest=None):
    digest = digest or preview_of(file, bank).digest
    return import_questions(file, bank, digest=digest, by=by, at=timezone.now())


class TestAnImport:
    def test_takes_every_question_with_an_entry_each(self, bank, ellen):
        wanted = one("Q-1", bank="foundations", lesson_codes=("F1.1",), note="n")
        take(rows(wanted, one("Q-2")), bank, ellen)
        assert draft_of(Question.objects.get(code="Q-1")) == wanted
        assert AuditEntry.objects.filter(action="QUESTION-ADDED").count() == 2

    def test_tells_new_from_changed_and_same(self, bank, ellen):
        take(rows(one("Q-1"), one("Q-2")), bank, ellen)
        shown = preview_of(rows(one("Q-1"), one("Q-2", stem="So?"), one("Q-3")), bank)
        assert [line.state for line in shown.lines] == ["SAME", "CHANGED", "NEW"]
        assert shown.lines[1].differs == ("stem",)

    def test_changes_by_code_and_leaves_the_same_alone(self, bank, ellen):
        take(rows(one("Q-1"), one("Q-2")), bank, ellen)
        other = (Option("B", "b", is_right=True), Option("C", "c"))
        take(rows(one("Q-1"), one("Q-2", options=other)), bank, ellen)
        changed = Question.objects.get(code="Q-2")
        assert draft_of(changed).options == other
        entry = AuditEntry.objects.get(action="QUESTION-CHANGED")
        assert entry.subject_id == str(changed.pk)
        numbers = QuestionVersion.objects.values_list("question__code", "number")
        assert sorted(numbers) == [("Q-1", 1), ("Q-2", 1), ("Q-2", 2)]
        newest = changed.versions.last()
        assert newest.made_by == ellen
        assert [one["text"] for one in newest.content["options"]] == ["B", "C"]

    def test_takes_nothing_when_one_row_is_at_fault(self, bank, ellen):
        with pytest.raises(ImportRefused, match="at fault"):
            take(rows(one("Q-1"), one("Q-2", stem="")), bank, ellen)
        assert not Question.objects.exists()

    def test_is_refused_when_the_bank_changed_in_between(self, bank, ellen):
        take(rows(one("Q-1")), bank, ellen)
        file = rows(one("Q-1", stem="So?"))
        digest = preview_of(file, bank).digest
        Question.objects.update(stem="Meanwhile?")
        with pytest.raises(ImportRefused, match="Look again"):
            take(file, bank, ellen, digest)
        assert Question.objects.get().stem == "Meanwhile?"

    def test_refuses_a_code_twice_too_long_or_of_another_bank(self, bank, ellen):
        take(rows(one("Q-9")), bank, ellen)
        other = QuestionBank.objects.create(code="m", title="M", track_code="M")
        file = rows(one("Q-1"), one("Q-1"), one("Q" * 17), one("Q-9"))
        shown = preview_of(file, other)
        assert {line.state for line in shown.lines} == {State.FAULT}

    def test_tells_of_other_categories(self, bank):
        shown = preview_of(rows(replace(one("Q-1"), bank="elsewhere")), bank)
        assert shown.other_categories == ("elsewhere",)

    def test_of_300_questions_asks_few_queries(
        self, bank, ellen, django_assert_max_num_queries
    ):
        file = rows(*(one(f"Q-{number}") for number in range(300)))
        digest = preview_of(file, bank).digest
        with django_assert_max_num_queries(MOST_QUERIES):
            take(file, bank, ellen, digest)
        assert Question.objects.count() == 300
