"""Worlds as JSON for the tests of the commands: one clear team, and a large one."""

import copy
import datetime
import json
import uuid
from pathlib import Path

from django.core.management import call_command

NORTH = "north"
LEAD, SECOND, NURSE, AIDE, DIRECTOR = (
    str(uuid.uuid5(uuid.NAMESPACE_OID, name))
    for name in ("lead", "second", "nurse", "aide", "director")
)
NOW = "2026-12-03T16:30:00Z"
PREPARED = [f"2026-11-{day}T15:00:00Z" for day in ("10", "17", "24")]


def clinic(slug: str = NORTH, **changes) -> dict:
    row = {
        "slug": slug,
        "name": f"{slug.title()} Clinic",
        "time_zone": "America/New_York",
        "jurisdiction": "US-MA",
        "in_person": True,
        "parameters": {
            "bp_review": "140/90",
            "bp_stop": "180/110",
            "observe_minutes": 120,
            "release_criteria": "Steady, oriented, escorted.",
            "set_on": "2026-01-05",
        },
    }
    return row | changes


def document(kind: str, **changes) -> dict:
    row = {
        "kind": kind,
        "jurisdiction": "US-MA" if kind == "LICENCE" else "",
        "issued_on": "2025-01-01",
        "expires_on": "2027-12-31",
        "discipline": False,
        "verifications": [],
    }
    if kind == "LICENCE":
        told = {"method": "PRIMARY_SOURCE", "outcome": "VERIFIED"}
        row["verifications"] = [{"on": "2026-11-20", **told}]
    return row | changes


def credential(type_: str, **changes) -> dict:
    row = {
        "type": type_,
        "clinic": NORTH,
        "valid_from": "2026-01-01",
        "valid_to": "2027-12-31",
        "state": "ACTIVE",
    }
    return row | changes


def person(id_: str, name: str, role: str, *types: str, **changes) -> dict:
    row = {
        "id": id_,
        "name": name,
        "email": f"{name.split(maxsplit=1)[0].lower()}@example.org",
        "gender": "WOMAN",
        "matching_consent": True,
        "memberships": [
            {"clinic": NORTH, "role": role, "from": "2025-01-01", "to": None}
        ],
        "documents": [document(kind) for kind in ("LICENCE", "LIABILITY", "BLS")],
        "exclusion_checks": [{"on": "2026-11-25", "outcome": "CLEAR"}],
        "credentials": [credential(type_) for type_ in types],
        "refreshed_on": "2026-06-01",
        "drilled_on": "2026-10-01",
        "suspensions": [],
    }
    return row | changes


def people() -> list[dict]:
    return [
        person(LEAD, "Wanda Wu", "THERAPIST", "L3", "T"),
        person(SECOND, "Mark Moss", "THERAPIST", "L3", "T", gender="MAN"),
        person(NURSE, "Clara Cole", "MEDICAL_CLINICIAN"),
        person(AIDE, "Sam Sole", "STAFF"),
        person(DIRECTOR, "Dana Dean", "CLINICAL_DIRECTOR"),
    ]


def session(code: str = "S-1", **changes) -> dict:
    attested = [("PREPARATION-DONE", LEAD, at) for at in PREPARED]
    attested += [
        ("PRESCRIBER-CLEARANCE", NURSE, "2026-12-01T15:00:00Z"),
        ("CONSENT-EARLIER-DAY", LEAD, "2026-12-01T15:00:00Z"),
        ("DAY-OF-SCREEN", LEAD, "2026-12-03T15:30:00Z"),
        ("ESCORT-CONFIRMED", LEAD, "2026-12-03T15:30:00Z"),
        ("KIT-READY", AIDE, "2026-12-03T15:30:00Z"),
        ("COMFORT-READY", AIDE, "2026-12-03T15:30:00Z"),
        ("PAUSE-BY-TWO", LEAD, "2026-12-03T16:00:00Z"),
        ("PAUSE-BY-TWO", NURSE, "2026-12-03T16:00:00Z"),
    ]
    row = {
        "code": code,
        "clinic": NORTH,
        "kind": "MEDICATION",
        "starts_at": "2026-12-03T17:00:00Z",
        "ends_at": "2026-12-03T18:30:00Z",
        "route": "IM",
        "ordinal": 1,
        "staffing_code": "B",
        "preference": "NONE_STATED",
        "state": "BOOKED",
        "members": [
            {"id": LEAD, "role": "lead"},
            {"id": SECOND, "role": "co_therapist"},
            {"id": NURSE, "role": "medical_clinician"},
            {"id": AIDE, "role": "second_staff"},
        ],
        "attestations": [
            {"code": code, "by": by, "at": at} for code, by, at in attested
        ],
        "signatures": [],
    }
    return row | changes


def world(**changes) -> dict:
    """This will give a world in which the session S-1 may start."""
    row = {
        "clinics": [clinic()],
        "people": people(),
        "relationships": [],
        "sessions": [session()],
    }
    return copy.deepcopy(row | changes)


def question(action: str = "start", code: str = "S-1", now=NOW, **context) -> dict:
    return {
        "subject": {"type": "team", "id": "t1"},
        "action": {"name": action},
        "resource": {"type": "session", "id": code},
        "context": {**({"now": now} if now else {}), **context},
    }


def load(data: dict | str, folder: Path) -> None:
    """This will load a world as somebody at the command line does."""
    path = folder / "world.json"
    path.write_text(data if isinstance(data, str) else json.dumps(data))
    call_command("load_world", path)


def crowd(count: int) -> dict:
    """This will give a clinic with so many therapists."""
    names = [str(uuid.UUID(int=number + 1)) for number in range(count)]
    rows = [
        person(id_, f"P{number} Rowe", "THERAPIST", "L3", "T")
        for number, id_ in enumerate(names)
    ]
    return world(people=rows, sessions=[])


def later(moment: str, **more) -> str:
    """This will give a moment so much later, as text."""
    at = datetime.datetime.fromisoformat(moment) + datetime.timedelta(**more)
    return at.isoformat()
