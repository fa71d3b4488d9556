import datetime

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from wagtail.models import Page

from home.models import AuditEntry
from modules.actions.editions import NothingToFreeze, canonical_sha256, freeze_edition
from modules.loading.moderators import ensure_moderators
from modules.models import LessonPage, ModuleEdition
from tests.cast import NOW
from tests.modules.curriculum import small_curriculum
from tests.races import CLIENTS, at_once


def editions_of(code):
    return list(ModuleEdition.objects.filter(code=code).order_by("number"))


def rewrite(lesson, title, **fields):
    """This will save a draft of the lesson under a new title, as the editor does."""
    page = LessonPage.objects.get(pk=lesson.pk)
    page.title = title
    for name, value in fields.items():
        setattr(page, name, value)
    return page.save_revision()


class TestFreezing:
    def test_keeps_the_live_lessons_in_order_with_their_words(self, built):
        edition = built.editions["F1"]
        lesson = built.lessons["F1.1"]

        assert edition.number == 1
        assert [line["code"] for line in edition.lessons] == ["F1.1", "F1.2"]
        assert edition.minutes == 40
        assert edition.lessons[0]["key"] == str(lesson.translation_key)
        kept = edition.content[str(lesson.translation_key)]
        assert kept["objectives"] == ["Say what the frame is.", "Name one danger."]
        assert kept["body"][0]["type"] == "text"
        assert edition.content["assessment"]["draw_count"] == 4

    def test_gives_a_digest_that_anybody_can_compute_again(self, built):
        edition = ModuleEdition.objects.get(pk=built.editions["F1"].pk)

        told = [edition.code, edition.title, edition.lessons, edition.content]

        assert canonical_sha256(told) == edition.content_sha256

    def test_twice_without_a_change_writes_nothing(self, built):
        before = AuditEntry.objects.count()

        again = freeze_edition(built.modules["F1"], by=None, at=NOW)

        assert again == built.editions["F1"]
        assert editions_of("F1") == [again]
        assert AuditEntry.objects.count() == before

    def test_records_who_and_when_in_the_audit_log(self, built, rita):
        rewrite(built.lessons["F1.1"], "Another title").publish()
        LessonPage.objects.filter(code="F1.1").update(title="A third")

        edition = freeze_edition(
            built.modules["F1"], by=rita, at=NOW, significance="RETAKE", reason="Law"
        )

        entry = AuditEntry.objects.get(subject_id=str(edition.pk))
        assert (entry.action, entry.by, entry.at) == (
            "MODULE-EDITION-FROZEN",
            rita.pk,
            NOW,
        )
        assert entry.facts["sha256"] == edition.content_sha256
        assert (edition.significance, edition.reason) == ("RETAKE", "Law")

    def test_ignores_what_the_editor_keeps_for_itself(self, built):
        lesson = LessonPage.objects.get(code="F1.1")
        raw = lesson.body.get_prep_value()
        raw[0]["value"] = raw[0]["value"].replace("<p>", '<p data-block-key="a1b2c">')
        lesson.body = raw
        lesson.save()

        assert freeze_edition(built.modules["F1"], by=None, at=NOW).number == 1

    def test_needs_a_live_module_with_a_live_lesson(self, built):
        LessonPage.objects.child_of(built.modules["F1"]).update(live=False)
        Page.objects.filter(pk=built.modules["F2"].pk).update(live=False)

        for code in ("F1", "F2"):
            with pytest.raises(NothingToFreeze):
                freeze_edition(built.modules[code], by=None, at=NOW)

        assert len(ModuleEdition.objects.all()) == 4


class TestWagtail:
    def test_a_draft_changes_neither_the_live_page_nor_the_edition(self, built):
        rewrite(built.lessons["F1.1"], "Half an idea")

        assert LessonPage.objects.get(code="F1.1").title == "Lesson F1.1"
        assert editions_of("F1") == [built.editions["F1"]]

    def test_publishing_a_lesson_freezes_its_module(self, built, rita):
        page = LessonPage.objects.get(code="F1.1")
        page.title = "New"
        page.save_revision(user=rita.user).publish()

        newest = editions_of("F1")[-1]
        assert newest.number == 2
        assert newest.published_by == rita
        assert newest.lessons[0]["title"] == "New"
        assert len(editions_of("F2")) == 1

    def test_publishing_at_a_set_time_freezes_when_that_time_comes(self, built):
        rewrite(built.lessons["F1.1"], "Lesson F1.1").publish()
        soon = datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=1)
        revision = rewrite(built.lessons["F1.1"], "Later", go_live_at=soon)
        revision.publish()

        assert len(editions_of("F1")) == 1

        past = datetime.datetime.now(datetime.UTC) - datetime.timedelta(minutes=1)
        revision.refresh_from_db()
        revision.content["go_live_at"] = past.isoformat()
        revision.approved_go_live_at = past
        revision.save()
        call_command("publish_scheduled")

        assert editions_of("F1")[-1].lessons[0]["title"] == "Later"

    def test_moderation_freezes_when_the_last_task_is_approved(self, built, rita):
        rita.user.groups.add(ensure_moderators(built.page))
        rewrite(built.lessons["F1.1"], "Looked at")
        page = LessonPage.objects.get(code="F1.1")
        state = page.get_workflow().start(page, user=None)
        assert len(editions_of("F1")) == 1

        state.current_task_state.approve(user=rita.user)

        newest = editions_of("F1")[-1]
        assert newest.lessons[0]["title"] == "Looked at"
        assert newest.published_by == rita

    def test_unpublishing_a_lesson_freezes_the_module_without_it(self, built):
        LessonPage.objects.get(code="F1.1").unpublish()

        codes = [line["code"] for line in editions_of("F1")[-1].lessons]
        assert codes == ["F1.2"]

    def test_unpublishing_the_last_lesson_leaves_the_editions_alone(self, built):
        for code in ("F1.1", "F1.2"):
            LessonPage.objects.get(code=code).unpublish()

        assert [edition.number for edition in editions_of("F1")] == [1, 2]

    def test_moving_a_lesson_freezes_both_modules(self, built):
        LessonPage.objects.get(code="F1.2").move(built.modules["F2"], "last-child")

        assert [line["code"] for line in editions_of("F1")[-1].lessons] == ["F1.1"]
        assert len(editions_of("F2")[-1].lessons) == 3

    def test_deleting_a_lesson_freezes_the_module_without_it(
        self, built, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            LessonPage.objects.get(code="F1.2").delete()

        assert [line["code"] for line in editions_of("F1")[-1].lessons] == ["F1.1"]

    def test_deleting_everything_leaves_every_edition(
        self, built, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            built.page.delete()

        assert ModuleEdition.objects.count() == 4
        assert not Page.objects.filter(slug="f1-1").exists()


class TestTheDatabase:
    def test_refuses_to_change_an_edition(self, built):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            ModuleEdition.objects.filter(code="F1").update(title="Other")

    def test_refuses_to_delete_an_edition(self, built):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            rows = ModuleEdition.objects.filter(code="F1")
            rows._raw_delete(rows.db)


@pytest.mark.races
class TestEightPublishersAtOnce:
    def test_write_one_edition(self, on_postgresql):
        built = small_curriculum()
        LessonPage.objects.filter(code="F1.1").update(minutes=25)

        editions = at_once(
            lambda number: freeze_edition(built.modules["F1"], by=None, at=NOW)
        )

        assert [edition.number for edition in editions] == [2] * CLIENTS
        assert connection.vendor == "postgresql"
        assert len(editions_of("F1")) == 2
