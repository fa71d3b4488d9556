"""Criteria about what has to be kept up: R-01 (liability), R-09, R-10."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

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


def liability_current(case: Case, parameters: Mapping) -> Iterator[Verdict]:
    """Liability cover of every therapist lasts through the session."""
    if case.last_day is not None:
        for person_id in case.therapists:
            yield _document(case, person_id, "LIABILITY", "LIABILITY-CURRENT")


def bls_current(case: Case, parameters: Mapping) -> Iterator[Verdict]:
    """Basic life support of therapists and second staff lasts through the session."""
    if case.is_medication and case.last_day is not None:
        named = (
            *case.therapists,
            *case.people_in({"second_staff"}),
            *supervisors_as_second_staff(case),
        )
        for person_id in dict.fromkeys(named):
            yield _document(case, person_id, "BLS", "BLS-CURRENT")


def drill_current(case: Case, parameters: Mapping) -> Iterator[Verdict]:
    """Every therapist took part in an emergency drill not long before the session."""
    if case.is_medication and case.last_day is not None:
        for person_id in case.therapists:
            yield _drill(case, person_id, parameters["every_months"])


def refresh_current(case: Case, parameters: Mapping) -> Iterator[Verdict]:
    """Every therapist went through the critical items within the year."""
    if case.last_day is not None:
        for person_id in case.therapists:
            yield _refresh(case, person_id, parameters)


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
    name, what, until = case.name(person_id), NAMES[row.kind], row.expires_on
    text = f"The {what} of {name} holds through {days.in_words(until)}."
    evidence = evidence_of(row)
    until = days.day_after(until)
    return met(code, person_id, text, evidence=evidence, holds_until=until)


def _drill(case: Case, person_id: str, months: int) -> Verdict:
    code, name = "DRILL-CURRENT", case.name(person_id)
    remedy = f"{name} takes part in an emergency drill before the session."
    on = case.person(person_id).drilled_on
    if on is None or on > case.today:
        text = f"No emergency drill of {name} is on record."
        return unknown(code, person_id, text, remedy)
    due = days.add_months(on, months)
    if due < case.horizon:
        text = f"The emergency drill of {name} lapses on {days.in_words(due)}."
        return unmet(code, person_id, text, remedy)
    text = f"The emergency drill of {name} holds through {days.in_words(due)}."
    return met(code, person_id, text, holds_until=days.day_after(due))


def _refresh(case: Case, person_id: str, parameters: Mapping) -> Verdict:
    code, name = "REFRESH-CURRENT", case.name(person_id)
    remedy = f"{name} goes through the critical items again."
    on, grace = case.person(person_id).refreshed_on, parameters["grace_days"]
    if on is None or on > case.today:
        text = f"No refresh of the critical items by {name} is on record."
        return unknown(code, person_id, text, remedy)
    due = days.add_months(on, parameters["every_months"])
    closes = days.day_after(due, grace + 1)
    text = f"The yearly refresh of {name} is due by {days.in_words(due)}."
    if closes is not None and closes <= case.horizon:
        return unmet(code, person_id, text, remedy)
    verdict = met(code, person_id, text, holds_until=closes)
    if case.horizon <= due:
        return verdict
    warning = f"{text} After {grace} days of grace it closes the door."
    return replace(verdict, warning=warning, remedy=remedy)
