import pytest
from django.urls import reverse

from home.models import AuditEntry, Person
from modules.models import Assessment, Question
from tests.modules.question_forms import RIGHT, option, typed


class TestAddingAQuestion:
    def add(self, client, built, options, **more):
        data = typed(built.banks["F"], options, **more)
        return client.post(reverse("questions:add"), data)

    def test_keeps_question_options_and_key(self, editor, built):
        answer = self.add(editor, built, [option("Call", RIGHT), option("Wait")])

        assert answer.status_code == 302
        question = Question.objects.get(code="F-99")
        assert [(o.text, o.is_right) for o in question.options.all()] == [
            ("Call", True),
            ("Wait", False),
        ]
        assert question.lesson_codes == ["F1.1", "F1.2"]
        assert question.marks == ["policy"]

    def test_keeps_the_order_in_which_options_were_put(self, editor, built):
        options = [
            option("Third", RIGHT, ORDER=3),
            option("First", RIGHT, ORDER=1),
            option("Second", RIGHT, ORDER=2),
        ]

        self.add(editor, built, options, type="ORDERING")

        question = Question.objects.get(code="F-99")
        assert [o.text for o in question.options.all()] == ["First", "Second", "Third"]

    def test_keeps_a_case_with_its_steps(self, editor, built):
        options = [
            option("Ask", RIGHT, step_code="s1", leads_to="s2"),
            option("Guess", step_code="s1"),
            option("Tell", RIGHT, step_code="s2"),
            option("Keep", step_code="s2"),
        ]
        steps = [{"code": "s1", "stem": "First?"}, {"code": "s2", "stem": "Then?"}]

        answer = self.add(
            editor, built, options, steps=steps, type="MINI_BRANCH", stem=""
        )

        assert answer.status_code == 302
        assert Question.objects.get(code="F-99").steps.count() == 2

    def test_says_what_is_wrong_and_keeps_what_was_typed(self, editor, built):
        answer = self.add(editor, built, [option("Call first"), option("Wait a bit")])

        assert answer.status_code == 200
        assert "exactly one of them right" in answer.text
        assert "Call first" in answer.text
        assert "Because Wait a bit." in answer.text
        assert not Question.objects.filter(code="F-99").exists()

    def test_says_that_feedback_is_missing_where_it_is(self, editor, built):
        options = [option("Call first", RIGHT), option("Wait", feedback="")]

        answer = self.add(editor, built, options)

        assert "This field is required" in answer.text
        assert "Call first" in answer.text
        assert not Question.objects.filter(code="F-99").exists()

    def test_says_which_code_is_none(self, editor, built):
        options = [option("Call", RIGHT), option("Wait")]

        answer = self.add(editor, built, options, lesson_codes="F1.1; F1.2")

        assert "is not a code" in answer.text
        assert "F1.1; F1.2" in answer.text

    def test_asks_for_a_code_of_its_own(self, editor, built):
        options = [option("Call", RIGHT), option("Wait")]

        answer = self.add(editor, built, options, code="F-01")

        assert answer.status_code == 200
        assert Question.objects.filter(code="F-01").count() == 1


class TestEditingAQuestion:
    def test_is_told_in_the_audit_log_without_a_word_of_it(self, editor, built):
        data = typed(built.banks["F"], [option("Call", RIGHT), option("Wait")])
        editor.post(reverse("questions:add"), data)

        entry = AuditEntry.objects.get(action="QUESTION-ADDED")

        question = Question.objects.get(code="F-99")
        assert entry.subject_id == str(question.pk)
        assert entry.by == Person.objects.get(name="Ellen East").pk
        assert set(entry.facts) == {"sha256"}

    def test_that_was_refused_leaves_no_trace(self, editor, built):
        data = typed(built.banks["F"], [option("Call"), option("Wait")])

        editor.post(reverse("questions:add"), data)

        assert not AuditEntry.objects.filter(action="QUESTION-ADDED").exists()

    @pytest.mark.parametrize("view", ["history", "usage"])
    def test_has_pages_that_open_for_editors(self, editor, built, view):
        question = Question.objects.get(code="F-01")

        answer = editor.get(reverse(f"questions:{view}", args=[question.pk]))

        assert answer.status_code == 200

    def test_shows_what_is_there(self, editor, built):
        question = Question.objects.get(code="F-04")

        page = editor.get(reverse("questions:edit", args=[question.pk])).text

        assert "What somebody brings" in page
        assert "F1.1" in page

    def test_cannot_delete_it(self, editor, built):
        question = Question.objects.get(code="F-01")
        address = reverse("questions:delete", args=[question.pk])

        editor.post(address)

        assert Question.objects.filter(pk=question.pk).exists()


class TestAnAssessment:
    def test_cannot_draw_more_than_the_bank_has(self, editor, built):
        assessment = built.assessments["F"]
        data = {
            "title": "Foundations",
            "code": assessment.code,
            "track_code": "F",
            "bank": assessment.bank_id,
            "draw_count": 7,
            "pass_percent": 80,
            "wait_hours": 24,
            "max_attempts": 3,
            "minutes": "",
        }

        address = reverse("assessments:edit", args=[assessment.pk])
        answer = editor.post(address, data)

        assert "This bank has 6 questions in use" in answer.text
        assert Assessment.objects.get(pk=assessment.pk).draw_count == 4
        for wrong in ({"max_attempts": 0}, {"minutes": 0}):
            assert (
                editor.post(address, data | {"draw_count": 6} | wrong).status_code
                == 200
            )
        assert editor.post(address, data | {"draw_count": 6}).status_code == 302
