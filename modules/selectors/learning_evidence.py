"""What is on record about people's learning, read in one go and kept by person."""

import datetime
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from django.db.models import FilteredRelation, Model, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from modules.models import (
    Acknowledgement,
    Attempt,
    Enrolment,
    LessonCompletion,
    LessonOpening,
    Observation,
    Scenario,
)
from modules.records import AttemptRecord, ObservationRecord, ScenarioRecord


@dataclass
class Evidence:
    """Everything read about one person, by what it is about."""

    opened: dict[uuid.UUID, datetime.datetime] = field(default_factory=dict)
    completed: dict[uuid.UUID, datetime.datetime] = field(default_factory=dict)
    # By module, then by lesson: the newest edition it was finished in there.
    finished_in: dict[uuid.UUID, dict[uuid.UUID, int]] = field(default_factory=dict)
    # By module: the newest edition whose changes were confirmed.
    confirmed: dict[uuid.UUID, int] = field(default_factory=dict)
    # The modules in which a lesson was opened or finished.
    modules: set[uuid.UUID] = field(default_factory=set)
    begun: set[uuid.UUID] = field(default_factory=set)
    attempts: dict[str, AttemptRecord] = field(default_factory=dict)
    # By the case, or by the one that parallel cases stand for.
    runs: dict[int, ScenarioRecord] = field(default_factory=dict)
    observations: list[ObservationRecord] = field(default_factory=list)


Everyone = dict[uuid.UUID, Evidence]


def evidence_queries(person_ids: Sequence[uuid.UUID]) -> dict[str, QuerySet[Any, Any]]:
    """This will ask for all evidence of these people."""
    return _moments(person_ids) | {
        "attempts": _attempts(person_ids),
        "runs": _runs(person_ids),
        "observed": _observed(person_ids),
    }


def evidence_from(
    rows: Mapping[str, list[Any]], person_ids: Sequence[uuid.UUID]
) -> Everyone:
    """This will keep by person what `evidence_queries` found, and the editions."""
    everyone: Everyone = {pk: Evidence() for pk in person_ids}
    _keep_moments(rows, everyone)
    _keep_attempts(rows["attempts"], everyone)
    _keep_runs(rows["runs"], everyone)
    for pk, *facts in rows["observed"]:
        everyone[pk].observations.append(ObservationRecord(*facts))
    return everyone


def _moments(person_ids: Sequence[uuid.UUID]) -> dict[str, QuerySet[Any, Any]]:
    """When lessons were opened and finished, and tracks begun."""

    def told(model: type[Model], *fields: str) -> QuerySet[Any, Any]:
        rows = model._default_manager.filter(person__in=person_ids).order_by()
        return rows.values_list("person_id", *fields)

    return {
        "opened": told(LessonOpening, "lesson_key", "opened_at", "edition_id"),
        "completed": told(LessonCompletion, "lesson_key", "completed_at", "edition_id"),
        "confirmed": told(Acknowledgement, "edition__module_key", "edition__number"),
        "begun": told(Enrolment, "track_key"),
    }


def _keep_moments(rows: Mapping[str, list[Any]], everyone: Everyone) -> None:
    """Keep the first time of each, and of what was finished also the newest edition.

    A lesson counts in whichever edition it was finished, unless a later one of its
    module asks to read it again.
    """
    editions = {row.pk: row for row in rows["editions"]}
    for pk, key, at, edition_id in rows["opened"]:
        opened = everyone[pk].opened
        opened[key] = min(at, opened.get(key, at))
        everyone[pk].modules.add(editions[edition_id].module_key)
    for pk, key, at, edition_id in rows["completed"]:
        completed, edition = everyone[pk].completed, editions[edition_id]
        completed[key] = min(at, completed.get(key, at))
        everyone[pk].modules.add(edition.module_key)
        newest = everyone[pk].finished_in.setdefault(edition.module_key, {})
        newest[key] = max(edition.number, newest.get(key, edition.number))
    for pk, key, number in rows["confirmed"]:
        confirmed = everyone[pk].confirmed
        confirmed[key] = max(number, confirmed.get(key, number))
    for pk, key in rows["begun"]:
        everyone[pk].begun.add(key)


def _attempts(person_ids: Sequence[uuid.UUID]) -> QuerySet[Any, Any]:
    rows = Attempt.objects.filter(person__in=person_ids, submitted_at__isnull=False)
    return rows.order_by("submitted_at").values_list(
        "person_id",
        "assessment__track_code",
        "pk",
        "assessment__code",
        "passed",
        "score_numerator",
        "score_denominator",
        "all_critical_right",
        "submitted_at",
    )


def _keep_attempts(rows: Iterable[tuple], everyone: Everyone) -> None:
    """Keep by track code the first attempt that passed, or else the newest."""
    for person, track, pk, code, passed, right, of, all_critical, at in rows:
        found = everyone[person].attempts
        if not (track in found and found[track].passed):
            found[track] = AttemptRecord(
                id=pk,
                assessment_code=code,
                passed=bool(passed),
                score=Fraction(right or 0, of or 1),
                all_critical_right=bool(all_critical),
                submitted_at=at,
            )


def _runs(person_ids: Sequence[uuid.UUID]) -> QuerySet[Any, Any]:
    """Every case, once with each run of it that one of these people finished."""
    theirs = FilteredRelation(
        "runs",
        condition=Q(runs__person__in=list(person_ids), runs__finished_at__isnull=False),
    )
    fields = "id", "passed", "was_critical", "points", "points_possible", "finished_at"
    same = Coalesce("parallel_to_id", "id")
    rows = Scenario.objects.annotate(theirs=theirs, same=same)
    return rows.order_by("same", "theirs__finished_at").values_list(
        "track_code",
        "same",
        "code",
        "theirs__person_id",
        *[f"theirs__{name}" for name in fields],
    )


def _keep_runs(rows: Iterable[tuple], everyone: Everyone) -> None:
    """Keep for each group of parallel cases the first pass, or else the newest run."""
    for _track, group, code, pk, run_id, *facts in rows:
        if run_id is None:
            continue
        earlier = everyone[pk].runs.get(group)
        if not (earlier and earlier.passed):
            everyone[pk].runs[group] = ScenarioRecord(run_id, code, *facts)


def cases_by_track(rows: Iterable[tuple]) -> dict[str, list[int]]:
    """This will give by track all its groups of cases, run by anybody or not."""
    cases: dict[str, dict[int, None]] = {}
    for track, group, *_run in rows:
        cases.setdefault(track, {})[group] = None
    return {track: list(groups) for track, groups in cases.items()}


def _observed(person_ids: Sequence[uuid.UUID]) -> QuerySet[Any, Any]:
    """What observations tell, in the order in which their records hold it."""
    rows = Observation.objects.filter(person__in=person_ids, corrected_by__isnull=True)
    return rows.values_list(
        "person_id",
        "id",
        "clinic_id",
        "session_code",
        "form_code",
        "kind",
        "supervision",
        "observed_on",
        "assessor_id",
        "assessor__name",
        "ratings",
        "had_critical_fail",
        "recorded_by_id",
        Coalesce("recorded_by__name", Value("")),
    )
