import html

import pytest
from django.urls import reverse

from home.models import AuditEntry, Person
from modules.models import Assessment, AssessmentQuota, Question
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


def quotas(*rows: tuple[str, int]) -> dict:
    """What the form sends for its quotas."""
    told = {"quotas-TOTAL_FORMS": len(rows), "quotas-INITIAL_FORMS": 0}
    for number, (topic, count) in enumerate(rows):
        told |= {
            f"quotas-{number}-topic": topic,
            f"quotas-{number}-count": count,
            f"quotas-{number}-ORDER": number + 1,
        }
    return told


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
            **quotas(),
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

    @pytest.mark.parametrize(
        ("rows", "words"),
        [
            ([("f9", 1)], "the bank has 0 in use"),
            ([("f1", 9)], "The quota asks for 9 questions of “f1”"),
            ([("f1", 1), ("f1", 2)], "“f1” has two quotas"),
            ([("not a slug", 1)], "Enter a valid"),
        ],
    )
    def test_says_which_quota_the_bank_cannot_fill(self, editor, built, rows, words):
        assessment = built.assessments["F"]
        data = self.posted(assessment) | quotas(*rows)

        answer = editor.post(reverse("assessments:edit", args=[assessment.pk]), data)

        assert answer.status_code == 200
        assert words in html.unescape(answer.text)
        assert rows[0][0] in answer.text
        assert not AssessmentQuota.objects.exists()

    def test_keeps_its_quotas(self, editor, built):
        assessment = built.assessments["F"]
        topic = assessment.bank.questions.filter(is_active=True).first().subject
        data = self.posted(assessment) | quotas((topic, 1))

        answer = editor.post(reverse("assessments:edit", args=[assessment.pk]), data)

        assert answer.status_code == 302
        quota = AssessmentQuota.objects.get()
        assert (quota.assessment, quota.topic, quota.count) == (assessment, topic, 1)

    def posted(self, assessment) -> dict:
        names = ("title", "code", "track_code", "draw_count", "pass_percent")
        told = {name: getattr(assessment, name) for name in (*names, "wait_hours")}
        rest = {"bank": assessment.bank_id, "max_attempts": 3, "minutes": ""}
        return told | rest
