from collections import Counter

import pytest
from django.core.management import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, Site

from home.models import AuditEntry, HomePage
from modules.blocks import LESSON_BLOCKS
from modules.loading.editor_form import as_saved
from modules.loading.load import load_curriculum
from modules.loading.report import State
from modules.models import (
    Assessment,
    CurriculumPage,
    GlossaryTerm,
    LessonPage,
    ModuleEdition,
    PracticumForm,
    Question,
    ReviewPoint,
    Scenario,
    Source,
)
from modules.starter.reading import read_curriculum
from tests.cast import NOW
from tests.modules.starter_files import (
    LESSON,
    Loaded,
    copied,
    replace,
    row_counts,
    run,
)

WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")


@pytest.fixture(scope="module")
def shipped():
    return read_curriculum()


@pytest.fixture
def folder(tmp_path):
    return copied(tmp_path)


class TestLoading(Loaded):
    def test_brings_all_of_it(self):
        assert LessonPage.objects.live().count() == 64
        assert ModuleEdition.objects.count() == 23
        assert set(ModuleEdition.objects.values_list("number", flat=True)) == {1}
        assert Question.objects.count() == 65
        assert Assessment.objects.count() == 5
        assert Scenario.objects.count() == 4
        assert PracticumForm.objects.count() == 3
        assert GlossaryTerm.objects.count() == 40
        assert Source.objects.count() == len(self.shipped.sources)
        points = len(self.shipped.review_points) + len(self.shipped.not_confirmed)
        assert ReviewPoint.objects.count() == points

    def test_says_so_once_in_the_audit_log(self):
        entry = AuditEntry.objects.get(action="CURRICULUM-LOADED")

        assert (entry.at, entry.facts["missing"]) == (NOW, 308)

    def test_keeps_the_order_of_the_file(self):
        written = [code for part in self.shipped.parts for code in part.lesson_codes]

        shown = LessonPage.objects.order_by("path").values_list("code", flat=True)

        assert list(shown) == written

    def test_turns_every_block_into_one_of_the_pages(self):
        lesson = self.shipped.lessons["F1.1"]

        page = LessonPage.objects.get(code="F1.1")

        kinds = [block.kind for block in lesson.blocks]
        assert [block.block_type for block in page.body] == kinds
        assert page.objective_list == list(lesson.objectives)

    def test_loses_no_block_of_any_kind(self):
        written = Counter(
            getattr(block.value, "medium", block.kind)
            for lesson in self.shipped.lessons.values()
            for block in lesson.blocks
        )

        shown = Counter(
            block.block_type for page in LessonPage.objects.all() for block in page.body
        )

        assert shown == written
        assert set(shown) <= set(LESSON_BLOCKS.child_blocks)

    def test_keeps_right_and_wrong_of_a_check_where_they_are(self):
        written = next(
            b for b in self.shipped.lessons["F1.1"].blocks if b.kind == "check"
        )

        page = LessonPage.objects.get(code="F1.1")
        check = next(b for b in page.body if b.block_type == "check")

        options = check.value["options"]
        assert [o["is_right"] for o in options] == [
            option.right for option in written.value.options
        ]
        assert all(o["feedback"].source for o in options)

    def test_writes_text_as_the_editor_itself_would_save_it(self):
        for page in LessonPage.objects.all():
            body = page.body.get_prep_value()
            assert as_saved(body) == body, page.code

    def test_gives_every_type_of_question_its_key(self):
        types = set(Question.objects.values_list("type", flat=True))
        ordering = Question.objects.filter(type=Question.Type.ORDERING).first()
        matching = Question.objects.filter(type=Question.Type.MATCHING).first()
        case = Question.objects.filter(type=Question.Type.MINI_BRANCH).first()

        assert types == set(Question.Type)
        orders = [option.sort_order for option in ordering.options.all()]
        assert orders == list(range(len(orders)))
        assert all(option.match for option in matching.options.all())
        steps = {step.code for step in case.steps.all()}
        assert {option.step_code for option in case.options.all()} == steps
        assert all(
            option.feedback
            for q in Question.objects.all()
            for option in q.options.all()
        )

    def test_puts_our_home_page_where_the_welcome_page_was(self):
        site = Site.objects.get(is_default_site=True)

        assert isinstance(site.root_page.specific, HomePage)
        assert site.root_page.slug == "home"
        assert Page.objects.filter(depth=2).count() == 1
        lesson = LessonPage.objects.get(code="F1.1")
        assert lesson.get_url() == "/curriculum/foundations/f1/f1-1/"

    def test_leaves_pages_that_editors_can_go_on_from(self):
        page = LessonPage.objects.get(code="F1.1")

        assert page.live_revision_id == page.latest_revision_id is not None
        assert not page.has_unpublished_changes
        assert page.get_latest_revision_as_object().body == page.body


class TestASiteThatWasThereBefore:
    def test_leaves_a_front_page_that_somebody_made(self, db, shipped):
        site = Site.objects.get(is_default_site=True)
        site.root_page.add_child(instance=Page(title="About", slug="about"))

        load_curriculum(shipped, at=NOW)

        site.refresh_from_db()
        assert site.root_page.specific_class is Page
        assert CurriculumPage.objects.child_of(site.root_page).count() == 1


class TestLoadingTwice(Loaded):
    def test_writes_nothing(self):
        before = row_counts()
        stamps = set(Page.objects.values_list("pk", "latest_revision_created_at"))

        with CaptureQueriesContext(connection) as queries:
            report = load_curriculum(self.shipped, at=NOW)

        sql = [query["sql"].lstrip() for query in queries]
        assert [line for line in sql if line.startswith(WRITES)] == []
        assert row_counts() == before
        assert (
            set(Page.objects.values_list("pk", "latest_revision_created_at")) == stamps
        )
        assert {state for state in State if report.met[state]} == {State.SAME}


class TestFaultyFiles:
    def test_are_told_by_file_and_line_and_nothing_is_loaded(self, db, folder):
        before = row_counts()
        replace(folder / "banks/foundations.yaml", "        right: true\n", "")
        replace(folder / LESSON, "`[V S30]`", "`[V S99]`")

        with pytest.raises(CommandError) as stopped:
            run("--path", str(folder))

        told = str(stopped.value)
        assert "banks/foundations.yaml:" in told
        assert "lessons/F1/F1.1.md:25:" in told
        assert "Nothing was loaded." in told
        assert row_counts() == before

    def test_that_only_the_database_notices_load_nothing_either(
        self, db, shipped, monkeypatch
    ):
        before = row_counts()

        def broken(*arguments):
            raise RuntimeError("The disk is full.")

        monkeypatch.setattr("modules.loading.load.ensure_editors", broken)

        with pytest.raises(RuntimeError):
            load_curriculum(shipped, at=NOW)

        assert row_counts() == before


class TestARehearsal:
    def test_tells_and_keeps_nothing(self, db):
        before = row_counts()

        out = run("--dry-run")

        assert "308 created" in out
        assert row_counts() == before
