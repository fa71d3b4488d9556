"""The dossier: everything a director decides on, frozen as plain data."""

from collections.abc import Mapping
from typing import Any

from certificates.clearance.digests import canonical_json, sha256_of
from certificates.clearance.verdicts import Verdict
from certificates.models import (
    Application,
    Artefact,
    Document,
    Suspension,
)
from certificates.requirements.tree import lines
from certificates.selectors.dossier_learning import observations_of, tracks_of
from certificates.selectors.person_files import PersonFile
from certificates.selectors.requirements import Standing

# Stored and signed for ever: a change of form needs a new number. Format 2 tells who
# entered an observed session; 3 adds statements, waivers, concerns and what was
# decided before, the digests of files, and how many have to sign.
FORMAT = 3
DECIDED = (
    Application.State.APPROVED,
    Application.State.CONDITIONAL,
    Application.State.DEFERRED,
    Application.State.DECLINED,
    Application.State.APPEALED,
    Application.State.UPHELD,
)


def dossier_of(
    file: PersonFile, standing: Standing, application: Application | None = None
) -> dict[str, Any]:
    """This will write down everything the decision rests on, as plain data.

    Args:
        application: the one it is for; what was decided before is told without it.
    """
    digests = _digests(file)
    return {
        "format": FORMAT,
        "person": {"id": str(file.person.pk), "name": file.person.name},
        "clinic": {"id": file.clinic.pk, "name": file.clinic.name},
        "credential": {"type": standing.credential_type, "target": standing.target},
        "requirements": _requirements(standing),
        "as_of": file.today.isoformat(),
        "asked": [_line(verdict) for verdict in lines(standing.verdict)],
        "tracks": tracks_of(file.learning),
        "observations": observations_of(file.learning),
        "documents": [_document(row, digests) for row in file.documents],
        "exclusion_checks": _dated(file.exclusion_checks, "outcome"),
        "recorded": _dated(file.currency, "kind"),
        "statements": _statements(file),
        "waivers": _waivers(file),
        "open_concerns": file.open_concerns,
        "credentials": _credentials(file),
        "suspensions": [_suspension(row, file) for row in file.open_suspensions],
        "applications": _applications(file, application),
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
        "signers": row.signers,
        "renewal": standing.is_renewal,
        "of_the_clinic": row.clinic_id is not None,
    }


def _line(verdict: Verdict) -> dict[str, Any]:
    return {
        "code": verdict.code,
        "result": str(verdict.result),
        "text": verdict.text,
        "remedy": verdict.remedy,
        "evidence": list(verdict.evidence),
    }


def _digests(file: PersonFile) -> dict[Any, str]:
    """What was handed in or sent by a source, by its id."""
    rows = Artefact.objects.filter(person=file.person)
    return dict(rows.values_list("pk", "sha256"))


def _document(row: Document, digests: Mapping[Any, str]) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "kind": row.kind,
        "jurisdiction": row.jurisdiction,
        "issuer": row.issuer,
        "number": row.number,
        "issued_on": row.issued_on.isoformat() if row.issued_on else None,
        "expires_on": row.expires_on.isoformat() if row.expires_on else None,
        "discipline": row.has_discipline,
        "copy_sha256": digests.get(row.copy_id),
        "verifications": [
            {
                "on": v.on.isoformat(),
                "method": v.method,
                "outcome": v.outcome,
                "source": v.source,
                "by": v.by.name if v.by else None,
                "artefact_sha256": digests.get(v.artefact_id),
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


def _statements(file: PersonFile) -> list[dict[str, Any]]:
    return [
        {
            "id": str(row.pk),
            "code": row.code,
            "words": row.words,
            "on": row.on.isoformat(),
            "by": {"id": str(row.by_id), "name": row.by.name},
        }
        for row in file.statements
    ]


def _waivers(file: PersonFile) -> list[dict[str, Any]]:
    """Those that stand today: what a director let be met in another way."""
    return [
        {
            "id": str(row.pk),
            "code": row.code,
            "reason": row.reason,
            "granted_on": row.granted_on.isoformat(),
            "expires_on": row.expires_on.isoformat(),
            "by": row.by.name,
        }
        for row in file.standing_waivers
        if row.granted_on <= file.today <= row.expires_on
    ]


def _applications(
    file: PersonFile, application: Application | None
) -> list[dict[str, Any]]:
    """What this clinic decided about the person before."""
    rows = Application.objects.filter(
        person=file.person, clinic=file.clinic, state__in=DECIDED
    )
    if application is not None:
        rows = rows.exclude(pk=application.pk)
    return [
        {
            "id": str(row.pk),
            "type": row.credential_type,
            "target": row.target,
            "state": row.state,
            "submitted_on": file.clinic.day_of(row.submitted_at).isoformat(),
            "decided_on": file.clinic.day_of(row.decided_at).isoformat(),
            "by": row.decided_by.name,
            "reason": row.reason,
        }
        for row in rows.select_related("decided_by")
        .defer("dossier")
        .order_by("decided_at")
        if row.submitted_at and row.decided_at and row.decided_by
    ]
