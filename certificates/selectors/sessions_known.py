"""Sessions as they were at one moment, as known at another: by the steps on record."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch

from certificates.clearance.world import (
    AttestationFacts,
    MemberFacts,
    OverrideFacts,
    SessionFacts,
    SignatureFacts,
)
from certificates.models import (
    Attestation,
    Override,
    Session,
    SessionEvent,
    SessionSignature,
)
from certificates.rules.looking_back import Looking
from certificates.selectors.overrides import over_at
from certificates.selectors.sessions import snapshot_of
from home.models import Clinic

Booked = dict[str, Any]


def session_known(
    code: str, clinic: Clinic | None, looking: Looking
) -> SessionFacts | None:
    """This will tell of a stored session; None while nobody had booked it.

    Args:
        clinic: the only clinic whose sessions may be told of; None for all.
    """
    rows = Session.objects.filter(code=code)
    if clinic:
        rows = rows.filter(clinic=clinic)
    found = rows.select_related("clinic").prefetch_related(
        events_in_order(), "attestations", "signatures"
    )
    row = found.first()
    booked = booked_then(row, looking) if row else None
    if row is None or booked is None or (clinic and booked["clinic"] != clinic.slug):
        return None
    return SessionFacts(
        code=row.code,
        clinic=booked["clinic"],
        kind=booked["kind"],
        starts_at=moment_of(booked, "starts_at"),
        ends_at=moment_of(booked, "ends_at"),
        route=booked["route"],
        ordinal=booked["ordinal"],
        staffing_code=booked["staffing_code"],
        preference=booked["preference"],
        state=booked["state"],
        members=tuple(
            MemberFacts(one["id"], one["role"], one["presence"] or None)
            for one in booked["members"]
        ),
        attestations=_attestations(row.attestations.all(), looking),
        signatures=_signatures(row.signatures.all(), looking),
        started_at=moment_of(booked, "started_at"),
        released_at=moment_of(booked, "released_at"),
    )


def overrides_known(
    session: SessionFacts | None, looking: Looking
) -> tuple[OverrideFacts, ...]:
    """This will tell the emergencies of a session that had been invoked."""
    if session is None:
        return ()
    rows = Override.objects.filter(session__code=session.code)
    return tuple(
        OverrideFacts(str(row.by_id), row.at, _over_at(row, looking), str(row.pk))
        for row in rows
        if looking.has_seen(row.at)
    )


def _over_at(row: Override, looking: Looking) -> datetime.datetime:
    """When an emergency is over, as far as it had been reviewed by then."""
    is_reviewed = row.reviewed_at is not None and looking.has_seen(row.reviewed_at)
    return over_at(row) if is_reviewed else row.ends_at


def events_in_order() -> Prefetch:
    """This will fetch the steps of sessions, oldest first."""
    return Prefetch("events", SessionEvent.objects.order_by("id"))


def booked_then(row: Session, looking: Looking) -> Booked | None:
    """This will tell what was booked, from the steps that are fetched already.

    A roster says how a session stood before it was entered here too. One without any
    step on record is told of as it stands.
    """
    events = list(row.events.all())
    if not events:
        return snapshot_of(row)
    seen = [event for event in events if _counts(event, looking)]
    return {"clinic": row.clinic.slug, **seen[-1].booked} if seen else None


def moment_of(booked: Booked, name: str) -> datetime.datetime | None:
    """This will read a moment of a snapshot."""
    told = booked.get(name)
    return datetime.datetime.fromisoformat(told) if told else None


def _counts(event: SessionEvent, looking: Looking) -> bool:
    if event.step == SessionEvent.Step.ENTERED:
        return looking.knows(event.at)
    return looking.has_seen(event.at)


def _stood(row: Attestation | SessionSignature, looking: Looking) -> bool:
    """It had been made, as far as anybody knew, and was not void yet."""
    is_known = row.at is None or looking.knows(row.at)
    is_void = row.voided_at is not None and looking.has_seen(row.voided_at)
    return is_known and not is_void


def _attestations(
    rows: Iterable[Attestation], looking: Looking
) -> tuple[AttestationFacts, ...]:
    return tuple(
        AttestationFacts(row.code, str(row.by_id), row.at, str(row.pk))
        for row in rows
        if _stood(row, looking)
    )


def _signatures(
    rows: Iterable[SessionSignature], looking: Looking
) -> tuple[SignatureFacts, ...]:
    return tuple(
        SignatureFacts(row.code, str(row.by_id), row.reason, row.at, str(row.pk))
        for row in rows
        if _stood(row, looking)
    )
