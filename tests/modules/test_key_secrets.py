import pytest
from django.urls import reverse
from wagtail.search.index import get_indexed_models

from home.models import User
from modules.models import (
    LessonPage,
    Question,
    QuestionBank,
    QuestionOption,
    QuestionStep,
)
from tests.cast import client_of
from tests.modules.admins import let_into_admin

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
