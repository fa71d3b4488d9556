"""The leaf about sessions that were worked under supervision. Pure."""

from collections.abc import Mapping

from certificates.clearance.verdicts import Verdict, met, unmet
from certificates.requirements.evidence import Evidence

PRESENCE = {"IN_ROOM": "in the room", "ON_SITE": "on site"}
KINDS = {
    "PREPARATION": "Preparation sessions",
    "MEDICATION": "Medication sessions",
    "INTEGRATION": "Integration sessions",
}


def supervised_sessions(ask: Mapping, evidence: Evidence) -> Verdict:
    """Enough closed sessions were worked with a supervisor as close as asked."""
    code, subject, count = "SUPERVISED-SESSIONS", evidence.person_id, ask["count"]
    found = {
        row.session
        for row in evidence.supervised
        if ask["presence"] in row.presence
        and row.kind == ask.get("kind", row.kind)
        and row.on <= evidence.today
    }
    what, near = KINDS.get(ask.get("kind", ""), "Sessions"), PRESENCE[ask["presence"]]
    text = f"{what} with a supervisor {near}: {min(len(found), count)} of {count}."
    ids = tuple(sorted(found))
    if len(found) < count:
        left = count - len(found)
        more = "one more session" if left == 1 else f"{left} more sessions"
        remedy = f"Work {more} with a supervisor {near}; each counts once it is closed."
        return unmet(code, subject, text, remedy, evidence=ids)
    return met(code, subject, text, evidence=ids)
