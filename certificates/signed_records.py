"""What makes a signature one whole: its digest, and whether it still stands."""

import datetime
from zoneinfo import ZoneInfo

from certificates.clearance.digests import canonical_json, sha256_of
from certificates.models import Signature

UTC = ZoneInfo("UTC")


def digest_of_signature(row: Signature) -> str:
    """This will give the SHA-256 of everything a signature says.

    It binds signer, meaning, subject and what was shown: a signature copied to
    another record, or made to say something else, has another digest. Changing how
    it is made orphans every signature.
    """
    facts = {
        "id": str(row.pk),
        "by": str(row.by_id),
        "about": str(row.about_id) if row.about_id else None,
        "clinic": row.clinic_id,
        "printed_name": row.printed_name,
        "printed_role": row.printed_role,
        "meaning": str(row.meaning),
        "subject_kind": row.subject_kind,
        "subject_id": row.subject_id,
        "subject_sha256": row.subject_sha256,
        "reason": row.reason,
        "at": _moment(row.at),
        "signed_in_at": _moment(row.signed_in_at),
        "sign_in": str(row.sign_in),
    }
    return sha256_of(canonical_json(facts))


def _moment(at: datetime.datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat() if at else None
