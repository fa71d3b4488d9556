"""What went wrong in other course sites, held here."""

import pytest
from django.urls import reverse

from modules.models import Attempt, LessonCompletion, LessonPage, ScenarioRun
from modules.selectors.record import learning_record
from tests.cast import NOW, client_of
from tests.modules.readers import answer_all, begin, read_track, run_of, submitted

FORGED = {
    "passed": "true",
    "score": "100",
    "progress": "100",
    "completed_at": "2020-01-01",
    "person": "1",
    "all_critical_right": "true",
}


def track_of(person, code):
    return learning_record(person, clinic_ids=[]).track(code)


class TestARowThatExists:
    def test_is_no_pass(self, built, alice):
        read_track(alice, built, "F")
        submitted(alice, built.assessments["F"], passed=False)

        assert track_of(alice, "F").is_read
        assert not track_of(alice, "F").is_passed

    def test_of_a_failed_case_is_none_either(self, built, alice):
        read_track(alice, built, "P")
        submitted(alice, built.assessments["P"], passed=True)
        run_of(alice, built.scenario, passed=False)

        assert not track_of(alice, "P").is_passed


class TestReading:
    def test_counts_by_itself(self, built, alice):
        read_track(alice, built, "F")

        assert track_of(alice, "F").is_read
        assert track_of(alice, "F").attempt is None

    def test_counts_once_however_often_it_is_sent(self, built, alice):
        lesson = built.lessons["F1.1"]
        begin(alice, built.tracks["F"])
        client = client_of(alice)
        client.get(lesson.url)
        answer_all(alice, lesson)
        url = reverse("lesson_finish", args=[lesson.translation_key])

        for _again in range(3):
            client.post(url)

        assert LessonCompletion.objects.filter(person=alice).count() == 1


class TestDeletingThePages:
    def test_keeps_the_evidence(self, built, alice):
        read_track(alice, built, "F")
        submitted(alice, built.assessments["F"], passed=True)
        run_of(alice, built.scenario, passed=True)
        kept = [LessonCompletion, Attempt, ScenarioRun]
        before = [list(model.objects.values()) for model in kept]

        built.page.delete()

        assert not LessonPage.objects.exists()
        assert [list(model.objects.values()) for model in kept] == before


class TestForgedFields:
    def test_finish_no_lesson_early_and_date_none(self, built, alice):
        lesson = built.lessons["F1.1"]
        begin(alice, built.tracks["F"])
        client = client_of(alice)
        client.get(lesson.url)
        url = reverse("lesson_finish", args=[lesson.translation_key])

        client.post(url, FORGED)
        assert not LessonCompletion.objects.exists()

        answer_all(alice, lesson)
        client.post(url, FORGED)
        assert LessonCompletion.objects.get().person == alice
        assert LessonCompletion.objects.get().completed_at > NOW.replace(year=2021)

    @pytest.mark.parametrize("method", ["post", "put", "patch"])
    def test_pass_no_assessment(self, built, alice, method):
        read_track(alice, built, "F")
        client = client_of(alice)
        client.post(reverse("attempt_start", args=["foundations"]), FORGED)
        attempt = Attempt.objects.get()

        for name in ("attempt", "attempt_submit", "attempt_result"):
            url = reverse(name, args=[attempt.pk])
            getattr(client, method)(url, FORGED)

        attempt.refresh_from_db()
        assert not attempt.passed
        assert not attempt.score_numerator
