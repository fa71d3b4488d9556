"""Why something is not complete: one engine, in words, with the way to mend it."""

import datetime
from dataclasses import replace

import pytest
from django.urls import reverse

from modules.actions.editions import freeze_edition
from modules.completion import (
    Rule,
    before_the_assessment,
    case_passed,
    module_findings,
    module_unchanged,
    track_passed,
)
from modules.models import ModuleEdition
from modules.records import EditionChange, LearningRecord
from modules.why import NAMED, of_record, whys
from modules.why_words import in_words
from tests.cast import NOW, client_of
from tests.certificates.judged import attempt, case, learning, lesson, module, track
from tests.modules.readers import begin, read, read_track, run_of, submitted

TODAY = NOW.date()
FOLDED = "Why is this not complete?"


def days(count):
    return datetime.timedelta(days=count)


def text_of(client, url):
    return " ".join(client.get(url).content.decode().split())


def changed(significance, ago, **more):
    row = replace(lesson(1), completed_edition=1)
    at = NOW - days(ago)
    change = EditionChange(2, significance, at, frozenset({row.key}), **more)
    return replace(module(row), changes=(change,))


class TestAFinding:
    def test_names_the_score_and_what_is_needed(self):
        failed = attempt(passed=False, score=attempt().score / 2)

        found = track_passed(track(attempt=failed), 80)

        assert not found.is_met
        assert "reached 45%; 80% is needed" in in_words(found)

    def test_of_a_score_that_sufficed_is_about_safety(self):
        found = track_passed(track(attempt=attempt(all_critical_right=False)), 80)

        assert not found.is_met
        assert "not every safety-critical question was right" in in_words(found)

    def test_of_a_row_is_not_that_it_is_passed(self):
        assert not track_passed(track(attempt=attempt(passed=False))).is_met
        assert not case_passed(track(scenario=case(passed=False))).is_met
        assert not case_passed(track(scenario=case(was_critical=True))).is_met
        assert "safety line" in in_words(
            case_passed(track(scenario=case(was_critical=True)))
        )

    def test_of_a_retake_names_the_day_and_the_lessons(self):
        found = module_unchanged(changed("RETAKE", ago=3), TODAY)

        assert not found.is_met
        assert found.left == 1
        assert "one lesson is to be read again" in in_words(found)

    @pytest.mark.parametrize(("ago", "is_met"), [(29, True), (30, True), (31, False)])
    def test_of_an_acknowledgement_says_by_when(self, ago, is_met):
        found = module_unchanged(changed("ACKNOWLEDGE", ago=ago), TODAY)

        assert found.is_met is is_met
        assert bool(found.due_on) is is_met
        assert ("before" in in_words(found)) is is_met

    def test_of_an_acknowledgement_keeps_to_its_own_last_day(self):
        late = changed("ACKNOWLEDGE", ago=40, due_on=TODAY)

        assert module_unchanged(late, TODAY).due_on == TODAY + days(1)
        assert not module_unchanged(late, TODAY + days(1)).is_met

    def test_comes_for_everything_an_assessment_waits_for(self):
        first = track(code="F", attempt=None)
        row = track(
            requires=("F",), is_enrolled=False, modules=(module(lesson(1, done=False)),)
        )
        record = LearningRecord(learning().person_id, (first, row), ())

        found = before_the_assessment(record, row)

        assert [one.code for one in found if not one.is_met] == [
            Rule.BEGUN,
            Rule.FIRST,
            Rule.READ,
        ]


class TestWhy:
    def test_folds_a_long_list_and_leads_to_each(self):
        rows = [lesson(number, done=False) for number in range(1, 8)]
        urls = {row.key: f"/l/{row.code}/" for row in rows}

        (why,) = whys(module_findings(module(*rows), TODAY), urls)

        assert [one.code for one in why.named] == [row.code for row in rows[:NAMED]]
        assert len(why.folded) == 7 - NAMED
        assert why.lessons[0].url == "/l/I1.1/"

    def test_keeps_silent_about_what_is_met(self):
        assert whys(module_findings(module(lesson(1)), TODAY), {}) == ()

    def test_names_a_lesson_once(self):
        row = replace(changed("RETAKE", ago=3), lessons=())
        again = replace(
            changed("RETAKE", ago=3).lessons[0],
            is_asked_again=True,
        )
        change = replace(row.changes[0], lessons=frozenset({again.key}))
        asked = replace(row, lessons=(again,), changes=(change,))

        told = whys(module_findings(asked, TODAY), {})

        assert [len(why.lessons) for why in told] == [0, 1]

    def test_leads_to_the_track_where_no_lesson_is_known(self):
        record = learning(attempt=None)

        (why,) = of_record([track_passed(record.tracks[0])], record)

        assert why.url == "/i/"


@pytest.fixture
def started(built, alice):
    begin(alice, built.tracks["F"])
    read(alice, built.lessons["F1.1"])
    return built


class TestThePages:
    def test_of_a_module_name_the_lessons_left(self, started, alice):
        text = text_of(client_of(alice), started.modules["F1"].url)

        assert FOLDED in text
        assert "one of 2 lessons is still to be finished" in text

    def test_of_a_track_and_my_path_do_too(self, started, alice):
        for url in (started.tracks["F"].url, "/learn/"):
            text = text_of(client_of(alice), url)
            assert FOLDED in text
            assert "3 of 4 lessons are still to be finished" in text

    def test_say_nothing_where_all_is_done(self, built, alice):
        read_track(alice, built, "F")
        submitted(alice, built.assessments["F"], passed=True)

        assert FOLDED not in text_of(client_of(alice), built.tracks["F"].url)
        assert FOLDED not in text_of(client_of(alice), built.modules["F1"].url)

    def test_of_an_assessment_name_the_score(self, built, alice):
        read_track(alice, built, "F")
        submitted(alice, built.assessments["F"], passed=False)

        text = text_of(client_of(alice), reverse("assessment", args=["foundations"]))

        assert FOLDED in text
        assert "reached 0%" in text
        assert "% is needed" in text

    def test_of_a_case_name_the_points(self, built, alice):
        begin(alice, built.tracks["P"])
        run_of(alice, built.scenario, passed=False)

        text = text_of(client_of(alice), reverse("scenario", args=["SC-P"]))

        assert "The wedding date reached 0 of 4 points: not passed" in text

    def test_of_a_module_tell_what_changed(self, built, alice):
        read_track(alice, built, "F")
        page = built.lessons["F1.1"]
        page.objectives = "Another sentence."
        page.save()
        built.modules["F1"].refresh_from_db()
        kind = ModuleEdition.Significance.RETAKE
        freeze_edition(
            built.modules["F1"], by=None, at=NOW, significance=kind, reason="Why."
        )

        text = text_of(client_of(alice), built.modules["F1"].url)

        assert "lessons are to be read again" in text
