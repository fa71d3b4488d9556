"""Eight clients at once on a real PostgreSQL: one attempt, one result, one end."""

import datetime

import pytest

from home.models import AuditEntry, Role
from modules.actions.attempts import (
    AlreadySubmitted,
    save_answer,
    start_attempt,
    submit_attempt,
)
from modules.actions.beginning_attempts import NoneLeft
from modules.actions.scenarios import AlreadyDecided, choose, start_run
from modules.actions.unlocks import NothingToOpen, Opening, unlock_attempt
from modules.models import Attempt, AttemptAnswer, Scenario, ScenarioRun
from tests.cast import NOW, make_clinic, make_person
from tests.modules.assessed import make_course, right_responses, wrong_response
from tests.modules.test_scenarios import GRAPH
from tests.races import CLIENTS, at_once

pytestmark = pytest.mark.races


@pytest.fixture
def scene(on_postgresql):
    clinic = make_clinic()
    alice = make_person("Alice Ames", clinic, Role.THERAPIST)
    course = make_course()
    course.enrol(alice, clinic)
    course.read(alice)
    return alice, course


def test_eight_starts_make_one_attempt(scene):
    alice, course = scene

    started = at_once(
        lambda _number: (
            start_attempt(alice, assessment=course.assessment, by=alice, at=NOW).pk
        )
    )

    assert set(started) == {Attempt.objects.get().pk}
    assert Attempt.objects.get().items.count() == 7
    assert AuditEntry.objects.filter(action="ATTEMPT-STARTED").count() == 1


def test_eight_submissions_make_one_result(scene):
    alice, course = scene
    attempt = start_attempt(alice, assessment=course.assessment, by=alice, at=NOW)
    for item in attempt.items.all():
        for response in right_responses(item):
            save_answer(item, response, by=alice, at=NOW)

    results = at_once(lambda _number: submit_attempt(attempt, by=alice, at=NOW).passed)

    assert results == [True] * CLIENTS
    assert AuditEntry.objects.filter(action="ATTEMPT-SUBMITTED").count() == 1


def test_an_answer_never_slips_in_behind_the_submission(scene):
    """Half answer rightly while half submit: the result tells what was kept."""
    alice, course = scene
    attempt = start_attempt(alice, assessment=course.assessment, by=alice, at=NOW)
    item = attempt.items.get(question_code="Q-SINGLE")
    save_answer(item, wrong_response(item), by=alice, at=NOW)

    def act(number: int) -> bool:
        if number % 2:
            submit_attempt(attempt, by=alice, at=NOW)
            return True
        try:
            save_answer(item, right_responses(item)[0], by=alice, at=NOW)
        except AlreadySubmitted:
            return False
        return True

    at_once(act)

    item.refresh_from_db()
    newest = AttemptAnswer.objects.filter(item=item).last()
    assert item.is_right is (newest.response == right_responses(item)[0])


def test_eight_choices_decide_a_moment_once(scene):
    alice, _course = scene
    scenario = Scenario.objects.create(
        code="SC-F", title="Case", track_code="F", minutes=5, graph=GRAPH
    )

    runs = at_once(
        lambda _number: start_run(alice, scenario=scenario, by=alice, at=NOW).pk
    )
    run = ScenarioRun.objects.get()

    def act(number: int) -> bool:
        try:
            choose(run, node="N1", choice="ab"[number % 2], by=alice, at=NOW)
        except AlreadyDecided:
            return False
        return True

    decided = at_once(act)

    assert set(runs) == {run.pk}
    assert run.steps.count() == 1
    assert decided.count(True) == CLIENTS / 2


def use_up(alice, course):
    """This will use every attempt, and give what a director needs to open one more."""
    later = NOW
    for _time in range(3):
        attempt = start_attempt(alice, assessment=course.assessment, by=alice, at=later)
        submit_attempt(attempt, by=alice, at=later)
        later += datetime.timedelta(days=2)
    clinic = make_clinic()
    rita = make_person("Rita Rowe", clinic, Role.CLINICAL_DIRECTOR)
    opening = Opening(alice, course.assessment, clinic, "Talked through.")
    return opening, rita, later


@pytest.mark.parametrize("is_unlocked", [False, True])
def test_eight_starts_never_make_more_than_there_are(scene, is_unlocked):
    """The last one is used up: eight at once get none, or the one a director opened."""
    alice, course = scene
    opening, rita, later = use_up(alice, course)
    if is_unlocked:
        unlock_attempt(opening, by=rita, at=later)

    def act(_number: int) -> str:
        try:
            made = start_attempt(
                alice, assessment=course.assessment, by=alice, at=later
            )
        except NoneLeft:
            return "refused"
        submit_attempt(made, by=alice, at=later)
        return "made"

    done = at_once(act)

    assert Attempt.objects.count() == 3 + is_unlocked
    assert ("made" in done) is is_unlocked


def test_eight_starts_each_after_a_miss_stop_at_the_limit(scene):
    """Nobody waits between tries: the number alone keeps them at three."""
    alice, course = scene
    course.assessment.wait_hours = 0
    course.assessment.save()

    def act(_number: int) -> int:
        made = 0
        for _try in range(3):
            try:
                attempt = start_attempt(
                    alice, assessment=course.assessment, by=alice, at=NOW
                )
            except NoneLeft:
                continue
            submit_attempt(attempt, by=alice, at=NOW)
            made += 1
        return made

    at_once(act)

    numbers = Attempt.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == [1, 2, 3]


def test_eight_openings_open_one(scene):
    alice, course = scene
    opening, rita, later = use_up(alice, course)

    def act(_number: int) -> bool:
        try:
            unlock_attempt(opening, by=rita, at=later)
        except NothingToOpen:
            return False
        return True

    assert at_once(act).count(True) == 1
