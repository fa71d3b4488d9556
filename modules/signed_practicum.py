"""The digests that bind what was signed or locked in the practicum. No queries.

The audit log names them. Changing how they are made orphans what is on record.
"""

import datetime
from typing import Any

from modules.actions.editions import canonical_sha256
from modules.models import Observation, ObservationDetail, SelfRating


def digest_of_signed(row: Observation, detail: ObservationDetail) -> str:
    """This will give the SHA-256 of an observation with everything signed about it."""
    facts: dict[str, Any] = {
        "observation": str(row.pk),
        "person": str(row.person_id),
        "assessor": str(row.assessor_id),
        "clinic": row.clinic_id,
        "form": [row.form_code, row.form_content],
        "session": [row.session_code, row.kind, row.supervision],
        "observed_on": row.observed_on.isoformat(),
        "ratings": row.ratings,
        "critical_fail": row.had_critical_fail,
        "recorded": [_moment(row.recorded_at), str(row.recorded_by_id)],
        "corrects": str(row.corrects_id),
        "draft": str(detail.draft_key),
        "behaviours": detail.behaviours,
        "critical_fails": detail.critical_fails,
        "stopped_at": _moment(detail.stopped_at),
        "note": detail.note,
        "consent_recorded": detail.consent_recorded,
        "rated_for": detail.rated_for,
        "reason": detail.reason,
        "self_rating": str(detail.self_rating_id),
        "signature": detail.signature,
        "shown": [detail.sha256, detail.shown],
    }
    return canonical_sha256(facts)


def digest_of_self_rating(row: SelfRating) -> str:
    """This will give the SHA-256 of a rating of one's own, as it was locked."""
    facts = {
        "id": str(row.pk),
        "person": str(row.person_id),
        "clinic": row.clinic_id,
        "form": [row.form_code, row.form_title, row.form_content],
        "session": [row.session_code, row.kind, row.rated_for],
        "observed_on": row.observed_on.isoformat(),
        "behaviours": row.behaviours,
        "ratings": row.ratings,
        "note": row.note,
        "locked_at": _moment(row.locked_at),
    }
    return canonical_sha256(facts)


def shown_stands(detail: ObservationDetail) -> bool:
    """This will say whether what is kept as shown is what was signed."""
    return canonical_sha256(detail.shown) == detail.sha256


def _moment(at: datetime.datetime | None) -> str | None:
    return at.astimezone(datetime.UTC).isoformat() if at else None
