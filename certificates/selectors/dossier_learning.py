"""What was learned and observed, as a dossier writes it down."""

from typing import Any

from modules.records import (
    AttemptRecord,
    LearningRecord,
    ModuleRecord,
    ObservationRecord,
    ScenarioRecord,
    TrackRecord,
)


def tracks_of(learning: LearningRecord) -> list[dict[str, Any]]:
    """This will write down every track: modules, editions, assessment and case."""
    return [_track(track) for track in sorted(learning.tracks, key=_by_code)]


def _track(track: TrackRecord) -> dict[str, Any]:
    return {
        "code": track.code,
        "title": track.title,
        "modules": [_module(row) for row in sorted(track.modules, key=_by_code)],
        "attempt": _attempt(track.attempt),
        "scenario": _scenario(track.scenario),
    }


def _module(module: ModuleRecord) -> dict[str, Any]:
    """The edition that was learned: a cosmetic one after it changes nothing here."""
    learned = module.named
    last = learned.last_done_at
    return {
        "code": module.code,
        "title": learned.title,
        "edition": learned.number,
        "edition_id": learned.id,
        "reviewed": learned.is_reviewed,
        "minutes": learned.minutes,
        "lessons": learned.lessons,
        "lessons_done": learned.done,
        "last_done_at": last.isoformat() if last else None,
    }


def _by_code(row: TrackRecord | ModuleRecord) -> str:
    """Pages may be put in another order: what was learned is not."""
    return row.code


def _attempt(attempt: AttemptRecord | None) -> dict[str, Any] | None:
    if attempt is None:
        return None
    return {
        "id": str(attempt.id),
        "assessment": attempt.assessment_code,
        "passed": attempt.passed,
        "score": [attempt.score.numerator, attempt.score.denominator],
        "all_critical_right": attempt.all_critical_right,
        "submitted_at": attempt.submitted_at.isoformat(),
    }


def _scenario(run: ScenarioRecord | None) -> dict[str, Any] | None:
    if run is None:
        return None
    return {
        "id": str(run.id),
        "scenario": run.scenario_code,
        "passed": run.passed,
        "critical": run.was_critical,
        "points": run.points,
        "points_possible": run.points_possible,
        "finished_at": run.finished_at.isoformat(),
    }


def observations_of(learning: LearningRecord) -> list[dict[str, Any]]:
    """This will write down every observed session, and by whom it was rated."""
    return [
        {
            "id": str(row.id),
            "clinic": row.clinic_id,
            "session": row.session_code,
            "form": row.form_code,
            "kind": row.kind,
            "supervision": row.supervision,
            "on": row.observed_on.isoformat(),
            "assessor": {"id": str(row.assessor_id), "name": row.assessor_name},
            "ratings": row.ratings,
            "critical_fail": row.had_critical_fail,
            "recorded_by": _recorder(row),
        }
        for row in learning.observations
    ]


def _recorder(row: ObservationRecord) -> dict[str, str] | None:
    if row.recorded_by_id is None:
        return None
    return {"id": str(row.recorded_by_id), "name": row.recorded_by_name}
