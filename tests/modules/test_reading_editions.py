"""Somebody in the middle goes on in the edition they began, or moves over."""

import pytest
from django.urls import reverse

from home.models import AuditEntry
from modules.actions.attempts import start_attempt
from modules.actions.editions import freeze_edition, keep_edition
from modules.actions.lessons import complete_lesson
from modules.actions.reading_editions import (
    NothingNewer,
    move_over,
)
from modules.models import (
    EditionMove,
    LessonCompletion,
    LessonOpening,
    LessonPage,
)
from tests.cast import NOW, client_of
from tests.modules.readers import answer_all, begin, first_block
from tests.modules.republishing import (
    learned,
    module_of,
    page,
    publish,
    reader,
    rewrite,
)

__all__ = ["learned", "reader"]


class TestInTheMiddle:
    def test_goes_on_in_the_edition_begun(self, built, reader, bob):
        publish(built, "COSMETIC")
        begin(bob, built.tracks["F"])
        url = built.lessons["F1.1"].url

        mine, theirs = (client_of(one).get(url).text for one in (reader, bob))

        assert "Newer words" not in mine
        assert "Newer words" in theirs
        assert "A newer edition of this module is there" in mine
        assert "A newer edition" not in theirs

    def test_is_credited_with_it(self, built, reader):
        publish(built, "COSMETIC")
        client_of(reader).get(built.lessons["F1.2"].url)
        for code in ("F1.1", "F1.2"):
            answer_all(reader, page(built, code))
            complete_lesson(page(built, code), by=reader, at=NOW)

        rows = LessonCompletion.objects.filter(person=reader)
        assert set(rows.values_list("edition__number", flat=True)) == {1}
        assert module_of(reader).is_complete

    def test_answers_the_question_that_was_shown(self, built, reader):
        lesson = page(built, "F1.1")
        block = first_block(lesson, "check")
        body = [row for row in lesson.body.get_prep_value() if row["type"] != "check"]
        lesson.body = LessonPage._meta.get_field("body").stream_block.to_python(body)
        lesson.save()
        freeze_edition(built.modules["F1"], by=None, at=NOW)
        address = reverse("lesson_check", args=[lesson.translation_key, block])

        answer = client_of(reader).post(address, {"option": "0"}, follow=True)

        assert "FEEDBACK-RIGHT-F1.1" in answer.text

    def test_reads_a_lesson_that_only_the_newer_one_has(self, built, reader):
        built.modules["F1"].refresh_from_db()
        added = LessonPage(title="Added", slug="added", code="F1.9", minutes=5)
        added = built.modules["F1"].add_child(instance=added)
        publish(built, "COSMETIC")

        client = client_of(reader)
        assert client.get(added.url).status_code == 200
        assert "Newer words" not in client.get(built.lessons["F1.1"].url).text
        opened = LessonOpening.objects.get(lesson_key=added.translation_key)
        assert opened.edition.number == 2

    def test_whoever_is_through_reads_what_is_in_force(self, built, learned):
        publish(built, "COSMETIC")

        assert "Newer words" in client_of(learned).get(built.lessons["F1.1"].url).text

    def test_what_waits_to_be_released_is_shown_to_nobody(self, built, reader, bob):
        rewrite(built, "F1.1", "Not yet in force")
        module = built.modules["F1"]
        module.refresh_from_db()
        keep_edition(module, by=None, at=NOW)
        begin(bob, built.tracks["F"])

        for one in (reader, bob):
            shown = client_of(one).get(built.lessons["F1.1"].url).text
            assert "Not yet in force" not in shown
            assert "A newer edition" not in shown

    def test_an_attempt_tells_what_was_read(self, built, learned):
        assessment = built.assessments["F"]
        publish(built, "COSMETIC")

        attempt = start_attempt(learned, assessment=assessment, by=learned, at=NOW)

        told = dict(attempt.editions.values_list("code", "number"))
        assert told == {"F1": 1, "F2": 1}


class TestMovingOver:
    def move(self, person, built, code="F1"):
        url = reverse("edition_move", args=[built.modules[code].translation_key])
        lesson = built.lessons[f"{code}.1"].translation_key
        return client_of(person).post(url, {"lesson": lesson}, follow=True)

    def test_shows_the_newer_one_and_is_told(self, built, reader):
        publish(built, "COSMETIC")

        shown = self.move(reader, built).text

        assert "Newer words" in shown
        assert "A newer edition" not in shown
        assert EditionMove.objects.get().edition.number == 2
        entry = AuditEntry.objects.get(action="EDITION-MOVED-TO")
        assert (entry.by, entry.facts["number"]) == (reader.pk, 2)

    def test_keeps_what_was_finished(self, built, reader):
        answer_all(reader, page(built, "F1.1"))
        complete_lesson(page(built, "F1.1"), by=reader, at=NOW)
        publish(built, "COSMETIC")

        move_over(reader, built.modules["F1"].translation_key, at=NOW)

        assert [row.counts for row in module_of(reader).lessons] == [True, False]

    def test_to_nothing_newer_is_said(self, built, reader):
        assert "newest edition already" in self.move(reader, built).text
        assert not EditionMove.objects.exists()
        with pytest.raises(NothingNewer):
            move_over(reader, built.modules["F1"].translation_key, at=NOW)

    def test_says_what_a_retake_means(self, built, reader):
        publish(built, "RETAKE")

        shown = client_of(reader).get(built.lessons["F1.1"].url).text

        assert "asked once more" in shown
