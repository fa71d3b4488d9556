"""Why what a credential asks of learning is not complete, for both who read it."""

import pytest
from django.urls import reverse

from certificates.requirements.tree import judge, lines
from certificates.selectors.learning_why import learning_whys, why_of
from tests.cast import client_of
from tests.certificates import readiness
from tests.certificates.judged import (
    attempt,
    evidence,
    leaf,
    learning,
    lesson,
    module,
)
from tests.modules.curriculum import small_curriculum
from tests.modules.readers import begin, read, submitted

READ = leaf("track_read", track="I")
PASSED = leaf("track_passed", track="I")
FOLDED = "Why is this not complete?"


def told(tree, record):
    found = evidence(learning=record)
    whys = learning_whys(tree, found)
    return [why_of(line, whys) for line in lines(judge(tree, found))]


class TestALine:
    def test_names_the_lessons_left(self):
        rows = (module(lesson(1), lesson(2, done=False), lesson(3, done=False)),)

        read_line, passed_line = told({"all": [READ, PASSED]}, learning(modules=rows))

        assert [one.code for one in read_line[0].lessons] == ["I1.2", "I1.3"]
        assert read_line[0].url == "/i/"
        assert passed_line == ()

    def test_of_a_module_does_so_as_well(self):
        rows = (module(lesson(1), lesson(2, done=False)),)
        tree = {"all": [leaf("module_current", module="I1")]}

        ((why,),) = told(tree, learning(modules=rows))

        assert [one.code for one in why.lessons] == ["I1.2"]

    def test_of_a_choice_says_it_of_everything_offered(self):
        rows = (module(lesson(1, done=False)),)
        tree = {"all": [{"any": [READ, PASSED]}]}

        (found,) = told(tree, learning(modules=rows, attempt=attempt(passed=False)))

        assert [one.finding.code for one in found] == ["TRACK-READ", "TRACK-PASSED"]

    def test_of_something_else_has_none(self):
        tree = {"all": [leaf("no_open_suspension")]}

        assert told(tree, learning()) == [()]


@pytest.fixture
def behind(alice, clinic):
    """Alice has read one lesson of four, and failed."""
    built = small_curriculum()
    tree = {"all": [leaf("track_read", track="F"), leaf("track_passed", track="F")]}
    readiness.requirement_set("L1", tree)
    begin(alice, built.tracks["F"])
    read(alice, built.lessons["F1.1"])
    submitted(alice, built.assessments["F"], passed=False)
    return built


class TestThePages:
    def test_tell_the_therapist(self, behind, alice):
        page = client_of(alice).get(reverse("credentials")).text

        assert FOLDED in page
        assert "3 of 4 lessons are still to be finished" in page
        assert "F2.2 Lesson F2.2" in page
        assert "reached 0%" in page
        assert behind.tracks["F"].url in page

    def test_tell_the_director_of_the_person(self, behind, alice, rita):
        url = reverse("credentialing_person", args=["north", alice.pk])

        page = client_of(rita).get(url).text

        assert FOLDED in page
        assert "3 of 4 lessons are still to be finished" in page
        assert "F2.2 Lesson F2.2" in page
