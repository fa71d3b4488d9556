"""The rows that the sessions of a world become."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from certificates.models import (
    Attestation,
    Session,
    SessionEvent,
    SessionMember,
    SessionSignature,
)
from certificates.worlds.shapes import SessionRow
from home.models import Clinic


@dataclass
class SessionRows:
    """Sessions with team, statements, signatures, and how each came in."""

    sessions: list[Session] = field(default_factory=list)
    members: list[SessionMember] = field(default_factory=list)
    attestations: list[Attestation] = field(default_factory=list)
    signatures: list[SessionSignature] = field(default_factory=list)
    events: list[SessionEvent] = field(default_factory=list)

    def in_order(self) -> Iterator[list[Any]]:
        """This will give the rows of each table, what is referred to first."""
        yield self.sessions
        yield self.members
        yield self.attestations
        yield self.signatures
        yield self.events

    def add(self, told: SessionRow, clinic: Clinic, at: datetime.datetime) -> None:
        """This will add one session; its event tells how it stood when it came in."""
        row = Session(
            code=told.code,
            clinic=clinic,
            kind=told.kind,
            route=told.route,
            starts_at=told.starts_at,
            ends_at=told.ends_at,
            ordinal=told.ordinal,
            staffing_code=told.staffing_code,
            preference=told.preference,
            state=told.state,
        )
        self.sessions.append(row)
        self.members += [
            SessionMember(
                session=row, person_id=one.id, role=one.role, presence=one.presence
            )
            for one in told.members
        ]
        self.attestations += [
            Attestation(session=row, code=one.code, by_id=one.by, at=one.at)
            for one in told.attestations
        ]
        self.signatures += [
            SessionSignature(
                session=row,
                code=one.code,
                by_id=one.by,
                reason=one.reason,
                at=one.at,
            )
            for one in told.signatures
        ]
        step, booked = SessionEvent.Step.ENTERED, _booked(told)
        event = SessionEvent(session=row, step=step, at=at, booked=booked)
        self.events.append(event)


def _booked(told: SessionRow) -> dict[str, Any]:
    """All that is booked, just as `selectors.sessions.snapshot_of` tells it later."""
    return {
        "state": told.state,
        "clinic": told.clinic,
        "kind": told.kind,
        "route": told.route,
        "starts_at": _moment(told.starts_at),
        "ends_at": _moment(told.ends_at),
        "ordinal": told.ordinal,
        "staffing_code": told.staffing_code,
        "preference": told.preference,
        "started_at": None,
        "released_at": None,
        "members": [
            {"id": str(one.id), "role": one.role, "presence": one.presence}
            for one in told.members
        ],
    }


def _moment(moment: datetime.datetime | None) -> str | None:
    return moment.astimezone(datetime.UTC).isoformat() if moment else None
