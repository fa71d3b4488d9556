"""My path: the sentence, the one next step, and what opens what."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from home.models import User
from modules.actions.editions import freeze_edition
from modules.models import GlossaryTerm
from modules.selectors.path import Kind, path_of
from modules.selectors.record_and_places import record_and_places
from modules.selectors.track_paths import State
from tests.cast import NOW, client_of
from tests.modules.curriculum import _new_lesson, small_curriculum
from tests.modules.readers import (
    begin,
    observe,
    read,
    read_track,
    run_of,
    submitted,
    third_track,
)

HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def book(db):
    return small_curriculum()


def path(person, at=NOW):
    told = record_and_places(person, clinic_ids=[])
    return path_of(told.record, places=told.places, at=at)


class TestTheNextStep:
    def test_is_to_begin_the_only_track_that_is_open(self, book, alice):
        step = path(alice).step

        assert (step.kind, step.track.code) == (Kind.BEGIN, "F")

    def test_is_the_next_unread_lesson(self, book, alice):
        begin(alice, book.tracks["F"])
        read(alice, book.lessons["F1.1"])

        found = path(alice)

        assert (found.step.kind, found.step.about) == (Kind.READ, "Lesson F1.2")
        assert found.step.url == book.lessons["F1.2"].url
        assert found.sentence == ("3 lessons to read in Foundations, about 60 minutes.")

    def test_is_the_assessment_when_all_is_read(self, book, alice):
        read_track(alice, book, "F")

        assert path(alice).step.kind == Kind.ASSESS

    def test_waits_after_an_attempt_that_did_not_pass(self, book, alice):
        read_track(alice, book, "F")
        submitted(alice, book.assessments["F"], passed=False)

        waiting = path(alice, NOW + 23 * HOUR)
        over = path(alice, NOW + 24 * HOUR)

        assert waiting.step.kind == Kind.WAIT
        assert waiting.step.again_at == NOW + 24 * HOUR
        assert over.step.kind == Kind.ASSESS
        assert over.tracks[0].assessment.has_failed

    def test_is_the_next_track_once_the_first_is_passed(self, book, alice):
        read_track(alice, book, "F")
        submitted(alice, book.assessments["F"], passed=True)

        step = path(alice).step

        assert (step.kind, step.track.code) == (Kind.BEGIN, "P")

    def test_is_the_case_after_the_assessment(self, book, alice):
        for code in ("F", "P"):
            read_track(alice, book, code)
            submitted(alice, book.assessments[code], passed=True)

        assert path(alice).step.kind == Kind.CASE
        run_of(alice, book.scenario, passed=True)
        assert path(alice).step.kind == Kind.OVER
        assert path(alice).sentence.startswith("You have read and passed everything")

    def test_leaves_the_choice_where_several_tracks_are_open(self, book, alice):
        third_track(book)
        read_track(alice, book, "F")
        submitted(alice, book.assessments["F"], passed=True)

        assert path(alice).step.kind == Kind.CHOOSE

    def test_comes_before_what_is_read_ahead(self, book, alice):
        begin(alice, book.tracks["P"])

        assert path(alice).step.kind == Kind.BEGIN
        begin(alice, book.tracks["F"])
        assert path(alice).step.track.code == "F"

    def test_is_nothing_without_a_curriculum(self, db, alice):
        assert path(alice).step.kind == Kind.EMPTY


class TestWhatIsLocked:
    def test_names_the_track_to_pass(self, book, alice):
        preparation = path(alice).tracks[1]

        assert preparation.waits_for == ("Foundations",)
        assert preparation.assessment.state == State.LOCKED

    def test_an_unread_lesson_keeps_the_assessment_shut(self, book, alice):
        begin(alice, book.tracks["F"])
        read(alice, book.lessons["F1.1"])

        test = path(alice).tracks[0].assessment

        assert test.state == State.LOCKED
        assert "Lesson F1.2" in test.obstacle

    def test_a_failed_attempt_unlocks_nothing(self, book, alice):
        read_track(alice, book, "F")
        submitted(alice, book.assessments["F"], passed=False)

        assert path(alice).tracks[1].waits_for == ("Foundations",)


class TestThePage:
    def test_says_where_one_stands_with_one_button(self, book, alice):
        shown = client_of(alice).get("/learn/").content.decode()

        assert "Foundations comes next: 4 lessons, about 80 minutes." in shown
        assert "Begin Foundations" in shown
        assert "Not yet reviewed" in shown

    def test_continues_where_one_left_off(self, book, alice):
        begin(alice, book.tracks["F"])
        read(alice, book.lessons["F1.1"])

        shown = client_of(alice).get("/learn/").content.decode()

        assert "Continue" in shown
        assert book.lessons["F1.2"].url in shown

    def test_counts_observed_sessions(self, book, alice, bob):
        observe(alice, bob)

        answer = client_of(alice).get("/learn/")

        observed = {row.label: row.count for row in answer.context["observed"]}
        assert observed["Preparation"] == 1
        assert observed["Integration"] == 0

    def test_is_everybodys_own(self, book, alice, bob, rita, charlie):
        read_track(alice, book, "F")

        for person in (bob, rita, charlie):
            answer = client_of(person).get("/learn/")

            assert answer.status_code == 200
            assert not any(track.is_enrolled for track in answer.context["path"].tracks)

    def test_asks_a_visitor_to_sign_in(self, book):
        assert Client().get("/learn/").url == "/accounts/login/?next=/learn/"

    def test_is_for_people_only(self, book):
        client = Client()
        client.force_login(
            User.objects.create_user("x@example.org", "a long enough password"),
            backend="allauth.account.auth_backends.AuthenticationBackend",
        )

        assert client.get("/learn/").status_code == 403

    def test_without_a_curriculum_says_what_to_do(self, db, alice):
        shown = client_of(alice).get("/learn/").content.decode()

        assert "Your clinic has not published its curriculum yet" in shown

    @pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
    def test_takes_nothing(self, book, alice, method):
        assert getattr(client_of(alice), method)("/learn/").status_code == 405

    def test_costs_the_same_in_a_larger_school(self, book, alice, bob):
        client = client_of(alice)
        client.get("/learn/")
        with CaptureQueriesContext(connection) as before:
            client.get("/learn/")
        for code in ("F", "P"):
            read_track(bob, book, code)
            read_track(alice, book, code)
            submitted(alice, book.assessments[code], passed=True)
        observe(alice, bob)
        third_track(book)
        for number in range(3, 9):
            book.modules["F1"].add_child(instance=_new_lesson(f"F1.{number}"))
        freeze_edition(book.modules["F1"], by=None, at=NOW)
        with CaptureQueriesContext(connection) as after:
            client.get("/learn/")

        assert len(after) == len(before)
        assert len(before) <= 12


class TestTheOtherPages:
    def test_show_progress_of_the_reader_alone(self, book, alice, bob):
        begin(alice, book.tracks["F"])
        read(alice, book.lessons["F1.1"])

        for page in (book.page, book.tracks["F"], book.modules["F1"]):
            mine = client_of(alice).get(page.url).content.decode()
            theirs = client_of(bob).get(page.url).content.decode()

            assert "1 of " in mine
            assert "1 of " not in theirs

    def test_the_glossary_is_in_order_of_its_letters(self, book, alice):
        GlossaryTerm.objects.create(term="alliance", definition="A bond.")

        answer = client_of(alice).get("/learn/glossary/")

        letters = [group["letter"] for group in answer.context["letters"]]
        assert letters == ["A", "S"]
        assert Client().get("/learn/glossary/").status_code == 302

    def test_the_front_page_is_for_everybody(self, book, alice):
        assert "Sign in" in Client().get("/").content.decode()
        assert "Go to my path" in client_of(alice).get("/").content.decode()
