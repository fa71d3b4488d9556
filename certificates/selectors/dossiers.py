"""The dossier: everything a director decides on, frozen as plain data."""

from collections.abc import Mapping
from typing import Any

from certificates.clearance.digests import canonical_json, sha256_of
from certificates.clearance.verdicts import Verdict
from certificates.models import Document, Suspension
from certificates.requirements.tree import lines
from certificates.selectors.person_files import PersonFile
from certificates.selectors.requirements import Standing
from modules.records import (
    AttemptRecord,
    ModuleRecord,
    ObservationRecord,
    ScenarioRecord,
    TrackRecord,
)

FORMAT = 2


def dossier_of(file: PersonFile, standing: Standing) -> dict[str, Any]:
    """This will write down everything the decision rests on, as plain data.

    The form is stored and signed for ever: a change needs a new `format` number.
    """
    return {
        "format": FORMAT,
        "person": {"id": str(file.person.pk), "name": file.person.name},
        "clinic": {"id": file.clinic.pk, "name": file.clinic.name},
        "credential": {"type": standing.credential_type, "target": standing.target},
        "requirements": _requirements(standing),
        "as_of": file.today.isoformat(),
        "asked": [_line(verdict) for verdict in lines(standing.verdict)],
        "tracks": [_track(track) for track in file.learning.tracks],
        "observations": _observations(file),
        "documents": [_document(row) for row in file.documents],
        "exclusion_checks": _dated(file.exclusion_checks, "outcome"),
        "recorded": _dated(file.currency, "kind"),
        "credentials": _credentials(file),
        "suspensions": [_suspension(row, file) for row in file.open_suspensions],
    }


def digest_of(dossier: Mapping[str, Any]) -> str:
    """This will give the SHA-256 of a dossier, in hexadecimal.

    Signatures are bound to it: changing how it is made orphans every one of them.
    """
    return sha256_of(canonical_json(dossier))


def assessors_in(dossier: Mapping[str, Any]) -> set[str]:
    """This will collect the ids of everybody who rated the applicant."""
    return {row["assessor"]["id"] for row in dossier["observations"]}


def recorders_in(dossier: Mapping[str, Any]) -> set[str]:
    """This will collect the ids of everybody who entered an observed session.

    Dossiers of format 1 do not tell: they name nobody.
    """
    found = [row.get("recorded_by") for row in dossier["observations"]]
    return {by["id"] for by in found if by}


def _requirements(standing: Standing) -> dict[str, Any]:
    row = standing.requirement_set
    return {
        "name": row.credential_type,
        "version": row.version,
        "sha256": row.sha256,
        "valid_months": row.valid_months,
        "may_do": row.may_do,
    }


def _line(verdict: Verdict) -> dict[str, Any]:
    return {
        "code": verdict.code,
        "result": str(verdict.result),
        "text": verdict.text,
        "remedy": verdict.remedy,
        "evidence": list(verdict.evidence),
    }


def _track(track: TrackRecord) -> dict[str, Any]:
    return {
        "code": track.code,
        "title": track.title,
        "modules": [_module(module) for module in track.modules],
        "attempt": _attempt(track.attempt),
        "scenario": _scenario(track.scenario),
    }


def _module(module: ModuleRecord) -> dict[str, Any]:
    done = [lesson.completed_at for lesson in module.lessons if lesson.completed_at]
    return {
        "code": module.code,
        "title": module.title,
        "edition": module.edition_number,
        "edition_id": module.edition_id,
        "reviewed": module.is_reviewed,
        "minutes": module.minutes,
        "lessons": len(module.lessons),
        "lessons_done": len(done),
        "last_done_at": max(done).isoformat() if done else None,
    }


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


def _observations(file: PersonFile) -> list[dict[str, Any]]:
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
        for row in file.learning.observations
    ]


def _recorder(row: ObservationRecord) -> dict[str, str] | None:
    if row.recorded_by_id is None:
        return None
    return {"id": str(row.recorded_by_id), "name": row.recorded_by_name}


def _document(row: Document) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "kind": row.kind,
        "jurisdiction": row.jurisdiction,
        "issuer": row.issuer,
        "number": row.number,
        "issued_on": row.issued_on.isoformat() if row.issued_on else None,
        "expires_on": row.expires_on.isoformat() if row.expires_on else None,
        "discipline": row.has_discipline,
        "verifications": [
            {
                "on": v.on.isoformat(),
                "method": v.method,
                "outcome": v.outcome,
                "source": v.source,
                "by": v.by.name if v.by else None,
            }
            for v in row.verifications.all()
        ],
    }


def _dated(rows: list, name: str) -> list[dict[str, Any]]:
    return [
        {
            name: getattr(row, name),
            "on": row.on.isoformat(),
            "by": row.by.name if row.by else None,
        }
        for row in rows
    ]


def _credentials(file: PersonFile) -> list[dict[str, Any]]:
    return [
        {
            "id": str(row.pk),
            "type": row.type,
            "target": row.target,
            "state": row.state,
            "valid_from": row.valid_from.isoformat(),
            "valid_to": row.valid_to.isoformat(),
        }
        for row in file.credentials
    ]


def _suspension(row: Suspension, file: PersonFile) -> dict[str, Any]:
    """Another clinic's suspension is told, its reason is not."""
    return {
        "id": str(row.pk),
        "kind": row.kind,
        "here": row.clinic_id in (None, file.clinic.pk),
        "since": row.starts_at.isoformat(),
    }
