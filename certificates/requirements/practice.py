"""The leaf about observed practice: R-07. Pure."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from certificates.clearance.days import add_months, day_after
from certificates.clearance.verdicts import Verdict, met, unmet
from certificates.requirements.evidence import Evidence
from modules.records import ObservationRecord

KINDS = {
    "PREPARATION": "preparation",
    "MEDICATION": "medication",
    "CO_THERAPY": "co-therapy",
    "INTEGRATION": "integration",
}
WITH = {
    "DIRECT": " with a supervisor in the room",
    "ON_SITE": " with a supervisor on site",
}
# The ratings of each session together.
Sessions = list[list[ObservationRecord]]


def observations(ask: Mapping, evidence: Evidence) -> Verdict:
    """Enough sessions were observed, each with every domain at the floor or above.

    Whether the assessor was one is asked when a session is entered (R-08), not here.
    A session that several assessors rated is one session, and counts when all of
    them rated it well enough. One with a critical fail never counts. With `in_a_row`
    the newest ones are looked at and every one of them has to count.
    """
    code, subject = "OBSERVED-PRACTICE", evidence.person_id
    ask = {**ask, "floor": _floor(ask, evidence)}
    asked = [row for row in evidence.learning.observations if _is_asked(ask, row)]
    rows = [row for row in asked if _is_recent(ask, row, evidence.today)]
    rated = _by_session(rows)
    looked_at = rated[-ask["count"] :] if ask.get("in_a_row") else rated
    counted = [each for each in looked_at if all(_counts(ask, row) for row in each)]
    ids = tuple(str(row.id) for each in counted for row in each)
    text = f"{_sessions(ask)}: {min(len(counted), ask['count'])} of {ask['count']}."
    if len(counted) < ask["count"]:
        left = ask["count"] - len(counted)
        remedy = f"Have {left} more observed by an assessor{_bar(ask)}."
        return unmet(code, subject, text, remedy, evidence=ids)
    if len(_assessors(counted)) < ask.get("distinct_assessors", 1):
        text = f"{text[:-1]}, but all by the same assessor."
        return unmet(code, subject, text, "Let another assessor observe.", evidence=ids)
    return met(code, subject, text, evidence=ids, holds_until=_ends(ask, counted))


def _by_session(rows: Iterable[ObservationRecord]) -> Sessions:
    """The ratings of each session together, the newest session last."""
    found: dict[tuple[int, str], list[ObservationRecord]] = {}
    for row in sorted(rows, key=lambda row: (row.observed_on, str(row.id))):
        found.setdefault(row.session, []).append(row)
    return sorted(found.values(), key=lambda each: each[-1].observed_on)


def _is_asked(ask: Mapping, row: ObservationRecord) -> bool:
    return (
        row.form_code == ask["form"]
        and row.kind in ask["kinds"]
        and row.supervision == ask.get("supervision", row.supervision)
    )


def _is_recent(ask: Mapping, row: ObservationRecord, today: date) -> bool:
    return "months" not in ask or add_months(row.observed_on, ask["months"]) >= today


def _assessors(counted: Sessions) -> set[UUID]:
    return {row.assessor_id for each in counted for row in each}


def _ends(ask: Mapping, counted: Sessions) -> date | None:
    """The day on which so many have become too old that the rest is not enough."""
    if "months" not in ask:
        return None
    for place, each in enumerate(counted, start=1):
        rest = counted[place:]
        few = len(rest) < ask["count"]
        if few or len(_assessors(rest)) < ask.get("distinct_assessors", 1):
            return day_after(add_months(each[-1].observed_on, ask["months"]))
    return None


def _floor(ask: Mapping, evidence: Evidence) -> int:
    raised = ask.get("floor_if_held", {}).items()
    floors = [floor for type_, floor in raised if evidence.active([type_])]
    return max(floors, default=ask.get("floor", 0))


def _counts(ask: Mapping, row: ObservationRecord) -> bool:
    if row.had_critical_fail or not row.ratings:
        return False
    floors = ask.get("floors", {})
    named = all(row.ratings.get(domain, 0) >= floors[domain] for domain in floors)
    return named and min(row.ratings.values()) >= ask["floor"]


def _sessions(ask: Mapping) -> str:
    names = " and ".join(KINDS[kind] for kind in ask["kinds"])
    row = " in a row" if ask.get("in_a_row") else ""
    direct = WITH.get(ask.get("supervision", ""), "")
    recent = f" in the last {ask['months']} months" if "months" in ask else ""
    return f"Observed {names} sessions{row}{direct}{recent}{_bar(ask)}"


def _bar(ask: Mapping) -> str:
    named = [f"{domain} at {floor}" for domain, floor in ask.get("floors", {}).items()]
    bars = [f"every domain at {ask['floor']}", *named] if ask["floor"] else named
    return f", {' and '.join(bars)} or above" if bars else ""
