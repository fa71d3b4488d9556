"""Whether the people named are free: R-03, R-18."""

from collections.abc import Mapping
from datetime import datetime

from certificates.clearance import days
from certificates.clearance.case import Case, end_of_busy_time
from certificates.clearance.verdicts import Verdict, met, unmet
from certificates.clearance.world import BusyFacts, MemberFacts


def not_double_booked(case: Case, parameters: Mapping) -> list[Verdict]:
    """Nobody named is in another session at the same time."""
    if case.busy_until is None:
        return []
    return [_booking(case, member, parameters) for member in case.members]


def _booking(case: Case, member: MemberFacts, parameters: Mapping) -> Verdict:
    code = "NOT-DOUBLE-BOOKED"
    busy = [row for row in case.person(member.id).busy if _overlaps(case, row)]
    allowed = parameters["medical_clinician_may_cover"]
    if not busy or _may_cover(case, member, busy, allowed):
        return met(code, member.id, "Free for the whole time.")
    name = case.name(member.id)
    here = {row.session for row in busy if row.clinic == case.clinic.slug}
    return unmet(
        code,
        member.id,
        f"{name} is booked in another session at that time.",
        "The scheduler chooses another time or another person.",
        evidence=tuple(sorted(here)),
        confidential_evidence=tuple(sorted(row.session for row in busy)),
    )


def _may_cover(
    case: Case, member: MemberFacts, busy: list[BusyFacts], allowed: int
) -> bool:
    """Whether a medical clinician covers no more than so many other sessions here."""
    if member.role != "medical_clinician":
        return False
    here = all(
        row.role == "medical_clinician" and row.clinic == case.clinic.slug
        for row in busy
    )
    return here and len({row.session for row in busy}) <= allowed


def _overlaps(case: Case, row: BusyFacts) -> bool:
    """Whether another session that counts takes time from this one, half open."""
    is_this_one = case.is_stored and row.session == case.session.code
    if is_this_one or (row.state and row.state not in ("BOOKED", "STARTED")):
        return False
    until = _free_from(row)
    begins_later = row.starts_at is not None and days.utc(row.starts_at) >= days.utc(
        case.busy_until
    )
    is_over = until is not None and until <= days.utc(case.session.starts_at)
    return not begins_later and not is_over


def _free_from(row: BusyFacts) -> datetime | None:
    """When another session is over; None when nobody can say, so that it counts."""
    is_upside_down = (
        row.starts_at is not None
        and row.ends_at is not None
        and days.utc(row.ends_at) <= days.utc(row.starts_at)
    )
    if is_upside_down:
        return None
    return end_of_busy_time(row.kind, row.ends_at, row.observe_minutes)
