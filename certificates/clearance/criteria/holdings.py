"""What people hold: credentials through the horizon, and the support they can give."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import NamedTuple

from certificates.clearance import days
from certificates.clearance.case import Case
from certificates.clearance.world import CredentialFacts, MemberFacts

LEVELS = ("L1", "L2A", "L2B", "L3")
IN_ROOM = frozenset({"IN_ROOM"})
ON_SITE = frozenset({"IN_ROOM", "ON_SITE"})


class Holding(NamedTuple):
    """Something held until (not on) a date, on the evidence of some rows."""

    until: date | None
    evidence: tuple[str, ...] = ()


def held(
    case: Case, person_id: str, types: Collection[str], target: str = ""
) -> Holding | None:
    """Return what a person holds of these types, the longest lasting first."""
    rows = [
        row
        for row in _lasting(case, person_id)
        if row.type in types and (not target or row.target == target)
    ]
    return longest([_holding(row) for row in rows])


def _lasting(case: Case, person_id: str) -> list[CredentialFacts]:
    """Return a person's credentials that count here, through the session."""
    found = case.lasting.get(person_id)
    if found is None:
        found = case.lasting[person_id] = [
            row
            for row in case.person(person_id).credentials
            if row.clinic == case.clinic.slug
            and row.state == "ACTIVE"
            and lasts(case, row.valid_from, row.valid_to)
        ]
    return found


def held_at_any_level_on(case: Case, person_id: str, day: date) -> bool:
    """Whether a person held L1 or above on a day gone by, not revoked since."""
    return any(
        _covers_day(case, row, day) for row in case.person(person_id).credentials
    )


def highest_level(case: Case, person_id: str) -> str | None:
    """Return the highest level a person holds through the horizon."""
    types = {row.type for row in _lasting(case, person_id)}
    for level in reversed(LEVELS):
        if level in types:
            return level
    return None


def lasts(case: Case, first: date | None, last: date | None) -> bool:
    """Whether a period covers the session and its observation, both ends included."""
    if first is None or last is None or case.last_day is None:
        return False
    return first <= case.first_day and case.last_day <= last


def candidate_beside_assessor(
    case: Case, member: MemberFacts, target: str
) -> Holding | None:
    """Return the holding of a candidate beside an assessor who holds S and L3."""
    candidacy = held(case, member.id, {"CANDIDATE"}, target)
    assessor = assessor_holding(case, {"S", "L3"}, besides={member.id})
    return together(candidacy, assessor)


def assessor_holding(
    case: Case, types: Collection[str], besides: Collection[str]
) -> Holding | None:
    """Return what the assessor beside these people holds, every type needed."""
    found = []
    for person_id in case.people_in({"assessor"}):
        holdings = [held(case, person_id, {type_}) for type_ in sorted(types)]
        if person_id not in besides:
            found.append(together(*holdings))
    return longest(found)


def support_for(case: Case, presences: Collection[str]) -> Holding | None:
    """Return the L3 of a therapist, or of a supervisor who is near enough.

    Only who holds no L3 asks for it, so nobody supports themselves.
    """
    supporters = [
        m.id
        for m in case.members
        if m.id in case.therapists
        or (m.role == "supervisor" and m.presence in presences)
    ]
    return longest(held(case, s, {"L3"}) for s in supporters)


def second_staff_without_supervisor(case: Case) -> Holding | None:
    """Return who stands as second staff among second staff and the therapists."""
    if case.people_in({"second_staff"}):
        return Holding(None)
    holdings = [held(case, t, {"L2A", "L2B", "L3"}) for t in case.therapists]
    able = [holding for holding in holdings if holding]
    return together(*able) if len(able) >= 2 else None


def supervisors_as_second_staff(case: Case) -> tuple[str, ...]:
    """Return supervisors in the room with L3, when nobody else is second staff."""
    if second_staff_without_supervisor(case):
        return ()
    return tuple(
        m.id
        for m in case.members
        if m.role == "supervisor" and m.presence in IN_ROOM and held(case, m.id, {"L3"})
    )


def together(*holdings: Holding | None) -> Holding | None:
    """Return what lasts only while all of these last; None when one is wanting."""
    found = [holding for holding in holdings if holding]
    if len(found) < len(holdings):
        return None
    until = min((h.until for h in found if h.until), default=None)
    return Holding(until, tuple(e for h in found for e in h.evidence))


def longest(holdings: Iterable[Holding | None]) -> Holding | None:
    """Return the holding that lasts longest; no end lasts longest of all."""
    found = [holding for holding in holdings if holding]
    if len(found) == 1:
        return found[0]
    return max(found, key=lambda h: h.until or date.max, default=None)


def evidence_of(*rows) -> tuple[str, ...]:
    return tuple([row.id for row in rows if row.id])


def _holding(row: CredentialFacts) -> Holding:
    return Holding(days.day_after(row.valid_to), evidence_of(row))


def _covers_day(case: Case, row: CredentialFacts, day: date) -> bool:
    return (
        row.type in LEVELS
        and row.clinic == case.clinic.slug
        and row.state != "REVOKED"
        and row.valid_from is not None
        and row.valid_to is not None
        and row.valid_from <= day <= row.valid_to
    )
