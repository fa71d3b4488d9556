import pytest
from django.urls import reverse
from wagtail.search.index import get_indexed_models

from home.models import AuditEntry, Person, User
from modules.models import (
    Assessment,
    LessonPage,
    Question,
    QuestionBank,
    QuestionOption,
    QuestionStep,
)
from modules.question_rules import Draft, Option, faults_of
from tests.cast import client_of
from tests.modules.admins import editor_client, let_into_admin
from tests.modules.curriculum import small_curriculum

RIGHT, WRONG = {"is_right": "on"}, {}


@pytest.fixture
def built(db):
    return small_curriculum()


@pytest.fixture
def editor(built):
    return editor_client(built.page)


def formset(name, rows):
    """This will give an InlinePanel's fields as the browser sends them."""
    data = {
        f"{name}-TOTAL_FORMS": len(rows),
        f"{name}-INITIAL_FORMS": 0,
        f"{name}-MIN_NUM_FORMS": 0,
        f"{name}-MAX_NUM_FORMS": 1000,
    }
    for number, row in enumerate(rows):
        fields = {"id": "", "ORDER": number + 1, "DELETE": ""} | row
        data |= {f"{name}-{number}-{field}": v for field, v in fields.items()}
    return data


def option(text, key=WRONG, **more):
    empty = {"match": "", "step_code": "", "leads_to": ""}
    return empty | {"text": text, "feedback": f"Because {text}."} | key | more


def typed(bank, options, steps=(), **changed):
    fields = {
        "bank": bank.pk,
        "code": "F-99",
        "type": "SINGLE",
        "stem": "What comes first?",
        "is_active": "on",
        "common_errors": "",
        "lesson_codes": "F1.1, F1.2",
        "source_codes": "",
        "marks": ["policy"],
        "note": "",
    }
    return (
        fields | changed | formset("options", options) | formset("steps", list(steps))
    )


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


def draft(kind, *options, stem="What?", steps=()):
    return Draft(type=kind, stem=stem, options=options, steps=steps)


def one(text, right=False, **more):
    return Option(**({"text": text, "feedback": "So.", "is_right": right} | more))


A, B, C = one("A", True), one("B"), one("C")
TRUE, FALSE = one("True: so", True), one("False: so")
PAIR_A, PAIR_B = one("A", match="1"), one("B", match="2")
S1A = one("A", True, step="s1", leads_to="s2")
S1B, S2A, S2B = one("B", step="s1"), one("A", True, step="s2"), one("B", step="s2")
CASE = {"stem": "", "steps": ("s1", "s2")}


class TestTheRules:
    @pytest.mark.parametrize(
        "whole",
        [
            draft("SINGLE", A, B),
            draft("MULTIPLE", A, B, C),
            draft("TRUE_FALSE", TRUE, FALSE),
            draft("MATCHING", PAIR_A, PAIR_B),
            draft("ORDERING", A, B, C),
            draft("MINI_BRANCH", S1A, S1B, S2A, S2B, **CASE),
        ],
        ids=lambda whole: whole.type,
    )
    def test_let_a_whole_question_pass(self, whole):
        assert faults_of(whole) == []

    @pytest.mark.parametrize(
        ("broken", "words"),
        [
            (draft("SINGLE", A), "at least two options"),
            (draft("SINGLE", A, one("B", True)), "exactly one"),
            (draft("SINGLE", B, C), "exactly one"),
            (draft("SINGLE", A, B, stem=" "), "Write the question"),
            (draft("SINGLE", A, one("B", feedback=" ")), "needs feedback"),
            (draft("SINGLE", A, one("A")), "say the same"),
            (draft("SINGLE", A, B, steps=("s1",)), "Only a case has steps"),
            (draft("SINGLE", A, one("B", leads_to="s2")), "Only a case has steps"),
            (draft("MULTIPLE", A, B), "at least three"),
            (draft("MULTIPLE", B, C, one("D")), "at least one right"),
            (draft("TRUE_FALSE", A, B), "True or False"),
            (draft("TRUE_FALSE", TRUE, one("False: no", True)), "exactly one"),
            (draft("MATCHING", PAIR_A, B), "what it goes with"),
            (draft("MATCHING", PAIR_A, one("B", match="1")), "same words"),
            (draft("ORDERING", A, B), "at least 3"),
            (draft("MINI_BRANCH", S1A, S1B, stem="", steps=("s1",)), "two steps"),
            (draft("MINI_BRANCH", S1A, S1B, S2A, one("x"), **CASE), "the step it"),
            (
                draft(
                    "MINI_BRANCH",
                    S1A,
                    one("B", step="s1", leads_to="s9"),
                    S2A,
                    S2B,
                    **CASE,
                ),
                "not there",
            ),
            (draft("MINI_BRANCH", S1A, S1B, S2A, **CASE), "Step s2"),
            (
                draft(
                    "MINI_BRANCH",
                    one("A", True, step="s1"),
                    S1B,
                    S2A,
                    S2B,
                    **CASE,
                ),
                "No option leads to step s2",
            ),
            (
                draft(
                    "MINI_BRANCH",
                    S1A,
                    S1B,
                    S2A,
                    one("B", step="s2", leads_to="s1"),
                    **CASE,
                ),
                "circle",
            ),
        ],
    )
    def test_say_in_one_sentence_what_is_wrong(self, broken, words):
        faults = faults_of(broken)

        assert any(words in fault for fault in faults), faults

    def test_find_nothing_wrong_with_the_small_curriculum(self, built):
        for question in Question.objects.all():
            assert faults_of(draft_of(question)) == [], question.code


def draft_of(question):
    return Draft(
        type=question.type,
        stem=question.stem,
        steps=tuple(step.code for step in question.steps.all()),
        options=tuple(
            Option(o.text, o.feedback, o.is_right, o.match, o.step_code, o.leads_to)
            for o in question.options.all()
        ),
    )


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
        }

        address = reverse("assessments:edit", args=[assessment.pk])
        answer = editor.post(address, data)

        assert "This bank has 6 questions in use" in answer.text
        assert Assessment.objects.get(pk=assessment.pk).draw_count == 4
        assert editor.post(address, data | {"draw_count": 6}).status_code == 302


KEY_PAGES = ["questions:index", "question-banks:index", "assessments:index"]
LOADED_PAGES = ["cases:index", "practicum-forms:index"]


class TestWhoSeesKeys:
    @pytest.mark.parametrize("name", KEY_PAGES + LOADED_PAGES)
    def test_editors_do(self, editor, name):
        assert editor.get(reverse(name)).status_code == 200

    @pytest.mark.parametrize("name", KEY_PAGES + LOADED_PAGES)
    def test_others_in_the_admin_do_not(self, built, alice, name):
        answer = let_into_admin(alice).get(reverse(name))

        assert answer.status_code == 302
        assert answer.url == reverse("wagtailadmin_home")

    @pytest.mark.parametrize("view", ["edit", "delete", "history", "usage"])
    def test_no_secondary_page_shows_them(self, built, alice, view):
        question = Question.objects.get(code="F-01")
        address = reverse(f"questions:{view}", args=[question.pk])

        answer = let_into_admin(alice).get(address)

        assert answer.status_code in {302, 403, 404}
        assert "FEEDBACK-0" not in answer.text

    def test_a_case_is_shown_node_by_node_and_never_changed(self, editor, built):
        pk = built.scenario.pk

        page = editor.get(reverse("cases:inspect", args=[pk])).text

        assert "FEEDBACK-A" in page
        assert "Leads to P2" in page
        for view, arguments in (("edit", [pk]), ("delete", [pk]), ("add", [])):
            answer = editor.get(reverse(f"cases:{view}", args=arguments))
            assert answer.status_code == 302

    def test_not_even_a_superuser_changes_a_case(self, built):
        user = User.objects.create_superuser("root@example.org", "x")
        client = client_of(type("Root", (), {"user": user}))

        answer = client.get(reverse("cases:edit", args=[built.scenario.pk]))

        assert answer.status_code == 302

    def test_no_search_index_holds_them(self):
        indexed = set(get_indexed_models())

        assert not indexed & {Question, QuestionBank, QuestionOption, QuestionStep}

    def test_the_page_index_holds_no_key_of_a_check(self, built):
        page = LessonPage.objects.get(code="F1.1")

        words = str(page.body.stream_block.get_searchable_content(page.body))

        assert "What comes first" in words
        assert "FEEDBACK" not in words


class TestThePreviewOfALesson:
    def test_shows_the_check_and_not_its_key(self, built, rf):
        page = LessonPage.objects.get(code="F1.1")

        shown = page.make_preview_request(rf.get("/")).render().text

        assert "What comes first in F1.1" in shown
        assert "FEEDBACK" not in shown
        assert "is_right" not in shown


class TestOpeningAndSavingALesson:
    def test_keeps_every_mark_and_block(self, editor, built):
        page = LessonPage.objects.get(code="F1.1")
        address = reverse("wagtailadmin_pages:edit", args=[page.pk])
        shown = editor.get(address)
        assert shown.status_code == 200
        form = shown.context["form"]

        answer = editor.post(address, sent_back(form) | {"action-publish": "1"})

        assert answer.status_code == 302, answer.context["form"].errors
        after = LessonPage.objects.get(pk=page.pk)
        assert after.last_published_at is not None
        assert (
            'linktype="mark" kind="verified" source="S01"' in after.body[0].value.source
        )
        assert [b.id for b in after.body] == [b.id for b in page.body]
        assert built.editions["F1"].number == 1


def sent_back(form):
    """This will give a lesson's form as the browser sends it back untouched."""
    from wagtail.test.utils.form_data import nested_form_data, streamfield

    data = {
        name: form[name].value() or ""
        for name in form.fields
        if name not in {"body", "comment_notifications"}
    }
    body = form["body"].value()
    rows = [(block.block_type, typed_block(block.block, block.value)) for block in body]
    data |= nested_form_data({"body": streamfield(rows)})
    for number, block in enumerate(body):
        data[f"body-{number}-id"] = block.id
    comments = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0}
    return data | {f"comments-{key}": value for key, value in comments.items()}


def typed_block(block, value):
    from wagtail.blocks import ListBlock, RichTextBlock, StructBlock

    if isinstance(block, RichTextBlock):
        return block.field.widget.format_value(block.value_for_form(value))
    if isinstance(block, StructBlock):
        return {
            name: typed_block(child, value[name])
            for name, child in block.child_blocks.items()
        }
    if isinstance(block, ListBlock):
        rows = {"count": len(value)}
        for number, item in enumerate(value):
            shown = {"value": typed_block(block.child_block, item)}
            rows[str(number)] = shown | {"deleted": "", "order": str(number)}
        return rows
    return "" if value in (None, False) else value
