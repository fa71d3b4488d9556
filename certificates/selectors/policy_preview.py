"""Who would gain or lose clearance if a version of the gate's policy came into force.

Everybody on the clinic's roster is asked about for each seat of a standard session,
and every booked session with its own team, by both versions, at the moment from which
the new one would hold. It is the gate itself that answers: what is told here is what
happens then, as long as nobody's papers change. A constant number of queries.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping
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
from certificates.selectors.policy_words import changed_codes
from home.models import Clinic

MINUTES = {"PREPARATION": 60, "MEDICATION": 90, "INTEGRATION": 60}
STANDARD = "standard-session"


@dataclass(frozen=True)
class _Both:
    """The two versions, both taken to hold at the moment that is judged."""

    old: PolicyFacts
    new: PolicyFacts
    changed: frozenset[str]
    moment: datetime.datetime

    def answers(
        self, question: Question, world: WorldFacts, at: datetime.datetime | None = None
    ) -> tuple[Decision, Decision]:
        """This will ask the gate by the old version, then by the new one."""
        now = at or self.moment
        clock = ClockFacts(application_at=now, database_at=now)
        facts = replace(world, clock=clock)
        return (
            decide(question, facts, self.old, now),
            decide(question, facts, self.new, now),
        )


def preview_of(
    old: PolicyFacts, new: PolicyFacts, clinic: Clinic, moment: datetime.datetime
) -> PolicyPreview:
    """This will ask about everybody and every booked session by both versions.

    Args:
        moment: from which the new one would hold; facts are those of now.
    """
    both = _Both(old, new, changed_codes(old, new), moment)
    booked = list(_booked(clinic, moment))
    world = roster_world(clinic, application_at=moment, on=clinic.day_of(moment))
    asked = PolicyPreview(people=len(world.people), sessions=len(booked))
    if not both.changed:
        return asked
    gains, loses = _of_people(both, world, clinic)
    worlds = worlds_for(booked, application_at=moment, clinic=clinic)
    found = _of_sessions(both, worlds.values())
    return replace(
        asked,
        gains=gains,
        loses=loses,
        closes=tuple(found["closes"]),
        opens=tuple(found["opens"]),
        harder=tuple(found["harder"]),
        easier=tuple(found["easier"]),
    )


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
        gained, lost = [], []
        for seat in SEATS:
            data = question_for(person.id, seat, clinic, both.moment)
            was, will = both.answers(parse(data), alone)
            if will.decision and not was.decision:
                gained.append((seat, _reasons(was)))
            elif was.decision and not will.decision:
                lost.append((seat, _reasons(will)))
        gains += _person(person, gained)
        loses += _person(person, lost)
    return tuple(gains), tuple(loses)


def _person(
    person: PersonFacts, found: list[tuple[Seat, tuple[Reason, ...]]]
) -> Iterator[PersonChange]:
    """One row for a person, seats with the same reasons told together."""
    if not found:
        return
    grouped: dict[tuple[Reason, ...], list[Seat]] = {}
    for seat, reasons in found:
        grouped.setdefault(reasons, []).append(seat)
    changes = (SeatChange(tuple(seats), why) for why, seats in grouped.items())
    yield PersonChange(person.id, person.name, tuple(changes))


def _of_sessions(
    both: _Both, worlds: Iterable[WorldFacts]
) -> dict[str, list[SessionChange]]:
    found: dict[str, list[SessionChange]] = {
        name: [] for name in ("closes", "opens", "harder", "easier")
    }
    for facts in worlds:
        session = facts.session
        if session is None:
            raise ValueError("The facts of a booked session hold the session.")
        name, reasons = _turn(both, facts, session)
        if name:
            found[name].append(_session(session, reasons))
    return found


def _turn(
    both: _Both, facts: WorldFacts, session: SessionFacts
) -> tuple[str, tuple[Reason, ...]]:
    """In which list a session stands, and why; an empty name for none."""
    was, will = both.answers(_about(session, Stage.BOOK), facts)
    if was.decision and not will.decision:
        return "closes", _reasons(will)
    if will.decision and not was.decision:
        return "opens", _reasons(was)
    opens_at = session.starts_at
    if opens_at is None or opens_at < both.moment:
        return "", ()
    was, will = both.answers(_about(session, Stage.START), facts, opens_at)
    before, after = _asked(was, both.changed), _asked(will, both.changed)
    more = tuple(row for key, row in after.items() if key not in before)
    less = tuple(row for key, row in before.items() if key not in after)
    return ("harder", more) if more else ("easier", less) if less else ("", ())


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
