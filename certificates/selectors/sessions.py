"""Sessions as pages and actions need them, never across the wall of a clinic."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Prefetch, Q, QuerySet

from certificates.models import (
    Attestation,
    Session,
    SessionEvent,
    SessionMember,
    SessionSignature,
)
from home.models import Clinic, Person

State = Session.State


@dataclass(frozen=True)
class SessionFilter:
    """What somebody wants to see of a list; empty means all of it.

    Args:
        begins_from, begins_before: moments between which they begin, the second one
            not included.
        with_undated: also those of which nobody knows when they begin.
        person: who is on the team.
    """

    states: Collection[str] = ()
    kinds: Collection[str] = ()
    begins_from: datetime.datetime | None = None
    begins_before: datetime.datetime | None = None
    with_undated: bool = False
    person: Person | None = None


EVERYTHING = SessionFilter()


def sessions_at(
    clinics: Collection[Clinic], wanted: SessionFilter = EVERYTHING
) -> QuerySet[Session]:
    """This will list the sessions of these clinics with their teams, earliest first.

    Those without a date stand before all others: they may be today's. Two queries,
    however many sessions there are.
    """
    rows = Session.objects.filter(clinic__in=clinics)
    if wanted.states:
        rows = rows.filter(state__in=wanted.states)
    if wanted.kinds:
        rows = rows.filter(kind__in=wanted.kinds)
    rows = rows.filter(_begins(wanted))
    if wanted.person:
        booked = SessionMember.objects.filter(person=wanted.person)
        rows = rows.filter(pk__in=booked.values("session"))
    return (
        rows.select_related("clinic")
        .prefetch_related(Prefetch("members", _members()))
        .order_by(F("starts_at").asc(nulls_first=True), "code")
    )


def session_at(clinics: Collection[Clinic], code: str) -> Session | None:
    """This will find one session of these clinics, with all that belongs to it.

    Its `members`, `attestations`, `signatures`, `events` and `overrides` are read in
    one query each; what was made void is among them, and says so. None for another
    clinic's, as for one that is not there at all.
    """
    rows = Session.objects.filter(clinic__in=clinics, code=code)
    whole = rows.select_related("clinic").prefetch_related(
        Prefetch("members", _members()),
        Prefetch("attestations", Attestation.objects.select_related("by")),
        Prefetch(
            "signatures", SessionSignature.objects.select_related("by", "signature")
        ),
        Prefetch(
            "events", SessionEvent.objects.select_related("by", "token", "decision")
        ),
        "overrides",
    )
    return whole.first()


def snapshot_of(session: Session) -> dict[str, Any]:
    """This will tell what is booked, as events keep it; read afresh, moments in UTC.

    Stored with every event and signed with every exception: changing it orphans them.
    """
    members = session.members.order_by("id").values_list("person", "role", "presence")
    return {
        "state": session.state,
        "clinic": session.clinic.slug,
        "kind": session.kind,
        "route": session.route,
        "starts_at": _in_utc(session.starts_at),
        "ends_at": _in_utc(session.ends_at),
        "ordinal": session.ordinal,
        "staffing_code": session.staffing_code,
        "preference": session.preference,
        "started_at": _in_utc(session.started_at),
        "released_at": _in_utc(session.released_at),
        "members": [
            {"id": str(person), "role": role, "presence": presence}
            for person, role, presence in members
        ],
    }


def _begins(wanted: SessionFilter) -> Q:
    between = Q()
    if wanted.begins_from:
        between &= Q(starts_at__gte=wanted.begins_from)
    if wanted.begins_before:
        between &= Q(starts_at__lt=wanted.begins_before)
    if between and wanted.with_undated:
        between |= Q(starts_at__isnull=True)
    return between


def _members() -> QuerySet[SessionMember]:
    return SessionMember.objects.select_related("person")


def _in_utc(moment: datetime.datetime | None) -> str | None:
    return moment.astimezone(datetime.UTC).isoformat() if moment else None
