"""The cases of a track as one person meets them."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, QuerySet, Subquery, UUIDField
from django.db.models.functions import Coalesce

from modules.models import CaseSwap, LessonReopening, Scenario, ScenarioRun


@dataclass(frozen=True)
class CasePlace:
    """A case of a track, and how far the person is with it.

    Args:
        is_passed: it, or a case parallel to it.
        needs_debrief: its last ending is still to be talked through.
        waiting_run: a run that asks to read lessons again.
    """

    code: str
    title: str
    minutes: int
    is_under_way: bool
    is_passed: bool
    is_finished: bool
    needs_debrief: bool = False
    waiting_run: uuid.UUID | None = None


class _Row(NamedTuple):
    """A case, and everything asked about this person's part in it."""

    track_code: str
    code: str
    title: str
    minutes: int
    parallel_to: int | None
    # The case, or the one that all parallel to it stand for.
    same: int
    is_under_way: bool
    is_passed: bool
    is_finished: bool
    needs_debrief: bool
    waiting_run: uuid.UUID | None
    is_left: bool
    is_taken: bool


def case_rows(person_id: uuid.UUID) -> QuerySet[Any, Any]:
    """This will ask for all cases, with this person's part in each."""
    mine = ScenarioRun.objects.filter(person=person_id, scenario=OuterRef("pk"))
    critical = ScenarioRun.objects.filter(
        person=person_id, was_critical=True, debrief__isnull=True
    ).annotate(same=Coalesce("scenario__parallel_to_id", "scenario_id"))
    again = LessonReopening.objects.filter(
        run__person=person_id, run__scenario=OuterRef("pk"), reread__isnull=True
    )
    swaps = CaseSwap.objects.filter(person=person_id)
    rows = Scenario.objects.annotate(
        same=Coalesce("parallel_to_id", "id"),
        is_under_way=Exists(mine.filter(finished_at__isnull=True)),
        is_passed=Exists(mine.filter(passed=True)),
        is_finished=Exists(mine.filter(finished_at__isnull=False)),
        needs_debrief=Exists(critical.filter(same=OuterRef("same"))),
        waiting_run=Subquery(
            again.order_by("-run__finished_at").values("run")[:1],
            output_field=UUIDField(),
        ),
        is_left=Exists(swaps.filter(scenario=OuterRef("pk"))),
        is_taken=Exists(swaps.filter(instead=OuterRef("pk"))),
    )
    return rows.values_list(*_Row._fields)


def cases_from(rows: Iterable[tuple]) -> dict[str, tuple[CasePlace, ...]]:
    """This will give by track its cases.

    What was swapped is left out, and so is a parallel case nobody turned to.
    """
    groups: dict[int, list[_Row]] = {}
    for row in map(_Row._make, rows):
        groups.setdefault(row.same, []).append(row)
    found: dict[str, tuple[CasePlace, ...]] = {}
    for same in groups.values():
        row = min(same, key=_rank)
        found[row.track_code] = (*found.get(row.track_code, ()), _place(row))
    return found


def _rank(row: _Row) -> tuple[bool, ...]:
    """Of parallel cases: the passed one, else the one under way, taken or first."""
    return (
        not row.is_passed,
        row.is_left,
        not row.is_under_way,
        not row.is_taken,
        row.parallel_to is not None,
    )


def _place(row: _Row) -> CasePlace:
    return CasePlace(
        code=row.code,
        title=row.title,
        minutes=row.minutes,
        is_under_way=row.is_under_way,
        is_passed=row.is_passed,
        is_finished=row.is_finished,
        needs_debrief=row.needs_debrief,
        waiting_run=row.waiting_run,
    )
