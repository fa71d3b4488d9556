"""What a browser posts to the pages of the practicum."""

import uuid

from home.errors import RuleBroken

PASSWORD = "a long enough password"
MARKED = {
    "MS1-0": "YES",
    "MS1-1": "PARTLY",
    "MS2-0": "YES",
    "MS2-1": "NOT_SEEN",
    "MS1": "3",
    "MS2": "4",
    "note": "Calm throughout.",
}


def session(**changes) -> dict:
    return {
        "kind": "MEDICATION",
        "supervision": "DIRECT",
        "session_code": "kap-0142",
        "observed_on": "2026-01-05",
        "rated_for": "no",
        "consent": "on",
    } | changes


def sent(draft, **changes) -> dict:
    draft.refresh_from_db()
    told = {"revision": draft.revision, "page": str(uuid.uuid4()), "count": 1}
    return MARKED | told | changes


def shown_on(page) -> str:
    return page.context["form"]["shown"].value()


def never(assessor, clinic, day, at):
    raise RuleBroken("Ask Rita first.")
