"""An AuthZEN evaluation request, read into a frozen question. Pure.

What is not a question at all raises; what is incomplete is kept as it stands, so
that the gate can say no and say what is missing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from certificates.clearance.world import AttestationFacts, MemberFacts, SessionFacts

TEAM = "team"
PRACTITIONER = "practitioner"
FIRST_YEAR, LAST_YEAR = 1970, 9000


class MalformedQuestion(ValueError):  # noqa: N818 - a refusal, not a fault
    """What was asked is not a question at all. The message may be shown."""

    code = "MALFORMED-QUESTION"
    status = 400


@dataclass(frozen=True)
class Question:
    """Who is asked about, for which act, in which session, as of when.

    `members` and `claimed` are what the question says; whether they count is the
    gate's to decide. `now` stands in for the clock in the `decide` command only.
    `unread` names what was given and could not be read.
    """

    subject_type: str
    subject_id: str
    action: str
    resource_type: str
    resource_id: str
    members: tuple[MemberFacts, ...]
    claimed: SessionFacts
    as_of: datetime | None = None
    known_at: datetime | None = None
    now: datetime | None = None
    purpose: str = ""
    unread: tuple[str, ...] = ()

    @property
    def is_about_one_person(self) -> bool:
        return self.subject_type == PRACTITIONER

    @property
    def is_about_now(self) -> bool:
        """Whether neither another moment nor another state of the record is asked."""
        return self.as_of is None and self.known_at is None


def parse(data: Any) -> Question:
    """Return the question an AuthZEN evaluation request asks.

    Raises:
        MalformedQuestion: subject, action or resource is missing or nameless, or a
            part that has to be an object is something else.
    """
    if not isinstance(data, Mapping):
        raise MalformedQuestion("A question is a JSON object.")
    subject = _part(data, "subject", ("type", "id"))
    action = _part(data, "action", ("name",))
    resource = _part(data, "resource", ("type", "id"))
    context = _object(data.get("context"), "context")
    moments = {name: _moment(context.get(name)) for name in _MOMENTS}
    return Question(
        subject_type=subject["type"],
        subject_id=subject["id"],
        action=action["name"],
        resource_type=resource["type"],
        resource_id=resource["id"],
        members=_members(subject),
        claimed=_claimed(resource),
        purpose=_text(context.get("purpose")) or "",
        unread=tuple(
            n for n in _MOMENTS if context.get(n) is not None and not moments[n]
        ),
        **moments,
    )


def people_needed(question: Question, stored: SessionFacts | None) -> frozenset[str]:
    """Return the id of everybody whose facts the gate may look at.

    Those named, those booked, those who attested and those who signed.
    """
    session = stored or question.claimed
    named = [m.id for m in (*question.members, *session.members)]
    attested = [row.by for row in session.attestations]
    signed = [row.by for row in session.signatures]
    return frozenset(id_ for id_ in (*named, *attested, *signed) if id_)


_MOMENTS = ("as_of", "known_at", "now")


def _object(value: Any, name: str) -> Mapping[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise MalformedQuestion(f"“{name}” has to be a JSON object.")
    return value


def _part(data: Mapping, name: str, required: tuple[str, ...]) -> dict[str, Any]:
    part = data.get(name)
    if not isinstance(part, Mapping):
        raise MalformedQuestion(f"A question needs “{name}” as a JSON object.")
    for key in required:
        if not isinstance(part.get(key), str) or not part[key].strip():
            raise MalformedQuestion(f"“{name}” needs “{key}” as text.")
    properties = _object(part.get("properties"), f"{name}.properties")
    return {**part, "properties": properties}


def _members(subject: Mapping) -> tuple[MemberFacts, ...]:
    properties = subject["properties"]
    if subject["type"] == PRACTITIONER:
        person = {"role": "lead", **{k: v for k, v in properties.items() if v}}
        return (_member({**person, "id": subject["id"]}),)
    rows = properties.get("members")
    if rows is None:
        return ()
    if not isinstance(rows, list):
        return (MemberFacts("", ""),)
    return tuple(_member(row) for row in rows)


def _member(row: Any) -> MemberFacts:
    """Return the member; what cannot be read becomes a member without id or role."""
    if not isinstance(row, Mapping):
        return MemberFacts("", "")
    return MemberFacts(
        id=_text(row.get("id")) or "",
        role=_text(row.get("role")) or "",
        presence=_text(row.get("presence")),
    )


def _claimed(resource: Mapping) -> SessionFacts:
    given = resource["properties"]
    rows = given.get("attestations")
    return SessionFacts(
        code=resource["id"],
        clinic=_text(given.get("clinic")),
        kind=_text(given.get("kind")),
        starts_at=_moment(given.get("starts_at")),
        ends_at=_moment(given.get("ends_at")),
        route=_text(given.get("route")) or "",
        ordinal=_count(given.get("ordinal")),
        staffing_code=_text(given.get("staffing_code")),
        preference=_stated(given.get("preference")),
        attestations=tuple(
            _attestation(row)
            for row in (rows if isinstance(rows, list) else ())
            if isinstance(row, Mapping)
        ),
    )


def _attestation(row: Mapping) -> AttestationFacts:
    return AttestationFacts(
        code=_text(row.get("code")) or "",
        by=_text(row.get("by")) or "",
        at=_moment(row.get("at")),
    )


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _stated(value: Any) -> str | None:
    """Return a preference; one that is given but is not text stays unreadable."""
    if value is None or isinstance(value, str):
        return value
    return "UNREADABLE"


def _count(value: Any) -> int | None:
    is_whole = isinstance(value, int) and not isinstance(value, bool)
    return value if is_whole else None


def _moment(value: Any) -> datetime | None:
    """Return an aware moment, or None for anything that is not surely one."""
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    if moment.utcoffset() is None or not FIRST_YEAR <= moment.year <= LAST_YEAR:
        return None
    return moment
