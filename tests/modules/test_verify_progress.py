"""`verify_progress` finds what does not follow from its evidence, and nothing else."""

import datetime
import io

import pytest
from django.core.management import call_command
from django.db.models import F

from modules.actions.attempts import start_attempt, submit_attempt
from modules.actions.scenarios import choose, start_run
from modules.models import (
    Attempt,
    AttemptAnswer,
    AttemptItem,
    CheckAnswer,
    LessonCompletion,
    LessonOpening,
    LessonReopening,
    ModuleEdition,
    QuestionVersion,
    ScenarioRun,
    ScenarioStep,
)
from tests.cast import NOW, make_person
from tests.letting_go import let_go_of
from tests.modules import attempting
from tests.modules.readers import begin, read_track

MINUTE = datetime.timedelta(minutes=1)


def verified() -> str:
    """This will run the command, and give what it prints but for the last line."""
    out = io.StringIO()
    try:
        call_command("verify_progress", stdout=out)
        code = 0
    except SystemExit as told:
        code = told.code
    *lines, last = out.getvalue().splitlines()
    assert last == f"{len(lines)} differences."
    assert code == bool(lines)
    return "\n".join(lines)


@pytest.fixture
def learned(built, alice, clinic):
    """Alice read track F, passed its assessment, and went through its case twice."""
    read_track(alice, built, "F")
    assessment = built.assessments["F"]
    attempt = start_attempt(alice, assessment=assessment, by=alice, at=NOW)
    attempting.answer_all(attempt)
    submit_attempt(attempt, by=alice, at=NOW)
    begin(alice, built.tracks["P"])
    for number in (0, -1):
        walk(alice, built.scenario, number)
    return built


def walk(person, scenario, number: int) -> None:
    """This will decide every node by its best choice, or by its worst with -1."""
    run = start_run(person, scenario=scenario, by=person, at=NOW)
    node = run.graph["start"]
    while node in run.graph["nodes"]:
        choices = run.graph["nodes"][node]["choices"]
        ranked = sorted(choices, key=lambda one: -(one["points"] or 0))
        taken = ranked[number]
        choose(run, node=node, choice=taken["id"], by=person, at=NOW)
        node = taken["next"]


def test_finds_nothing_where_everything_follows(learned):
    assert Attempt.objects.get().passed
    assert LessonReopening.objects.exists()
    assert verified() == ""


def test_finds_nothing_where_nobody_learned(db):
    assert verified() == ""


FORGED = {
    "a pass": (
        "modules_attempt",
        lambda: Attempt.objects.update(passed=False),
        "passed is False; from the evidence follows True",
    ),
    "a score": (
        "modules_attempt",
        lambda: Attempt.objects.update(score_denominator=F("score_denominator") + 1),
        "score_denominator is",
    ),
    "an attempt taken away from the log's word": (
        "modules_attempt",
        lambda: Attempt.objects.update(
            submitted_at=None,
            passed=None,
            all_critical_right=None,
            score_numerator=None,
            score_denominator=None,
        ),
        "The log says it ended, and it is open",
    ),
    "a longer time": (
        "modules_attempt",
        lambda: Attempt.objects.update(closes_at=NOW + 999 * MINUTE),
        "closes_at is",
    ),
    "an item": (
        "modules_attemptitem",
        lambda: AttemptItem.objects.filter(position=1).update(is_right=False),
        "item 1: is_right is False; from the evidence follows True",
    ),
    "a critical item": (
        "modules_attemptitem",
        lambda: AttemptItem.objects.filter(position=1).update(
            is_critical=~F("is_critical")
        ),
        "not as critical",
    ),
    "an answer": (
        "modules_attemptanswer",
        lambda: AttemptAnswer.objects.filter(item__position=1).update(response={}),
        "follows False",
    ),
    "a question's version": (
        "modules_questionversion",
        lambda: QuestionVersion.objects.update(content={"stem": "Other words"}),
        "QuestionVersion",
    ),
    "an edition's words": (
        "modules_moduleedition",
        lambda: ModuleEdition.objects.filter(code="F1").update(title="Other words"),
        "not those that were kept",
    ),
    "an edition's digest": (
        "modules_moduleedition",
        lambda: ModuleEdition.objects.filter(code="F1").update(content_sha256="0" * 64),
        "and the log says",
    ),
    "a completion taken away": (
        "modules_lessoncompletion",
        lambda: LessonCompletion.objects.all()[:1].get().delete(),
        "The log says LESSON-COMPLETED, and it is not there",
    ),
    "a completion made up": (
        "modules_lessoncompletion",
        lambda: LessonCompletion.objects.update(person=make_person("Made Up")),
        "The log does not say LESSON-COMPLETED, and it is there",
    ),
    "an opening": (
        "modules_lessonopening",
        lambda: LessonOpening.objects.update(opened_at=NOW + MINUTE),
        "finished before it was opened",
    ),
    "answers to a lesson's questions": (
        "modules_checkanswer",
        lambda: CheckAnswer.objects.all().delete(),
        "1 of its questions unanswered",
    ),
    "a case's points": (
        "modules_scenariorun",
        lambda: ScenarioRun.objects.filter(passed=True).update(points=0),
        "points is 0; from the evidence follows",
    ),
    "a case's end": (
        "modules_scenariorun",
        lambda: ScenarioRun.objects.filter(passed=True).update(finished_at=None),
        "The log says it ended, and it is open",
    ),
    "a choice": (
        "modules_scenariostep",
        lambda: ScenarioStep.objects.filter(run__passed=True).update(choice="none"),
        "holds a choice that the case never had",
    ),
    "lessons to read again": (
        "modules_lessonreopening",
        lambda: LessonReopening.objects.all().delete(),
        "lessons is []",
    ),
}


@pytest.mark.parametrize("what", FORGED)
def test_finds_what_was_forged(learned, what):
    table, forge, told = FORGED[what]
    let_go_of(table)
    forge()

    assert told in verified()


def test_costs_no_more_for_more_people(learned, bob, django_assert_max_num_queries):
    with django_assert_max_num_queries(50):
        verified()
    read_track(bob, learned, "F")
    with django_assert_max_num_queries(50):
        assert verified() == ""
