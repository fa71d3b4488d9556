"""Criteria about what has to be kept up: R-01 (liability), R-09, R-10."""

from collections.abc import Mapping
from datetime import date

from certificates.clearance import days
from certificates.clearance.case import Case
from certificates.clearance.criteria.holdings import (
    evidence_of,
    supervisors_as_second_staff,
)
from certificates.clearance.criteria.people import NAMES, dates_refused
from certificates.clearance.verdicts import (
    Verdict,
    best_else_worst,
    met,
    unknown,
    unmet,
)
from certificates.clearance.world import DocumentFacts

SECOND_STAFF = frozenset({"second_staff"})


def liability_current(case: Case, parameters: Mapping) -> list[Verdict]:
    """Liability cover of every therapist lasts through the session."""
    if case.last_day is None:
        return []
    return [
        _document(case, person_id, "LIABILITY", "LIABILITY-CURRENT")
        for person_id in case.therapists
    ]


def bls_current(case: Case, parameters: Mapping) -> list[Verdict]:
    """Basic life support of therapists and second staff lasts through the session."""
    if not case.is_medication or case.last_day is None:
        return []
    named = (
        *case.therapists,
        *case.people_in(SECOND_STAFF),
        *supervisors_as_second_staff(case),
    )
    return [
        _document(case, person_id, "BLS", "BLS-CURRENT")
        for person_id in dict.fromkeys(named)
    ]


def drill_current(case: Case, parameters: Mapping) -> list[Verdict]:
    """Every therapist took part in an emergency drill not long before the session."""
    if not case.is_medication or case.last_day is None:
        return []
    months = parameters["every_months"]
    return [_drill(case, person_id, months) for person_id in case.therapists]


def refresh_current(case: Case, parameters: Mapping) -> list[Verdict]:
    """Every therapist went through the critical items within the year."""
    if case.last_day is None:
        return []
    return [_refresh(case, person_id, parameters) for person_id in case.therapists]


def _document(case: Case, person_id: str, kind: str, code: str) -> Verdict:
    rows = [row for row in case.person(person_id).documents if row.kind == kind]
    if not rows:
        name, what = case.name(person_id), NAMES[kind]
        text = f"No {what} of {name} is on record."
        remedy = f"{name} hands in a current {what} and a director records it."
        return unknown(code, person_id, text, remedy)
    return best_else_worst([_row(case, person_id, row, code) for row in rows])


def _row(case: Case, person_id: str, row: DocumentFacts, code: str) -> Verdict:
    refusal = dates_refused(case, person_id, row, code)
    if refusal:
        return refusal
    until = days.day_after(row.expires_on)
    text = "Holds through the session."
    return met(code, person_id, text, evidence=evidence_of(row), holds_until=until)


def _drill(case: Case, person_id: str, months: int) -> Verdict:
    code, on = "DRILL-CURRENT", case.person(person_id).drilled_on
    due = _due(case, on, months)
    if due is not None and case.horizon <= due:
        text, until = "The emergency drill holds.", days.day_after(due)
        return met(code, person_id, text, holds_until=until)
    name = case.name(person_id)
    remedy = f"{name} takes part in an emergency drill before the session."
    if due is None:
        text = f"No emergency drill of {name} is on record."
        return unknown(code, person_id, text, remedy)
    text = f"The emergency drill of {name} lapses on {days.in_words(due)}."
    return unmet(code, person_id, text, remedy)


def _refresh(case: Case, person_id: str, parameters: Mapping) -> Verdict:
    code, grace = "REFRESH-CURRENT", parameters["grace_days"]
    on = case.person(person_id).refreshed_on
    due = _due(case, on, parameters["every_months"])
    closes = days.day_after(due, grace + 1)
    if due is not None and case.horizon <= due:
        return met(code, person_id, "The refresh is current.", holds_until=closes)
    name = case.name(person_id)
    remedy = f"{name} goes through the critical items again."
    if due is None:
        text = f"No refresh of the critical items by {name} is on record."
        return unknown(code, person_id, text, remedy)
    text = f"The yearly refresh of {name} is due by {days.in_words(due)}."
    if closes is not None and closes <= case.horizon:
        return unmet(code, person_id, text, remedy)
    warning = f"{text} After {grace} days of grace it closes the door."
    return met(
        code, person_id, text, holds_until=closes, warning=warning, remedy=remedy
    )


def _due(case: Case, on: date | None, months: int) -> date | None:
    """Return the last day of what is renewed; None if nobody did anything by now."""
    if on is None or on > case.today:
        return None
    return days.add_months(on, months)
