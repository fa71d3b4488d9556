"""What editors send in, and what moderators let out: Wagtail's own way, all of it."""

import datetime

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Revision, Workflow, WorkflowPage

from home.models import Role
from modules.actions.releases import Meaning, release_edition
from modules.actions.reviews import record_review
from modules.loading.editors import ensure_editors
from modules.loading.moderators import GROUP, ensure_moderators
from modules.models import ContentReview, LessonPage, ModuleEdition
from modules.selectors.reviews import module_to_review
from tests.cast import NOW, client_of, make_person
from tests.modules.lesson_forms import sent_back


def lesson():
    return LessonPage.objects.get(code="F1.1")


def newest():
    """The edition kept last, whether or not it is in force."""
    return ModuleEdition.objects.filter(code="F1").order_by("number").last()


def editing():
    return reverse("wagtailadmin_pages:edit", args=[lesson().pk])


def send(client, title, action, **more):
    """This will save the lesson under another title by a button of the editor."""
    shown = client.get(editing())
    data = sent_back(shown.context["form"]) | {"title": title, action: "1"} | more
    return client.post(editing(), data)


def decide(client, action, comment=""):
    """This will answer the step of the workflow that waits."""
    step = lesson().current_workflow_task_state
    address = reverse(
        "wagtailadmin_pages:workflow_action",
        args=[lesson().pk, action, step.pk],
    )
    return client.post(address, {"comment": comment})


class TestAnEditor:
    def test_cannot_publish(self, editor, built):
        shown = editor.get(editing()).text
        assert 'name="action-publish"' not in shown
        assert 'name="action-submit"' in shown

        send(editor, "Straight out", "action-publish")

        assert lesson().title == "Lesson F1.1"
        assert newest().number == 1

    def test_cannot_approve_what_was_sent_in(self, editor, built):
        ensure_moderators(built.page)
        send(editor, "Sent in", "action-submit")

        decide(editor, "approve")

        assert lesson().title == "Lesson F1.1"
        assert lesson().workflow_in_progress

    def test_sees_a_draft_as_readers_would(self, editor, built):
        send(editor, "Half an idea", "action-save")

        address = reverse("wagtailadmin_pages:view_draft", args=[lesson().pk])

        assert "Half an idea" in editor.get(address).text
        assert newest().number == 1


class TestModeration:
    def test_brings_a_draft_to_an_edition_that_waits_for_its_review(
        self, editor, moderator, built, clinic, rita
    ):
        mark = make_person("Mark Moor", clinic, Role.MEDICAL_DIRECTOR)
        for by, capacity in zip((rita, mark), ContentReview.Capacity, strict=True):
            record_review(newest(), clinic=clinic, capacity=capacity, by=by, at=NOW)
        key = newest().module_key
        assert module_to_review(clinic, key).is_reviewed

        send(editor, "Sent in", "action-submit")

        assert lesson().get_workflow().name == "Lesson moderation"
        assert lesson().workflow_in_progress
        assert newest().number == 1
        assert "Sent in" in moderator.get("/admin/").text

        decide(moderator, "approve")

        assert lesson().title == "Sent in"
        assert newest().number == 2
        assert newest().published_by.name == "Mona Marsh"
        assert module_to_review(clinic, key).is_reviewed
        mona, now = newest().published_by, timezone.now()
        release_edition(newest(), Meaning(), by=mona, at=now)
        assert not module_to_review(clinic, key).is_reviewed

    def test_sends_back_with_a_comment(self, editor, moderator, built):
        send(editor, "Sent in", "action-submit")

        decide(moderator, "reject", "Say who may stop it.")

        assert newest().number == 1
        assert lesson().current_workflow_state.status == "needs_changes"
        assert "Say who may stop it." in editor.get(editing()).text

    def test_may_set_a_time_and_is_remembered_as_its_publisher(
        self, editor, moderator, built
    ):
        # As the loader leaves a lesson: its live words are those of a revision.
        lesson().save_revision().publish()
        soon = timezone.localtime() + datetime.timedelta(hours=2)
        send(editor, "Sent in", "action-submit", go_live_at=f"{soon:%Y-%m-%d %H:%M}")
        decide(moderator, "approve")
        assert newest().number == 1

        past = timezone.now() - datetime.timedelta(minutes=1)
        waiting = Revision.objects.get(approved_go_live_at__isnull=False)
        waiting.content["go_live_at"] = past.isoformat()
        waiting.approved_go_live_at = past
        waiting.save()
        call_command("publish_scheduled")

        assert newest().number == 2
        assert newest().published_by.name == "Mona Marsh"


class TestAModerator:
    def test_publishes_without_asking(self, moderator, built):
        send(moderator, "My own", "action-publish")

        assert newest().lessons[0]["title"] == "My own"
        assert newest().published_by.name == "Mona Marsh"

    def test_sees_no_key_of_any_question(self, moderator):
        for name in ("questions:index", "cases:index"):
            assert moderator.get(reverse(name)).status_code == 302


class TestFiles:
    @pytest.mark.parametrize("who", ["editor", "moderator"])
    @pytest.mark.parametrize(
        "address",
        [
            "/admin/images/add/",
            "/admin/documents/add/",
            "/admin/media/audio/add/",
            "/admin/media/video/add/",
            "/admin/images/chooser/",
            "/admin/documents/chooser/",
            "/admin/media/chooser/",
        ],
    )
    def test_can_be_added_and_chosen(self, request, built, who, address):
        client = request.getfixturevalue(who)

        answer = client.get(address)

        assert answer.status_code == 200
        assert "form" in answer.text

    def test_cannot_be_added_by_somebody_from_neither_group(self, built, rita):
        for address in ("/admin/images/add/", "/admin/documents/add/"):
            assert client_of(rita).get(address).status_code == 302


class TestMakingTheGroups:
    def test_twice_writes_nothing(self, built):
        ensure_editors(built.page)
        ensure_moderators(built.page)

        with CaptureQueriesContext(connection) as queries:
            ensure_editors(built.page)
            ensure_moderators(built.page)

        told = [row["sql"].split()[0] for row in queries.captured_queries]
        assert set(told) == {"SELECT"}

    def test_leaves_the_steps_and_the_workflow_that_somebody_chose(self, built):
        ensure_moderators(built.page)
        own = Workflow.objects.create(name="Two readers")
        WorkflowPage.objects.filter(page=built.page).update(workflow=own)
        Workflow.objects.get(name="Lesson moderation").workflow_tasks.all().delete()

        ensure_moderators(built.page)

        assert built.page.get_workflow() == own
        assert not Workflow.objects.get(name="Lesson moderation").tasks.exists()

    def test_leaves_a_workflow_off_that_somebody_switched_off(self, built):
        ensure_moderators(built.page)
        Workflow.objects.get(name="Lesson moderation").deactivate()

        ensure_moderators(built.page)

        assert not WorkflowPage.objects.filter(page=built.page).exists()
        assert Group.objects.filter(name=GROUP).count() == 1
