"""Runs through cases: does each ending and score follow from the choices made?"""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from home.audit_checks import Mismatch
from home.sealed_rows import in_batches
from modules.models import LessonReopening, ScenarioRun, ScenarioStep
from modules.stories import Moment, current, lessons_reopened, moments, score
from modules.verifying.told import Facts, computed, entries_about, logged

FINISHED = ("SCENARIO-FINISHED",)
RESULT = ("ending", "points", "points_possible", "was_critical", "passed")
# What the log says of a result.
LOGGED = ("points", "passed")


def cases_follow() -> Iterator[Mismatch]:
    """This will score every run anew from its own copy of the case."""
    rows = ScenarioRun.objects.order_by("pk").iterator(chunk_size=500)
    for runs in in_batches(rows):
        steps = _by_run(ScenarioStep, runs, "node", "choice")
        codes = _by_run(LessonReopening, runs, "lesson_code")
        pks = [str(run.pk) for run in runs]
        told = entries_about(ScenarioRun._meta.label, pks, FINISHED)
        for run in runs:
            where, mine = f"ScenarioRun {run.pk}", steps.get(run.pk, [])
            decided = moments(run.graph, mine)
            if len(decided) != len(mine):
                yield Mismatch(where, _("It holds a choice that the case never had."))
            kept = {name: getattr(run, name) for name in RESULT}
            yield from computed(where, kept, _result(run, decided))
            again = {code for (code,) in codes.get(run.pk, [])}
            entries = told.get(str(run.pk), [])
            if run.finished_at:
                missed = {"lessons": sorted(lessons_reopened(decided))}
                yield from computed(where, {"lessons": sorted(again)}, missed)
                yield from logged(where, entries, {n: kept[n] for n in LOGGED})
            elif entries or again:
                yield Mismatch(where, _("The log says it ended, and it is open."))


def _by_run(model: type, runs: list[ScenarioRun], *names: str) -> dict:
    rows = model.objects.filter(run__in=runs).order_by("id")  # type: ignore[attr-defined]
    found: dict = {}
    for run, *told in rows.values_list("run", *names):
        found.setdefault(run, []).append(tuple(told))
    return found


def _result(run: ScenarioRun, decided: list[Moment]) -> Facts:
    ending = current(run.graph, decided)
    if ending in run.graph["nodes"]:
        return dict.fromkeys(RESULT) | {"ending": ""}
    earned = score(decided, run.pass_percent)
    return {
        "ending": ending,
        "points": earned.points,
        "points_possible": earned.possible,
        "was_critical": earned.was_critical,
        "passed": earned.passed,
    }
