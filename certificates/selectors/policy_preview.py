"""Who would gain or lose clearance if a version of the gate's policy came into force.

Everybody on the clinic's roster is asked about for each seat of a standard session,
and every booked session with its own team, by both versions. It is the gate itself
that answers. It is asked as of the moment from which the new one would hold and as of
today, with the checks as they stand and as if they were made again in time: far enough
ahead all of them are too old under any version, which would hide whom it touches.
Whoever is touched in one of these ways is named. A constant number of queries.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet

from certificates.clearance.case import Stage
from certificates.clearance.decide import decide
from certificates.clearance.decision import Decision
from certificates.clearance.question import Question, parse
from certificates.clearance.world import (
    ClockFacts,
    PersonFacts,
    PolicyFacts,
    SessionFacts,
    WorldFacts,
)
from certificates.models import Session
from certificates.selectors.facts import roster_world, worlds_for
from certificates.selectors.policy_changes import (
    SEATS,
    PersonChange,
    PolicyPreview,
    Reason,
    Seat,
    SeatChange,
    SessionChange,
)
from certificates.selectors.policy_views import View, seen, views_of
from certificates.selectors.policy_words import changed_codes
from home.models import Clinic

MINUTES = {"PREPARATION": 60, "MEDICATION": 90, "INTEGRATION": 60}
STANDARD = "standard-session"


@dataclass(frozen=True)
class Turn:
    """One version that takes the place of another, at a moment."""

    old: PolicyFacts
    new: PolicyFacts
    moment: datetime.datetime


@dataclass(frozen=True)
class _Both:
    """The two versions, both taken to hold at whatever moment is judged."""

    old: PolicyFacts
    new: PolicyFacts
    changed: frozenset[str]
    moment: datetime.datetime
    views: tuple[View, ...]

    def answers(
        self, question: Question, world: WorldFacts, at: datetime.datetime
    ) -> tuple[Decision, Decision]:
        """This will ask the gate by the old version, then by the new one."""
        facts = replace(world, clock=ClockFacts(application_at=at, database_at=at))
        return (
            decide(question, facts, _as_if_begun(self.old, at), at),
            decide(question, facts, _as_if_begun(self.new, at), at),
        )


def previews_of(
    turns: Sequence[Turn], clinic: Clinic, now: datetime.datetime
) -> list[PolicyPreview]:
    """This will ask about everybody and every booked session by both of each turn.

    Facts are those of now, and are fetched once for all.
    """
    first = min(turn.moment for turn in turns)
    booked = _booked(clinic, first)
    world = roster_world(clinic, application_at=now)
    worlds = worlds_for(booked, application_at=now, clinic=clinic)
    return [_preview(turn, clinic, now, world, [*worlds.values()]) for turn in turns]


def _preview(
    turn: Turn,
    clinic: Clinic,
    now: datetime.datetime,
    world: WorldFacts,
    worlds: Sequence[WorldFacts],
) -> PolicyPreview:
    moment = turn.moment
    changed = changed_codes(turn.old, turn.new)
    both = _Both(turn.old, turn.new, changed, moment, views_of(now, moment))
    days = {clinic.day_of(now), clinic.day_of(moment)}
    here = [one for one in world.people if _is_here(one, clinic, days)]
    booked = [facts for facts in worlds if _ends_after(facts.session, moment)]
    asked = PolicyPreview(people=len(here), sessions=len(booked))
    if not changed:
        return asked
    gains, loses = _of_people(both, replace(world, people=tuple(here)), clinic)
    found = _of_sessions(both, booked, clinic)
    told: dict[str, Any] = {name: tuple(rows) for name, rows in found.items()}
    return replace(asked, gains=gains, loses=loses, **told)


def _as_if_begun(policy: PolicyFacts, at: datetime.datetime) -> PolicyFacts:
    """As in force at a moment; one that never is stays so."""
    return replace(policy, in_force_from=at) if policy.in_force_from else policy


def _is_here(
    person: PersonFacts, clinic: Clinic, days: Iterable[datetime.date]
) -> bool:
    return any(
        row.clinic == clinic.slug
        and row.starts_on is not None
        and row.starts_on <= day
        and (row.ends_on is None or day <= row.ends_on)
        for row in person.memberships
        for day in days
    )


def _ends_after(session: SessionFacts | None, moment: datetime.datetime) -> bool:
    return bool(session and session.ends_at and session.ends_at > moment)


def question_for(
    person_id: str, seat: Seat, clinic: Clinic, moment: datetime.datetime
) -> dict[str, Any]:
    """This will give the question about somebody in a seat of a standard session.

    It begins at that moment, has configuration A and is the first of its course.
    """
    ends_at = moment + datetime.timedelta(minutes=MINUTES[seat.kind])
    properties = {
        "clinic": clinic.slug,
        "kind": seat.kind,
        "route": "IM",
        "starts_at": moment.isoformat(),
        "ends_at": ends_at.isoformat(),
        "ordinal": 1,
        "staffing_code": "A",
        "preference": "NONE_STATED",
    }
    return {
        "subject": {
            "type": "practitioner",
            "id": person_id,
            "properties": {"role": seat.role},
        },
        "action": {"name": Stage.BOOK.value},
        "resource": {"type": "session", "id": STANDARD, "properties": properties},
    }


def _booked(clinic: Clinic, moment: datetime.datetime) -> QuerySet[Session]:
    rows = Session.objects.filter(clinic=clinic, state=Session.State.BOOKED)
    return rows.filter(ends_at__gt=moment).order_by("starts_at", "code")


def _of_people(
    both: _Both, world: WorldFacts, clinic: Clinic
) -> tuple[tuple[PersonChange, ...], tuple[PersonChange, ...]]:
    gains: list[PersonChange] = []
    loses: list[PersonChange] = []
    for person in sorted(world.people, key=lambda one: (one.name.casefold(), one.id)):
        alone = WorldFacts(world.clinic, world.clock, (person,))
        gained: dict[Seat, tuple[Reason, ...]] = {}
        lost: dict[Seat, tuple[Reason, ...]] = {}
        for view in both.views:
            facts = seen(alone, view, clinic)
            for seat in SEATS:
                data = question_for(person.id, seat, clinic, view.begins)
                was, will = both.answers(parse(data), facts, view.at)
                if will.decision and not was.decision:
                    gained.setdefault(seat, _reasons(was))
                elif was.decision and not will.decision:
                    lost.setdefault(seat, _reasons(will))
        gains += _person(person, gained)
        loses += _person(person, lost)
    return tuple(gains), tuple(loses)


def _person(
    person: PersonFacts, found: Mapping[Seat, tuple[Reason, ...]]
) -> Iterator[PersonChange]:
    """One row for a person, seats with the same reasons told together."""
    if not found:
        return
    grouped: dict[tuple[Reason, ...], list[Seat]] = {}
    for seat in (one for one in SEATS if one in found):
        grouped.setdefault(found[seat], []).append(seat)
    changes = (SeatChange(tuple(seats), why) for why, seats in grouped.items())
    yield PersonChange(person.id, person.name, tuple(changes))


def _of_sessions(
    both: _Both, worlds: Iterable[WorldFacts], clinic: Clinic
) -> dict[str, list[SessionChange]]:
    found: dict[str, list[SessionChange]] = {
        name: [] for name in ("closes", "opens", "harder", "easier")
    }
    for facts in worlds:
        session = facts.session
        if session is None:
            raise ValueError("The facts of a booked session hold the session.")
        for name, reasons in _turns(both, facts, session, clinic).items():
            found[name].append(_session(session, reasons))
    return found


def _turns(
    both: _Both, facts: WorldFacts, session: SessionFacts, clinic: Clinic
) -> dict[str, tuple[Reason, ...]]:
    """In which lists a session stands, and why."""
    found: dict[str, tuple[Reason, ...]] = {}
    question = _about(session, Stage.BOOK)
    # The time of a booked session is its own, so two of the ways are one.
    for view in dict.fromkeys(replace(v, begins=v.at) for v in both.views):
        was, will = both.answers(question, seen(facts, view, clinic), view.at)
        if was.decision and not will.decision:
            found.setdefault("closes", _reasons(will))
        elif will.decision and not was.decision:
            found.setdefault("opens", _reasons(was))
    return found or _at_the_door(both, facts, session)


def _at_the_door(
    both: _Both, facts: WorldFacts, session: SessionFacts
) -> dict[str, tuple[Reason, ...]]:
    opens_at = session.starts_at
    if opens_at is None or opens_at < both.moment:
        return {}
    was, will = both.answers(_about(session, Stage.START), facts, opens_at)
    before, after = _asked(was, both.changed), _asked(will, both.changed)
    more = tuple(row for key, row in after.items() if key not in before)
    less = tuple(row for key, row in before.items() if key not in after)
    return {"harder": more} if more else {"easier": less} if less else {}


def _about(session: SessionFacts, stage: Stage) -> Question:
    return parse(
        {
            "subject": {"type": "team", "id": session.code},
            "action": {"name": stage.value},
            "resource": {"type": "session", "id": session.code},
        }
    )


def _asked(
    decision: Decision, codes: frozenset[str]
) -> Mapping[tuple[str, str], Reason]:
    told = (row for row in _reasons(decision) if row.code in codes)
    return {(row.code, row.subject): row for row in told}


def _reasons(decision: Decision) -> tuple[Reason, ...]:
    """In the words that a scheduler may read: nothing confidential is kept."""
    return tuple(Reason(v.code, v.subject, v.text, v.remedy) for v in decision.reasons)


def _session(session: SessionFacts, reasons: tuple[Reason, ...]) -> SessionChange:
    if session.starts_at is None or session.kind is None:
        raise ValueError("A session without a time or kind has no answer to change.")
    people = frozenset(member.id for member in session.members)
    return SessionChange(session.code, session.kind, session.starts_at, people, reasons)
