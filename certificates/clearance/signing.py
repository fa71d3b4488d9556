"""Who has signed for what a named role may sign. Pure."""

from collections.abc import Collection, Iterable
from datetime import date

from certificates.clearance.case import Case
from certificates.clearance.verdicts import Kind, Verdict, unmet, waived
from certificates.clearance.world import SignatureFacts


def signed_or_unmet(refusal: Verdict, case: Case, roles: Collection[str]) -> Verdict:
    """Return `refusal` waived when one of these roles has signed, else unmet."""
    rows = signatures_of(case, refusal.code, roles)
    if rows:
        return waived_by(refusal, rows)
    return unmet(
        refusal.code,
        refusal.subject,
        refusal.text,
        refusal.remedy,
        type=Kind.SIGN,
        confidential_text=refusal.confidential_text,
        confidential_evidence=refusal.confidential_evidence,
    )


def signed_for_team(refusal: Verdict, case: Case, roles: Collection[str]) -> Verdict:
    """Return `refusal` judged by signatures that serve the booked team only."""
    return signed_or_unmet(refusal, case, roles if case.is_stored_team else ())


def waived_by(refusal: Verdict, rows: Iterable[SignatureFacts]) -> Verdict:
    text = "Signed for by the role that may sign."
    evidence = tuple(row.id for row in rows if row.id)
    return waived(refusal.code, refusal.subject, text, evidence=evidence)


def signatures_of(
    case: Case, code: str, roles: Collection[str], exempt: Collection[str] = ()
) -> list[SignatureFacts]:
    """Return the signatures that count: stored, dated, reasoned, off the team.

    Args:
        exempt: people who may sign although they are on the team.
    """
    if not case.is_stored:
        return []
    team = set(case.everybody) - set(exempt)
    return [
        row
        for row in case.session.signatures
        if row.code == code
        and case.has_happened(row.at)
        and row.reason
        and row.reason.strip()
        and row.by not in team
        and _held_role(case, row.by, roles, case.day_of(row.at))
    ]


def _held_role(case: Case, person_id: str, roles: Collection[str], day: date) -> bool:
    return any(
        row.clinic == case.clinic.slug
        and row.role in roles
        and row.starts_on is not None
        and row.starts_on <= day
        and (row.ends_on is None or day <= row.ends_on)
        for row in case.person(person_id).memberships
    )
