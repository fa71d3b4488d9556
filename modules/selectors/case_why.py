"""Why a case is not passed, of the newest run of it. Pure."""

from collections.abc import Iterable

from modules.completion import run_passed
from modules.models import Scenario, ScenarioRun
from modules.records import ScenarioRecord
from modules.why import Why, whys


def case_why(scenario: Scenario, runs: Iterable[ScenarioRun]) -> tuple[Why, ...]:
    """This will say of the newest run why the case is not passed; empty when it is."""
    over = [(run.finished_at, run) for run in runs if run.finished_at]
    if not over or any(run.passed for _at, run in over):
        return ()
    at, newest = max(over, key=lambda one: one[0])
    record = ScenarioRecord(
        id=newest.pk,
        scenario_code=scenario.code,
        passed=bool(newest.passed),
        was_critical=bool(newest.was_critical),
        points=newest.points or 0,
        points_possible=newest.points_possible or 0,
        finished_at=at,
    )
    return whys([run_passed(scenario.title, record)], {})
