"""What one person has done so far: the learning record, in eight queries."""

import datetime
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.db.models import F, FilteredRelation, Q, Value

from home.models import Person
from modules.models import (
    Attempt,
    LessonCompletion,
    LessonOpening,
    ModuleEdition,
    Observation,
    Scenario,
)
from modules.records import (
    AttemptRecord,
    LearningRecord,
    LessonRecord,
    ModuleRecord,
    ObservationRecord,
    ScenarioRecord,
    TrackRecord,
)
from modules.selectors.reviews import reviewed_editions
from modules.selectors.structure import TrackPlace, modules_by_track, tracks_in_order

Moments = Mapping[uuid.UUID, datetime.datetime]


@dataclass(frozen=True)
class _Evidence:
    """Everything read about the person, by what it is about."""

    opened: Moments
    completed: Moments
    reviewed: set[int]
    attempts: Mapping[str, AttemptRecord]
    scenarios: Mapping[str, list[ScenarioRecord | None]]


def learning_record(person: Person, *, clinic_ids: Iterable[int]) -> LearningRecord:
    """This will gather everything learning knows about one person.

    The number of queries does not depend on how much there is to know.

    Args:
        clinic_ids: the clinics whose review of the content is asked for.
    Returns: tracks in the curriculum's order, observations by date.
    """
    tracks = tracks_in_order(person)
    modules = modules_by_track(tracks)
    opened, completed = lesson_moments(person)
    evidence = _Evidence(
        opened=opened,
        completed=completed,
        reviewed=reviewed_editions(list(clinic_ids)),
        attempts=_attempts_of(person),
        scenarios=_scenarios_of(person),
    )
    return LearningRecord(
        person_id=person.pk,
        tracks=tuple(_track(t, modules[t.key], evidence) for t in tracks),
        observations=_observations_of(person),
    )


def lesson_moments(person: Person) -> tuple[Moments, Moments]:
    """This will say when each lesson was first opened and first finished.

    A lesson counts in whichever edition it was finished: every edition so far is
    COSMETIC, which asks nothing of anybody. Once editions may ask for RETAKE, only
    the editions from the newest of those on will count here.
    """
    opened = LessonOpening.objects.filter(person=person).values_list(
        "lesson_key", F("opened_at"), Value(0)
    )
    done = (
        LessonCompletion.objects.filter(person=person)
        .order_by()
        .values_list("lesson_key", F("completed_at"), Value(1))
    )
    moments: tuple[dict, dict] = ({}, {})
    for key, at, kind in opened.order_by().union(done, all=True):
        found = moments[kind]
        found[key] = min(at, found.get(key, at))
    return moments


def _track(
    place: TrackPlace, editions: list[ModuleEdition], evidence: _Evidence
) -> TrackRecord:
    runs = evidence.scenarios.get(place.code, [])
    return TrackRecord(
        key=place.key,
        code=place.code,
        title=place.title,
        url=place.url,
        is_enrolled=place.is_enrolled,
        requires=place.requires,
        modules=tuple(_module(edition, evidence) for edition in editions),
        attempt=evidence.attempts.get(place.code),
        has_scenario=bool(runs),
        scenario=_weakest(runs),
    )


def _module(edition: ModuleEdition, evidence: _Evidence) -> ModuleRecord:
    return ModuleRecord(
        key=edition.module_key,
        code=edition.code,
        title=edition.title,
        minutes=edition.minutes,
        edition_id=edition.pk,
        edition_number=edition.number,
        is_reviewed=edition.pk in evidence.reviewed,
        lessons=tuple(_lesson(line, evidence) for line in edition.lessons),
    )


def _lesson(line: dict[str, Any], evidence: _Evidence) -> LessonRecord:
    key = uuid.UUID(line["key"])
    return LessonRecord(
        key=key,
        code=line["code"],
        title=line["title"],
        minutes=line["minutes"],
        opened_at=evidence.opened.get(key),
        completed_at=evidence.completed.get(key),
    )


def _attempts_of(person: Person) -> dict[str, AttemptRecord]:
    """By track code: the first attempt that passed, or else the newest."""
    rows = Attempt.objects.filter(person=person, submitted_at__isnull=False)
    found: dict[str, AttemptRecord] = {}
    for row in rows.select_related("assessment").order_by("submitted_at"):
        track = row.assessment.track_code
        is_settled = track in found and found[track].passed
        if is_settled or row.submitted_at is None:
            continue
        found[track] = AttemptRecord(
            id=row.pk,
            assessment_code=row.assessment.code,
            passed=bool(row.passed),
            score=Fraction(row.score_numerator or 0, row.score_denominator or 1),
            all_critical_right=bool(row.all_critical_right),
            submitted_at=row.submitted_at,
        )
    return found


def _scenarios_of(person: Person) -> dict[str, list[ScenarioRecord | None]]:
    """By track code: for each of its cases the first pass, or else the newest run."""
    mine = FilteredRelation(
        "runs",
        condition=Q(runs__person=person, runs__finished_at__isnull=False),
    )
    fields = "id", "passed", "was_critical", "points", "points_possible", "finished_at"
    rows = Scenario.objects.annotate(mine=mine).order_by("code", "mine__finished_at")
    found: dict[str, dict[str, ScenarioRecord | None]] = {}
    for track, code, run_id, *facts in rows.values_list(
        "track_code", "code", *[f"mine__{field}" for field in fields]
    ):
        cases = found.setdefault(track, {})
        earlier = cases.setdefault(code, None)
        if run_id and not (earlier and earlier.passed):
            cases[code] = ScenarioRecord(run_id, code, *facts)
    return {track: list(cases.values()) for track, cases in found.items()}


def _weakest(runs: list[ScenarioRecord | None]) -> ScenarioRecord | None:
    """A track with two cases is as far as the one that is least far."""
    if not runs or None in runs:
        return None
    return next((run for run in runs if run and not run.passed), runs[0])


def _observations_of(person: Person) -> tuple[ObservationRecord, ...]:
    rows = Observation.objects.filter(person=person, corrected_by__isnull=True)
    return tuple(
        ObservationRecord(
            id=row.pk,
            clinic_id=row.clinic_id,
            session_code=row.session_code,
            form_code=row.form_code,
            kind=row.kind,
            supervision=row.supervision,
            observed_on=row.observed_on,
            assessor_id=row.assessor_id,
            assessor_name=row.assessor.name,
            ratings=row.ratings,
            had_critical_fail=row.had_critical_fail,
            recorded_by_id=row.recorded_by_id,
            recorded_by_name=row.recorded_by.name if row.recorded_by else "",
        )
        for row in rows.select_related("assessor", "recorded_by").defer("form_content")
    )
