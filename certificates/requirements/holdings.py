"""Leaves about documents, credentials and dated facts: R-01, R-09, R-10, R-11."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from certificates.clearance.days import add_months, day_after, in_words
from certificates.clearance.verdicts import (
    Verdict,
    best_else_worst,
    met,
    unknown,
    unmet,
    worst,
)
from certificates.clearance.world import DocumentFacts
from certificates.requirements.evidence import Evidence, GrantFacts

AT_SOURCE = ("PRIMARY_SOURCE", "DESIGNATED_EQUIVALENT")
DOCUMENTS = {
    "LICENCE": "licence",
    "LIABILITY": "liability cover",
    "BLS": "basic life support card",
    "BACKGROUND": "background check",
}
RECORDED = {
    "REFRESH": "yearly refresh of critical items",
    "DRILL": "emergency drill",
    "CONDUCT": "signed code of conduct",
    "CALIBRATION": "rater calibration",
    "CASE": "case presentation",
}


def document_held(ask: Mapping, evidence: Evidence) -> Verdict:
    """A document that holds today; where asked, verified at its source not long ago.

    One good document suffices. A copy that was only looked at is not verification.
    """
    kind = ask["kind"]
    rows = [row for row in evidence.documents if _fits(row, kind, evidence)]
    if not rows:
        where = f" for {evidence.jurisdiction}" if kind == "LICENCE" else ""
        text = f"No {DOCUMENTS[kind]}{where} is on record."
        remedy = f"Send a copy of the {DOCUMENTS[kind]}; a director records it."
        return unknown("DOCUMENT-HELD", evidence.person_id, text, remedy)
    return best_else_worst([_document(ask, evidence, row) for row in rows])


def credential_held(ask: Mapping, evidence: Evidence) -> Verdict:
    """One of the credentials is held and active at this clinic, for long enough."""
    code, subject = "CREDENTIAL-HELD", evidence.person_id
    names = " or ".join(ask["types"])
    held = evidence.active(ask["types"])
    if not held:
        text = f"{names} is not in force at this clinic."
        return unmet(code, subject, text, f"Reach {ask['types'][0]} first.")
    row = max(held, key=lambda row: row.valid_to)
    until, ids = day_after(row.valid_to), (row.id,)
    if "months" not in ask:
        text = f"{row.type} is held."
        return met(code, subject, text, evidence=ids, holds_until=until)
    since = _held_since(row, evidence.credentials)
    reached = add_months(since, ask["months"])
    text = f"{row.type} is held since {in_words(since)}."
    if evidence.today < reached:
        remedy = (
            f"{ask['months']} months are asked for: wait until {in_words(reached)}."
        )
        return unmet(code, subject, text, remedy, evidence=ids)
    return met(code, subject, text, evidence=ids, holds_until=until)


def recorded(ask: Mapping, evidence: Evidence) -> Verdict:
    """The clinic recorded something with a date; where asked, not long ago."""
    code, subject, what = "RECORDED", evidence.person_id, RECORDED[ask["kind"]]
    rows = [
        row
        for row in evidence.currency
        if row.kind == ask["kind"] and row.on <= evidence.today
    ]
    if not rows:
        remedy = f"A director records the {what} when it is done."
        return unmet(code, subject, f"No {what} is on record.", remedy)
    row = max(rows, key=lambda row: row.on)
    text, ids = f"{what.capitalize()} on {in_words(row.on)}.", (row.id,)
    if "months" not in ask:
        return met(code, subject, text, evidence=ids)
    last = add_months(row.on, ask["months"])
    if last < evidence.today:
        text = f"The last {what} was on {in_words(row.on)}."
        remedy = f"One within {ask['months']} months is asked for."
        return unmet(code, subject, text, remedy, evidence=ids)
    return met(code, subject, text, evidence=ids, holds_until=day_after(last))


def exclusion_clear(ask: Mapping, evidence: Evidence) -> Verdict:
    """The newest check against the exclusion list is clear and recent."""
    code, subject = "EXCLUSION-CLEAR", evidence.person_id
    remedy = "A director checks the exclusion list and records what it says."
    dated = [
        (row.on, row)
        for row in evidence.exclusion_checks
        if row.on and row.on <= evidence.today
    ]
    if not dated:
        text = "The exclusion list has not been checked."
        return unknown(code, subject, text, remedy)
    on = max(day for day, _row in dated)
    newest = [row for day, row in dated if day == on]
    outcomes = {row.outcome for row in newest}
    more = {"evidence": tuple(row.id for row in newest)}
    if "CONFIRMED" in outcomes:
        text, remedy = "The name is on the exclusion list.", "A director looks into it."
        return unmet(code, subject, text, remedy, **more)
    if outcomes != {"CLEAR"}:
        text = "A possible match on the exclusion list is not settled yet."
        return unknown(code, subject, text, remedy, **more)
    if (evidence.today - on).days > ask["within_days"]:
        text = f"The exclusion list was last checked on {in_words(on)}."
        return unknown(code, subject, text, remedy, **more)
    text, until = f"Exclusion list clear on {in_words(on)}.", ask["within_days"] + 1
    return met(code, subject, text, holds_until=day_after(on, until), **more)


def no_open_suspension(ask: Mapping, evidence: Evidence) -> Verdict:
    """No suspension is open, at any clinic. Said neutrally: it is reversible."""
    code, subject = "NOT-SUSPENDED", evidence.person_id
    if evidence.open_suspensions:
        text = "A suspension is open."
        remedy = "The clinical director tells you how it is settled."
        more = {"evidence": evidence.open_suspensions}
        return unmet(code, subject, text, remedy, **more)
    return met(code, subject, "No suspension is open.")


def _fits(row: DocumentFacts, kind: str, evidence: Evidence) -> bool:
    here = kind != "LICENCE" or row.jurisdiction == evidence.jurisdiction
    return row.kind == kind and here


def _document(ask: Mapping, evidence: Evidence, row: DocumentFacts) -> Verdict:
    judged = [_dates(evidence, row)]
    if row.discipline:
        text = f"The source reports discipline on the {DOCUMENTS[row.kind]}."
        judged.append(_open(unmet, evidence, row, text, "A director looks into it."))
    if "verified_within_days" in ask:
        judged.append(_verification(ask["verified_within_days"], evidence, row))
    verdict = worst(judged)
    if verdict.is_open:
        return verdict
    text = ", ".join(good.text.rstrip(".") for good in judged)
    return replace(verdict, text=f"{text}.")


def _dates(evidence: Evidence, row: DocumentFacts) -> Verdict:
    what, remedy = (
        DOCUMENTS[row.kind],
        "Send a copy of the current one; a director records it.",
    )
    if row.issued_on is None or row.expires_on is None:
        text = f"The {what} has no dates on record."
        return _open(unknown, evidence, row, text, remedy)
    if evidence.today < row.issued_on:
        text = f"The {what} begins on {in_words(row.issued_on)}."
        return _open(unmet, evidence, row, text, remedy)
    if row.expires_on < evidence.today:
        text = f"The {what} ended on {in_words(row.expires_on)}."
        return _open(unmet, evidence, row, text, remedy)
    text = f"{what.capitalize()} valid through {in_words(row.expires_on)}."
    until = day_after(row.expires_on)
    return met(
        "DOCUMENT-HELD", evidence.person_id, text, evidence=(row.id,), holds_until=until
    )


def _verification(within: int, evidence: Evidence, row: DocumentFacts) -> Verdict:
    what = DOCUMENTS[row.kind]
    remedy = f"A director verifies the {what} at its source."
    at_source = [v for v in row.verifications if v.method in AT_SOURCE]
    dated = [(v.on, v.outcome) for v in at_source if v.on and v.on <= evidence.today]
    if not dated:
        text = f"The {what} has not been verified at its source."
        return _open(unknown, evidence, row, text, remedy)
    on = max(day for day, _outcome in dated)
    outcomes = {outcome for day, outcome in dated if day == on}
    if outcomes & {"DISCREPANCY", "NOT_FOUND"}:
        text = f"The source does not confirm the {what}."
        return _open(unmet, evidence, row, text, "A director looks into it.")
    if outcomes != {"VERIFIED"} or (evidence.today - on).days > within:
        text = f"The {what} was last verified at its source on {in_words(on)}."
        if outcomes != {"VERIFIED"}:
            text = f"The source could not be asked about the {what}."
        return _open(unknown, evidence, row, text, remedy)
    text = f"verified at its source on {in_words(on)}."
    until = day_after(on, within + 1)
    who = evidence.person_id
    return met("DOCUMENT-HELD", who, text, evidence=(row.id,), holds_until=until)


def _open(make, evidence: Evidence, row: DocumentFacts, text: str, remedy: str):
    more = {"evidence": (row.id,)}
    return make("DOCUMENT-HELD", evidence.person_id, text, remedy, **more)


def _held_since(row: GrantFacts, rows: Sequence[GrantFacts]) -> date:
    """Return the first day of an unbroken chain of grants of the same type."""
    since = row.valid_from
    earlier = [r for r in rows if r.type == row.type and r.state != "REVOKED"]
    for older in sorted(earlier, key=lambda r: r.valid_from, reverse=True):
        if older.valid_from < since <= (day_after(older.valid_to) or date.max):
            since = older.valid_from
    return since
