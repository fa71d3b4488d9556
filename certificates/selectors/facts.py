"""Everything a decision needs, fetched in one query."""

import datetime
import uuid
from collections.abc import Collection, Iterable
from dataclasses import replace

from certificates.clearance.question import Question
from certificates.clearance.world import (
    ClockFacts,
    PersonFacts,
    SessionFacts,
    WorldFacts,
)
from certificates.models import Session
from certificates.selectors.facts_fetching import Sought, fetch
from certificates.selectors.facts_known import world_as_known
from certificates.selectors.facts_reading import Told
from home.models import Clinic, Membership


def world_for(
    question: Question,
    *,
    application_at: datetime.datetime,
    clinic: Clinic | None = None,
    clock: datetime.datetime | None = None,
) -> WorldFacts:
    """This will fetch the facts of one question.

    Args:
        application_at: the application's clock; the database's is asked here.
        clinic: the only clinic that the asker may ask about; None for all of them.
            Another clinic, its sessions and its people are then as if unknown.
        clock: stands in for both clocks, in the `decide` command only.
    Returns: the facts as they stand; as they stood or were known, if that is asked.
    """
    if question.as_of is not None or question.known_at is not None:
        return world_as_known(
            question, application_at=clock or application_at, clinic=clinic, clock=clock
        )
    world = world_now(question, application_at=application_at, clinic=clinic)
    # The log was written by another clock, so it says nothing about this one.
    return replace(world, clock=ClockFacts(clock, clock)) if clock else world


def world_now(
    question: Question, *, application_at: datetime.datetime, clinic: Clinic | None
) -> WorldFacts:
    """This will fetch the facts of one question as they stand, in one query."""
    sought = Sought(
        codes=(question.resource_id,),
        slug=question.claimed.clinic,
        named=_uuids(member.id for member in question.members),
        claimed=_uuids(row.by for row in question.claimed.attestations),
    )
    told = fetch(sought, clinic)
    session = told.sessions.get(question.resource_id)
    return WorldFacts(
        # At most one was sought: the session's own, or else the one asked about.
        clinic=next(iter(told.clinics.values()), None),
        clock=_clock(told, application_at),
        people=told.people,
        relations=told.relations,
        session=session,
        overrides=told.overrides[session.code] if session else (),
    )


def worlds_for(
    sessions: Iterable[Session],
    *,
    application_at: datetime.datetime,
    clinic: Clinic | None = None,
) -> dict[str, WorldFacts]:
    """This will fetch the facts of many stored sessions, in one query for all.

    Each is what `world_for` gives for a question that names the session alone.

    Args:
        clinic: as for `world_for`; a session of another clinic is then left out.
    Returns: facts by the session's code, in the order in which they were given.
    """
    codes = tuple(dict.fromkeys(session.code for session in sessions))
    if not codes:
        return {}
    told = fetch(Sought(codes=codes), clinic)
    roster = {person.id: person for person in told.people}
    clock = _clock(told, application_at)
    return {
        code: _one_of_many(told, told.sessions[code], roster, clock)
        for code in codes
        if code in told.sessions
    }


def roster_world(
    clinic: Clinic,
    *,
    application_at: datetime.datetime,
    on: datetime.date | None = None,
    roles: Collection[str] = (),
) -> WorldFacts:
    """This will fetch the facts on a clinic's people and their ties, in two queries.

    Args:
        on: only those whose membership covers this day; None for everybody who ever
            had one.
        roles: only those with one of these roles; all roles when empty.
    """
    rows = Membership.objects.filter(clinic=clinic)
    rows = rows.in_force(on) if on else rows
    rows = rows.filter(role__in=roles) if roles else rows
    people = tuple(rows.order_by().values_list("person", flat=True).distinct())
    told = fetch(Sought(slug=clinic.slug, named=people), clinic)
    return WorldFacts(
        clinic=told.clinics[clinic.slug],
        clock=_clock(told, application_at),
        people=told.people,
        relations=told.relations,
    )


def roster_facts(
    clinic: Clinic,
    *,
    on: datetime.date | None = None,
    roles: Collection[str] = (),
) -> tuple[PersonFacts, ...]:
    """This will fetch the facts on a clinic's people, by name, in two queries.

    Args:
        on, roles: as for `roster_world`.
    """
    # The clock is for decisions; nothing is decided here.
    no_clock = datetime.datetime.min.replace(tzinfo=datetime.UTC)
    return roster_world(clinic, application_at=no_clock, on=on, roles=roles).people


def _one_of_many(
    told: Told, session: SessionFacts, roster: dict[str, PersonFacts], clock: ClockFacts
) -> WorldFacts:
    needed = {member.id for member in session.members}
    needed |= {row.by for row in session.attestations}
    needed |= {row.by for row in session.signatures}
    return WorldFacts(
        clinic=told.clinics[session.clinic or ""],
        clock=clock,
        people=tuple(p for id_, p in roster.items() if id_ in needed),
        relations=tuple(r for r in told.relations if {r.a, r.b} <= needed),
        session=session,
        overrides=told.overrides[session.code],
    )


def _clock(told: Told, application_at: datetime.datetime) -> ClockFacts:
    return ClockFacts(
        application_at=application_at,
        database_at=told.database_at,
        newest_audit_at=told.newest_audit_at,
    )


def _uuids(texts: Iterable[str]) -> tuple[uuid.UUID, ...]:
    found = set()
    for text in texts:
        try:
            found.add(uuid.UUID(text))
        except ValueError:
            # Not an id at all: nobody on any roster, and the gate says so.
            continue
    return tuple(sorted(found))
