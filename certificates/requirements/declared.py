"""Leaves about what somebody declared, waived or reported: R-11. Pure."""

from collections.abc import Mapping

from certificates.clearance.days import add_months, day_after, in_words
from certificates.clearance.verdicts import (
    Verdict,
    met,
    not_applicable,
    unknown,
    unmet,
    waived,
)
from certificates.requirements.evidence import Evidence
from certificates.requirements.statements import DIRECTOR, SELF, STATEMENTS

WHO = {SELF: "The applicant", DIRECTOR: "A clinical director"}
LOOKED_AT_LAST = "The clinic looks for open concerns when it decides."


def attestation(ask: Mapping, evidence: Evidence) -> Verdict:
    """Somebody stated it in the words of the catalogue; where asked, not long ago."""
    code, subject, title = "ATTESTED", evidence.person_id, STATEMENTS[ask["code"]].title
    rows = [
        row
        for row in evidence.statements
        if (row.code, row.by) == (ask["code"], ask["by"]) and row.on <= evidence.today
    ]
    remedy = f"{WHO[ask['by']]} makes it."
    if not rows:
        return unmet(code, subject, f"{title}: not made yet.", remedy)
    row = max(rows, key=lambda row: row.on)
    text, ids = f"{title}: made on {in_words(row.on)}.", (row.id,)
    if "months" not in ask:
        return met(code, subject, text, evidence=ids)
    last = add_months(row.on, ask["months"])
    if last < evidence.today:
        text = f"{title}: last made on {in_words(row.on)}."
        remedy = f"{WHO[ask['by']]} makes it again: it counts for {_months(ask)}."
        return unmet(code, subject, text, remedy, evidence=ids)
    return met(code, subject, text, evidence=ids, holds_until=day_after(last))


def waiver(ask: Mapping, evidence: Evidence) -> Verdict:
    """A director signed that something else stands in for this, for a time."""
    code, subject = "WAIVER", evidence.person_id
    what = waived_thing(ask["code"], ask.get("words", ""))
    rows = [
        row
        for row in evidence.waivers
        if row.code == ask["code"]
        and row.granted_on <= evidence.today <= row.expires_on
    ]
    if not rows:
        remedy = "Where there is good reason, a clinical director can grant one."
        return unmet(code, subject, f"No waiver is in force: {what}.", remedy)
    row = max(rows, key=lambda row: row.expires_on)
    text = f"Waived until {in_words(row.expires_on)}: {what}."
    until = day_after(row.expires_on)
    return waived(code, subject, text, evidence=(row.id,), holds_until=until)


def no_open_concern(ask: Mapping, evidence: Evidence) -> Verdict:
    """No report about the person is open.

    The person named must not learn of one from this: what they may read is the same
    whether somebody looked and found one, or nobody looked yet.
    """
    code, subject, count = "NO-OPEN-CONCERN", evidence.person_id, evidence.open_concerns
    if count is None:
        return not_applicable(code, subject, LOOKED_AT_LAST)
    if count == 0:
        return met(code, subject, "Looked for open concerns: none stands in the way.")
    reports = "One report is" if count == 1 else f"{count} reports are"
    told = f"{reports} open. The safety officer looks into it; ask before you decide."
    remedy = "The clinical director tells you when it is decided."
    return unknown(code, subject, LOOKED_AT_LAST, remedy, confidential_text=told)


def waived_thing(code: str, words: str = "") -> str:
    """This will name what is waived: in the set's own words, or else by its code."""
    return words.strip().rstrip(".") or code.replace("-", " ").lower()


def _months(ask: Mapping) -> str:
    return "one month" if ask["months"] == 1 else f"{ask['months']} months"
