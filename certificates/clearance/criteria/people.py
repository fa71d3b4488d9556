"""Criteria about what is on record for one person: R-01, R-03, R-11, R-19."""

from collections.abc import Mapping, Sequence
from datetime import date

from certificates.clearance import days
from certificates.clearance.case import THERAPISTS, Case
from certificates.clearance.criteria.holdings import evidence_of
from certificates.clearance.verdicts import (
    Verdict,
    best_else_worst,
    met,
    unknown,
    unmet,
    worst,
)
from certificates.clearance.world import (
    DocumentFacts,
    MemberFacts,
    MembershipFacts,
)

LICENSED = THERAPISTS | {"supervisor", "assessor", "medical_clinician"}
SCREENED = LICENSED | {"second_staff"}
CLINICIANS = frozenset({"MEDICAL_CLINICIAN", "MEDICAL_DIRECTOR"})
NOT_STAFF = frozenset({"SCHEDULER", "AUDITOR"})


def member_at_clinic(case: Case, parameters: Mapping) -> list[Verdict]:
    """Everybody named has one membership that covers the session and its role."""
    if case.last_day is None:
        return []
    return [_membership(case, member) for member in case.members]


def licence_active(case: Case, parameters: Mapping) -> list[Verdict]:
    """A licence here that holds, verified at its source not long ago, no discipline."""
    if case.last_day is None:
        return []
    return [_licences(case, who, parameters) for who in case.people_in(LICENSED)]


def exclusion_clear(case: Case, parameters: Mapping) -> list[Verdict]:
    """The newest check against the exclusion list is clear and recent."""
    within = parameters["checked_within_days"]
    return [_exclusion(case, who, within) for who in case.people_in(SCREENED)]


def not_suspended(case: Case, parameters: Mapping) -> list[Verdict]:
    """Nobody named is suspended at this moment."""
    return [_suspension(case, person_id) for person_id in case.everybody]


def dates_refused(
    case: Case, person_id: str, row: DocumentFacts, code: str
) -> Verdict | None:
    """Return why a document does not hold through the session; None when it does."""
    if (
        row.issued_on is not None
        and row.expires_on is not None
        and row.issued_on <= case.first_day
        and case.horizon <= row.expires_on
    ):
        return None
    name, what = case.name(person_id), NAMES[row.kind]
    remedy = f"{name} hands in a current {what} and a director records it."
    more = {"evidence": evidence_of(row)}
    if row.expires_on is not None and row.expires_on < case.horizon:
        text = f"The {what} of {name} ends on {days.in_words(row.expires_on)}."
        return unmet(code, person_id, text, remedy, **more)
    if row.issued_on is not None and row.issued_on > case.first_day:
        text = f"The {what} of {name} begins on {days.in_words(row.issued_on)}."
        return unmet(code, person_id, text, remedy, **more)
    text = f"The {what} of {name} has no dates on record."
    return unknown(code, person_id, text, remedy, **more)


NAMES = {
    "LICENCE": "licence",
    "LIABILITY": "liability cover",
    "BLS": "basic life support card",
}


def _membership(case: Case, member: MemberFacts) -> Verdict:
    code = "MEMBER-AT-CLINIC"
    remedy = "The clinical director gives them a role at the clinic for these dates."
    if member.id not in case.facts.roster:
        text = f"Nobody with the number {member.id} is on the roster."
        return unmet(code, member.id, text, "Choose somebody who is on the roster.")
    covering = [row for row in case.person(member.id).memberships if _covers(case, row)]
    if not covering:
        name = case.name(member.id)
        text = f"{name} does not belong to {case.clinic.name} on these dates."
        return unmet(code, member.id, text, remedy)
    fitting = [row for row in covering if _fits(member.role, row.role)]
    if not fitting:
        role = member.role.replace("_", " ")
        name = case.name(member.id)
        text = f"{name} has no role at {case.clinic.name} that allows {role}."
        return unmet(code, member.id, text, remedy, evidence=evidence_of(*covering))
    row = max(fitting, key=lambda row: row.ends_on or date.max)
    until = days.day_after(row.ends_on)
    text = "Belongs to the clinic."
    return met(code, member.id, text, evidence=evidence_of(row), holds_until=until)


def _covers(case: Case, row: MembershipFacts) -> bool:
    return (
        row.clinic == case.clinic.slug
        and row.starts_on is not None
        and row.starts_on <= case.first_day
        and (row.ends_on is None or case.horizon <= row.ends_on)
    )


def _fits(role: str, membership_role: str) -> bool:
    if role == "medical_clinician":
        return membership_role in CLINICIANS
    if role == "second_staff":
        return membership_role not in NOT_STAFF
    return True


def _licences(case: Case, person_id: str, parameters: Mapping) -> Verdict:
    code, place = "LICENCE-ACTIVE", case.clinic.jurisdiction
    rows = [
        row
        for row in case.person(person_id).documents
        if row.kind == "LICENCE" and row.jurisdiction == place
    ]
    if not rows or not place:
        name = case.name(person_id)
        text = f"No licence of {name} for {place or 'this clinic'} is on record."
        remedy = f"{name} hands in the licence and a director has it verified."
        return unknown(code, person_id, text, remedy)
    disciplined = [row for row in rows if row.discipline]
    if disciplined:
        text = f"There is discipline on a licence of {case.name(person_id)}."
        remedy = "Choose somebody else. The clinical director looks into it."
        return unmet(code, person_id, text, remedy, evidence=evidence_of(*disciplined))
    return best_else_worst([_licence(case, person_id, r, parameters) for r in rows])


def _licence(
    case: Case, person_id: str, row: DocumentFacts, parameters: Mapping
) -> Verdict:
    checks = _newest(
        case, [v for v in row.verifications if v.method in parameters["methods"]]
    )
    within = parameters["verified_within_days"]
    refusals = [
        verdict
        for verdict in (
            dates_refused(case, person_id, row, "LICENCE-ACTIVE"),
            _unverified(case, person_id, (row, *checks), within),
        )
        if verdict
    ]
    if refusals:
        return worst(refusals)
    text = "The licence holds and was verified at its source."
    ends = (days.day_after(row.expires_on), days.day_after(checks[0].on, within + 1))
    until = min((day for day in ends if day), default=None)
    evidence = evidence_of(row, *checks)
    return met("LICENCE-ACTIVE", person_id, text, evidence=evidence, holds_until=until)


def _unverified(case: Case, person_id: str, rows: tuple, within: int) -> Verdict | None:
    """Return why the newest checks do not carry a licence; None when they do.

    Args:
        rows: the licence, then its newest checks at the source, all of one day.
    """
    outcomes = {check.outcome for check in rows[1:]}
    if outcomes == {"VERIFIED"} and (case.today - rows[1].on).days <= within:
        return None
    code, name = "LICENCE-ACTIVE", case.name(person_id)
    remedy = "A director verifies the licence at the board that issued it."
    more = {"evidence": evidence_of(*rows)}
    if not outcomes:
        text = f"The licence of {name} has not been verified at its source."
        return unknown(code, person_id, text, remedy, **more)
    if outcomes & {"DISCREPANCY", "NOT_FOUND"}:
        text = f"The board does not confirm the licence of {name}."
        return unmet(code, person_id, text, remedy, **more)
    if outcomes != {"VERIFIED"}:
        text = f"The board could not be asked about the licence of {name}."
        return unknown(code, person_id, text, remedy, **more)
    on = days.in_words(rows[1].on)
    text = f"The licence of {name} was last verified on {on}."
    return unknown(code, person_id, text, remedy, **more)


def _exclusion(case: Case, person_id: str, within: int) -> Verdict:
    code = "EXCLUSION-CLEAR"
    rows = _newest(case, case.person(person_id).exclusion_checks)
    outcomes = {row.outcome for row in rows}
    evidence = evidence_of(*rows)
    if outcomes == {"CLEAR"} and (case.today - rows[0].on).days <= within:
        until = days.day_after(rows[0].on, within + 1)
        text = "Not on the exclusion list."
        return met(code, person_id, text, evidence, until)
    name = case.name(person_id)
    if "CONFIRMED" in outcomes:
        text = f"{name} is on the exclusion list."
        remedy = "Choose somebody else. The clinical director looks into it."
        return unmet(code, person_id, text, remedy, evidence=evidence)
    remedy = "A director checks the exclusion list and records what it says."
    if not rows:
        text = f"{name} has not been checked against the exclusion list."
    elif outcomes != {"CLEAR"}:
        text = f"{name} may be on the exclusion list; that is not settled yet."
    else:
        text = f"The exclusion list was last checked for {name} on "
        text += f"{days.in_words(rows[0].on)}."
    return unknown(code, person_id, text, remedy, evidence=evidence)


def _newest(case: Case, rows: Sequence) -> list:
    """Return the rows of the newest day that is not after the day of evaluation."""
    today = case.today
    dated = [row for row in rows if row.on is not None and row.on <= today]
    if len(dated) < 2:
        return dated
    newest = max(row.on for row in dated)
    return [row for row in dated if row.on == newest]


def _suspension(case: Case, person_id: str) -> Verdict:
    code, open_rows = "NOT-SUSPENDED", case.suspensions_of(person_id)
    if not open_rows:
        return met(code, person_id, "Free to be assigned.")
    name = case.name(person_id)
    kinds = ", ".join(sorted({row.kind.lower() for row in open_rows}))
    return unmet(
        code,
        person_id,
        f"{name} cannot be assigned at present.",
        "Choose somebody else, or ask the clinical director.",
        confidential_text=f"{name} is suspended ({kinds}).",
        confidential_evidence=evidence_of(*open_rows),
    )
