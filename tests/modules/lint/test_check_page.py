import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from modules.models import LessonPage, ModuleEdition, ModulePage, Question, Source
from tests.cast import client_of
from tests.modules.admins import let_into_admin
from tests.modules.lesson_forms import sent_back

MOST_QUERIES = 60
TO_NOWHERE = '<p><a linktype="page" id="99999">there</a></p>'


def lesson():
    return LessonPage.objects.get(code="F1.1")


def module():
    return ModulePage.objects.get(code="F1")


def check_of(page):
    return reverse("page_check", args=[page.pk])


def publish(client, **changed):
    """This will press Publish in the editor of the lesson, with something changed."""
    address = reverse("wagtailadmin_pages:edit", args=[lesson().pk])
    data = sent_back(client.get(address).context["form"])
    return client.post(address, data | {"action-publish": "1"} | changed)


def publish_below(client, page):
    """This will press Publish on the page "Check"."""
    shown = client.get(check_of(page))
    return client.post(check_of(page), {"accepted_findings": shown.context["accepted"]})


def break_a_link():
    """This will leave a draft whose first block leads nowhere."""
    page = lesson()
    page.title = "With a broken link"
    page.body[0] = ("text", page.body[0].value.__class__(TO_NOWHERE))
    page.save_revision()
    return page


class TestTheEditor:
    def test_is_not_kept_from_publishing_what_is_whole(self, moderator, built):
        answer = publish(moderator, title="New")

        newest = ModuleEdition.objects.filter(code="F1").latest("number")
        assert answer.url == reverse("edition_to_release", args=[newest.pk])
        assert lesson().title == "New"

    def test_publishes_no_error_and_keeps_what_was_typed(self, moderator, built):
        answer = publish(moderator, minutes="0", title="Typed")

        assert answer.url == check_of(lesson())
        assert lesson().title == "Lesson F1.1"
        assert lesson().get_latest_revision_as_object().title == "Typed"
        shown = moderator.get(answer.url)
        assert "1 error has to be mended first" in shown.text
        assert "The lesson takes 0 minutes" in shown.text
        assert "Publish all the same" not in shown.text

    def test_asks_about_a_warning_and_takes_yes(self, moderator, built):
        answer = publish(moderator, is_outline="on", title="Typed")
        assert answer.url == check_of(lesson())
        assert lesson().title == "Lesson F1.1"
        assert "Publish all the same" in moderator.get(answer.url).text

        answer = publish_below(moderator, lesson())

        assert answer.status_code == 302
        assert lesson().title == "Typed"
        newest = ModuleEdition.objects.filter(code="F1").latest("number")
        assert newest.lessons[0]["title"] == "Typed"
        assert newest.published_by.name == "Mona Marsh"

    def test_takes_no_yes_to_something_else(self, moderator, built):
        publish(moderator, is_outline="on", title="Typed")
        accepted = moderator.get(check_of(lesson())).context["accepted"]
        publish(moderator, is_outline="on", title="Typed again")

        answer = moderator.post(check_of(lesson()), {"accepted_findings": accepted})

        assert answer.status_code == 422
        assert "something changed since you looked" in answer.text
        assert lesson().title == "Lesson F1.1"

    def test_never_publishes_an_error_by_the_page_below(self, moderator, built):
        publish(moderator, minutes="0", title="Typed")

        answer = publish_below(moderator, lesson())

        assert answer.status_code == 422
        assert "errors come first" in answer.text
        assert lesson().title == "Lesson F1.1"

    def test_asks_whoever_creates_a_page_too(self, moderator, built):
        address = reverse(
            "wagtailadmin_pages:add",
            args=["modules", "modulepage", built.tracks["F"].pk],
        )
        data = sent_back_module(moderator.get(address).context["form"])

        answer = moderator.post(address, data | {"action-publish": "1"})

        made = ModulePage.objects.get(code="F9")
        assert not made.live
        assert answer.url == check_of(made)
        assert "The module has no lesson." in moderator.get(answer.url).text


def sent_back_module(form):
    typed = {"title": "Empty", "code": "F9", "slug": "f9", "summary": ""}
    comments = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0}
    return typed | {f"comments-{key}": value for key, value in comments.items()}


class TestManyAtOnce:
    def act(self, client, page, **more):
        address = reverse(
            "wagtail_bulk_action", args=["wagtailcore", "page", "publish"]
        )
        query = f"?id={page.pk}&next={reverse('wagtailadmin_home')}"
        return client.post(address + query, more)

    def test_publishes_what_is_whole(self, moderator, built):
        page = lesson()
        page.title = "New"
        page.save_revision()

        self.act(moderator, page)

        assert lesson().title == "New"

    def test_publishes_nothing_with_an_error(self, moderator, built):
        page = break_a_link()

        answer = self.act(moderator, page)

        assert lesson().title == "Lesson F1.1"
        assert "Check these pages first" in moderator.get(answer.url).text

    def test_looks_at_what_stands_below_too(self, moderator, built):
        lesson().unpublish()
        break_a_link()

        self.act(moderator, module(), include_descendants="on")

        assert not lesson().live


class TestAnApproval:
    def test_does_not_publish_an_error(self, editor, moderator, built):
        address = reverse("wagtailadmin_pages:edit", args=[lesson().pk])
        data = sent_back(editor.get(address).context["form"])
        editor.post(address, data | {"minutes": "0", "action-submit": "1"})
        step = lesson().current_workflow_task_state
        arguments = [lesson().pk, "approve", step.pk]
        approval = reverse("wagtailadmin_pages:workflow_action", args=arguments)

        answer = moderator.post(approval, {"comment": ""})

        assert answer.status_code == 409
        assert "The lesson takes 0 minutes" in answer.text
        assert lesson().minutes == 20
        assert lesson().workflow_in_progress


class TestTheCheck:
    def test_is_reached_from_lesson_and_module(self, moderator, built):
        for page in (lesson(), module()):
            address = reverse("wagtailadmin_pages:edit", args=[page.pk])
            assert check_of(page) in moderator.get(address).text
        listing = reverse("wagtailadmin_explore", args=[module().pk])
        assert check_of(lesson()) in moderator.get(listing).text

    def test_is_kept_from_others(self, built, alice):
        for client in (client_of(None), client_of(alice), let_into_admin(alice)):
            for answer in (
                client.get(check_of(lesson())),
                client.post(check_of(lesson())),
            ):
                assert answer.status_code in {302, 403}
                assert "F1.1" not in answer.text

    def test_lets_an_editor_look_and_not_publish(self, editor, built):
        page = break_a_link()

        assert "no longer there" in editor.get(check_of(page)).text
        answer = editor.post(check_of(page), {"accepted_findings": "x"})
        assert answer.status_code in {302, 403}
        assert lesson().title == "Lesson F1.1"

    def test_leads_to_the_block(self, editor, built):
        page = break_a_link()
        block = page.get_latest_revision_as_object().body[0].id

        shown = editor.get(check_of(page)).text

        edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
        assert f"{edit}#block-{block}-section" in shown

    def test_of_a_module_looks_at_the_drafts_of_its_lessons(self, editor, built):
        break_a_link()

        assert "no longer there" in editor.get(check_of(module())).text

    def test_tells_of_questions_only_to_those_who_see_keys(
        self, editor, moderator, built
    ):
        Question.objects.filter(code="F-01").update(lesson_codes=["F9.9"])

        told = editor.get(check_of(module())).text
        hidden = moderator.get(check_of(module())).text

        assert "F9.9" in told
        assert "F9.9" not in hidden
        assert "1 more finding is about the question bank" in hidden

    def test_says_so_when_nothing_is_wrong(self, editor, built):
        shown = editor.get(check_of(lesson()))

        assert "Nothing was found." in shown.text
        assert "no-store" in shown["Cache-Control"]

    def test_notices_a_source_that_was_taken_away(self, editor, built):
        Source.objects.all().delete()

        assert "Source S01 is not known." in editor.get(check_of(lesson())).text

    @pytest.mark.parametrize("made", [lesson, module])
    def test_asks_the_database_few_things(self, editor, built, made):
        page = made()
        editor.get(check_of(page))
        with CaptureQueriesContext(
            connection,
        ) as asked:
            editor.get(check_of(page))

        assert len(asked) <= MOST_QUERIES

    def test_knows_no_other_pages(self, editor, built):
        assert editor.get(check_of(built.page)).status_code == 404
