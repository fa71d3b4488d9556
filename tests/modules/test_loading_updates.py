from modules.models import LessonPage, ModuleEdition, Question
from tests.modules.starter_files import LESSON, Loaded, replace, run


class TestANewVersionOfTheFiles(Loaded):
    def test_updates_what_nobody_touched_and_freezes_one_edition(self):
        replace(self.folder / LESSON, "You already know", "You surely know")
        replace(
            self.folder / "lessons/F1/F1.2.md", "Defenses: rec", "Defenses again: rec"
        )

        out = run("--path", str(self.folder))

        page = LessonPage.objects.get(code="F1.1")
        assert "You surely know" in str(page.body[0].value)
        assert "2 updated" in out
        assert ModuleEdition.objects.filter(code="F1").count() == 2
        assert ModuleEdition.objects.count() == 24
        assert page.live_revision_id == page.latest_revision_id

    def test_keeps_the_ids_of_questions_that_did_not_change(self):
        before = {b.id for b in LessonPage.objects.get(code="F1.1").body}
        replace(
            self.folder / LESSON,
            "::: vignette Marguerite",
            "::: vignette Old Marguerite",
        )

        run("--path", str(self.folder))

        after = {b.id for b in LessonPage.objects.get(code="F1.1").body}
        assert len(before - after) == 1

    def test_leaves_what_an_editor_published(self):
        page = LessonPage.objects.get(code="F1.1")
        page.title = "Our own words"
        page.save_revision().publish()
        replace(self.folder / LESSON, "You already know", "You surely know")

        out = run("--path", str(self.folder))

        assert LessonPage.objects.get(code="F1.1").title == "Our own words"
        assert "kept: lesson F1.1" in out

    def test_leaves_a_page_on_which_an_editor_is_working(self):
        page = LessonPage.objects.get(code="F1.1")
        page.title = "Half an idea"
        page.save_revision()
        replace(self.folder / LESSON, "You already know", "You surely know")

        out = run("--path", str(self.folder))

        page = LessonPage.objects.get(code="F1.1")
        assert page.get_latest_revision_as_object().title == "Half an idea"
        assert "surely" not in str(page.body[0].value)
        assert "kept: lesson F1.1" in out

    def test_leaves_a_question_that_an_editor_changed(self):
        question = Question.objects.get(code="F-01")
        option = question.options.first()
        option.feedback = "Ours."
        option.save()
        bank = self.folder / "banks/foundations.yaml"
        replace(bank, "Twelve minutes after", "Ten minutes after")

        out = run("--path", str(self.folder))

        assert Question.objects.get(code="F-01").stem.startswith("Twelve")
        assert "kept: question F-01" in out

    def test_updates_a_question_nobody_touched(self):
        bank = self.folder / "banks/foundations.yaml"
        replace(bank, "Twelve minutes after", "Ten minutes after")
        options = Question.objects.get(code="F-01").options.count()

        run("--path", str(self.folder))

        question = Question.objects.get(code="F-01")
        assert question.stem.startswith("Ten")
        assert question.options.count() == options
