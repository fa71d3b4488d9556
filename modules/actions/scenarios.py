"""Going through a branching case: begin, and decide node by node."""

import datetime
import random
import secrets

from django.db import transaction
from django.utils.translation import gettext as _

from home.actions import audit
from home.errors import NotAllowed, RuleBroken
from home.models import Person
from modules.actions.debriefs import waits_for_debrief
from modules.models import (
    Enrolment,
    LessonReopening,
    Scenario,
    ScenarioRun,
    ScenarioStep,
)
from modules.stories import current, lessons_reopened, moment, moments, score

CHANCE = secrets.SystemRandom()


class NotEnrolled(RuleBroken):
    """The case belongs to a track that the person has not begun."""

    code = "SCENARIO-NOT-ENROLLED"


class DebriefFirst(RuleBroken):
    """The last time ended at a safety line, and nobody talked it through yet."""

    code = "SCENARIO-DEBRIEF-FIRST"


class NoSuchChoice(RuleBroken):
    """Nothing, or nothing that the node offers, was chosen."""

    code = "SCENARIO-NO-SUCH-CHOICE"
    status = 422


class AlreadyDecided(RuleBroken):
    """The node was decided otherwise, or the run is over."""

    code = "SCENARIO-DECIDED"


def start_run(
    person: Person,
    *,
    scenario: Scenario,
    by: Person,
    at: datetime.datetime,
    chance: random.Random = CHANCE,
) -> ScenarioRun:
    """This will begin a case on a copy of its graph, its choices in a fresh order.

    Returns: the open run where there is one.
    Raises:
        NotAllowed: somebody else's run.
        NotEnrolled: the track was not begun.
        DebriefFirst: a critical ending was not talked through yet.
    """
    if by.pk != person.pk:
        raise NotAllowed(_("Everybody goes through a case for themselves."))
    with transaction.atomic():
        # Eight clicks wait here in line; all but the first find the first's run.
        Person.objects.select_for_update(no_key=True).get(pk=person.pk)
        open_run = scenario.runs.filter(person=person, finished_at=None).first()
        if open_run:
            return open_run
        _refuse_too_early(person, scenario)
        run = ScenarioRun.objects.create(
            person=person,
            scenario=scenario,
            graph=_mixed(scenario.graph, chance),
            pass_percent=scenario.pass_percent,
            started_at=at,
        )
        audit.append(
            "SCENARIO-STARTED",
            by=by,
            at=at,
            about=run,
            case=audit.code_or_digest(scenario.code),
        )
        return run


def choose(
    run: ScenarioRun, *, node: str, choice: str, by: Person, at: datetime.datetime
) -> ScenarioRun:
    """This will decide the node that waits; the choice stands.

    The same choice again changes nothing, so a repeated request does no harm.

    Raises:
        NotAllowed: somebody else's run.
        NoSuchChoice: the node does not offer it.
        AlreadyDecided: another choice was made here, or another node waits.
    """
    with transaction.atomic():
        run = ScenarioRun.objects.select_for_update(no_key=True).get(pk=run.pk)
        if run.person_id != by.pk:
            raise NotAllowed(_("This is somebody else's case."))
        steps = list(run.steps.values_list("node", "choice"))
        if (node, choice) in steps:
            return run
        decided = moments(run.graph, steps)
        if current(run.graph, decided) != node:
            raise AlreadyDecided(_("That moment is decided already, and it stays."))
        taken = moment(run.graph, node, choice)
        if taken is None:
            raise NoSuchChoice(_("Choose what you would do."))
        ScenarioStep.objects.create(run=run, node=node, choice=choice, at=at)
        if taken.choice["next"] not in run.graph["nodes"]:
            _finish(run, [*decided, taken], at)
        return run


def _refuse_too_early(person: Person, scenario: Scenario) -> None:
    if not is_enrolled(person, scenario):
        raise NotEnrolled(_("Begin the part this case belongs to first."))
    if waits_for_debrief(person.pk, scenario.group):
        raise DebriefFirst(
            _(
                "Talk through how the case ended with your supervisor first. Once "
                "they have recorded it, you can begin again."
            )
        )


def is_enrolled(person: Person, scenario: Scenario) -> bool:
    """This will tell whether the person began the case's track."""
    rows = Enrolment.objects.filter(person=person, track_code=scenario.track_code)
    return rows.exists()


def _finish(run: ScenarioRun, decided: list, at: datetime.datetime) -> None:
    earned = score(decided, run.pass_percent)
    run.finished_at = at
    run.ending = current(run.graph, decided)
    run.points = earned.points
    run.points_possible = earned.possible
    run.was_critical = earned.was_critical
    run.passed = earned.passed
    run.save()
    LessonReopening.objects.bulk_create(
        LessonReopening(run=run, lesson_code=code, at=at)
        for code in lessons_reopened(decided)
    )
    audit.append(
        "SCENARIO-FINISHED",
        by=run.person,
        at=at,
        about=run,
        ending=audit.code_or_digest(run.ending),
        points=run.points,
        passed=run.passed,
    )


def _mixed(graph: dict, chance: random.Random) -> dict:
    nodes = {}
    for code, node in graph["nodes"].items():
        choices = list(node["choices"])
        chance.shuffle(choices)
        nodes[code] = node | {"choices": choices}
    return graph | {"nodes": nodes}
