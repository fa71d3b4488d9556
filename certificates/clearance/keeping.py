"""What of a question stays on record: what the gate reads, and nothing else. Pure.

An asker may send whatever it likes; a patient's name in a field of its own is not read
and is not kept. Ids are kept as they came: they are the asker's own opaque codes.
"""

import re
from collections.abc import Mapping
from typing import Any

MEMBER = ("id", "role", "presence")
ATTESTATION = ("code", "by", "at")
RESOURCE = (
    "clinic",
    "kind",
    "route",
    "starts_at",
    "ends_at",
    "ordinal",
    "staffing_code",
    "preference",
    # What a plan of ours says beside; never read from a question.
    "state",
    "started_at",
    "released_at",
)
CONTEXT = ("as_of", "known_at", "now", "purpose")
# What every word of ours looks like, and every spelling of a moment.
_WORD = re.compile(r"[\w.:+-]{0,64}")
_MOMENT = re.compile(r"[\dTWZtwz:+.,\s-]{0,64}")
_ID = re.compile(r".*", re.DOTALL)
_SHAPES = {
    "id": _ID,
    "by": _ID,
    "at": _MOMENT,
    "starts_at": _MOMENT,
    "ends_at": _MOMENT,
    "started_at": _MOMENT,
    "released_at": _MOMENT,
    "as_of": _MOMENT,
    "known_at": _MOMENT,
    "now": _MOMENT,
}
UNREADABLE = "UNREADABLE"


def kept_of(data: Any) -> dict[str, Any]:
    """Return the question with all that the gate does not read left out.

    Args:
        data: what `question.parse` has read.
    """
    subject, resource = data["subject"], data["resource"]
    kept: dict[str, Any] = {
        "subject": _thing(subject) | _properties(_of_subject, subject),
        "action": {"name": data["action"]["name"]},
        "resource": _thing(resource) | _properties(_of_resource, resource),
    }
    if isinstance(data.get("context"), Mapping):
        kept["context"] = _some(data["context"], CONTEXT)
    return kept


def _thing(part: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": part["type"], "id": part["id"]}


def _properties(read, part: Mapping[str, Any]) -> dict[str, Any]:
    given = part.get("properties")
    return {"properties": read(given)} if isinstance(given, Mapping) else {}


def _of_subject(given: Mapping[str, Any]) -> dict[str, Any]:
    kept = _some(given, ("role", "presence"))
    if "members" in given:
        kept["members"] = _rows(given["members"], MEMBER)
    return kept


def _of_resource(given: Mapping[str, Any]) -> dict[str, Any]:
    kept = _some(given, RESOURCE)
    if "attestations" in given:
        kept["attestations"] = _rows(given["attestations"], ATTESTATION)
    return kept


def _rows(rows: Any, names: tuple[str, ...]) -> Any:
    if not isinstance(rows, list):
        return _plain(rows)
    return [
        _some(row, names) if isinstance(row, Mapping) else _plain(row) for row in rows
    ]


def _some(given: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {
        name: _plain(given[name], _SHAPES.get(name, _WORD))
        for name in names
        if name in given
    }


def _plain(value: Any, shape: re.Pattern[str] = _WORD) -> Any:
    """A word, a number or nothing; anything else only as something unreadable."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str):
        return value if shape.fullmatch(value) else UNREADABLE
    # Whatever is no text is read alike; an empty one is not there at all.
    return bool(value)
