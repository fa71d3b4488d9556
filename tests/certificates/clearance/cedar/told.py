"""A drawn world as Cedar is told it: days as ordinals, moments as minutes."""

from datetime import datetime
from zoneinfo import ZoneInfo

from certificates.clearance.world import PersonFacts, WorldFacts
from tests.certificates.clearance.worlds import NOW

NEW_YORK = ZoneInfo("America/New_York")
ROLES = {
    "lead": "lead",
    "co_therapist": "co",
    "supervisor": "supervisor",
    "assessor": "assessor",
    "medical_clinician": "clinician",
    "second_staff": "second",
}
SINGLE = {
    "PREPARATION-DONE": "PREPARATION",
    "INTEGRATION-SINCE": "INTEGRATION",
    "PRESCRIBER-CLEARANCE": "PRESCRIBER",
    "CONSENT-EARLIER-DAY": "CONSENT",
    "DAY-OF-SCREEN": "SCREEN",
    "ESCORT-CONFIRMED": "ESCORT",
    "KIT-READY": "KIT",
}


def minutes(moment: datetime) -> int:
    return int(moment.timestamp() // 60)


def day(moment: datetime) -> int:
    return moment.astimezone(NEW_YORK).date().toordinal()


def told(world: WorldFacts) -> dict:
    """Give the context of one Cedar request."""
    session, clinic = world.session, world.clinic
    is_medication = session.kind == "MEDICATION"
    observed = (clinic.observe_minutes if is_medication else 0) or 0
    ends = minutes(session.ends_at) + observed
    context = {
        "kind": session.kind,
        "code": session.staffing_code,
        "state": session.state,
        "ordinal": session.ordinal or 0,
        "clinic": clinic.slug,
        "now": minutes(NOW),
        "today": day(NOW),
        "first": day(session.starts_at),
        "last": datetime.fromtimestamp(ends * 60, NEW_YORK).date().toordinal(),
        "begins": minutes(session.starts_at),
        "planned_end": minutes(session.ends_at),
        "ends": ends,
        "site_ready": bool(clinic.bp_stop),
        "related": bool(world.relations),
        "distinct": len({m.id for m in session.members}) == len(session.members),
        "attested": attestations(world),
        **signatures(world),
    }
    if session.preference is not None:
        context["preference"] = session.preference
    roster = {p.id: p for p in world.people}
    for member in session.members:
        row = somebody(roster[member.id])
        if member.presence:
            row["presence"] = member.presence
        context[ROLES[member.role]] = row
    return context


def period(first, last) -> dict:
    return {
        name: value.toordinal()
        for name, value in (("from", first), ("to", last))
        if value is not None
    }


def somebody(who: PersonFacts) -> dict:
    row = {"gender": who.gender, "consent": who.matching_consent}
    row["suspended"] = any(
        s.starts_at <= NOW and (s.lifted_at is None or s.lifted_at > NOW)
        for s in who.suspensions
    )
    for document in who.documents:
        told = period(document.issued_on, document.expires_on)
        if document.kind == "LICENCE":
            told |= licence(document)
        row[document.kind.lower()] = told
    for held in who.credentials:
        row[held.type] = period(held.valid_from, held.valid_to) | {
            "state": held.state,
            "clinic": held.clinic,
            "target": held.target,
        }
    for member in who.memberships:
        # Open-ended only where no last day was ever given.
        row["membership"] = period(member.starts_on, member.ends_on) | {
            "here": member.clinic == "north",
            "role": member.role,
        }
    for check in who.exclusion_checks:
        if check.on is not None:
            row["check"] = {"on": check.on.toordinal(), "outcome": check.outcome}
    if who.refreshed_on:
        due = who.refreshed_on.replace(year=who.refreshed_on.year + 1)
        row["refresh_due"] = due.toordinal()
    if who.drilled_on:
        month = who.drilled_on.month + 6
        year = who.drilled_on.year + (month > 12)
        due = who.drilled_on.replace(year=year, month=(month - 1) % 12 + 1)
        row["drill_due"] = due.toordinal()
    for other in who.busy:
        observed = other.observe_minutes if other.kind == "MEDICATION" else 0
        row["busy"] = {
            "begins": minutes(other.starts_at),
            "end": minutes(other.ends_at) + observed,
            "state": other.state,
            "role": other.role,
            "here": other.clinic == "north",
        }
    return row


def licence(document) -> dict:
    told = {
        "here": document.jurisdiction == "US-MA",
        "discipline": document.discipline,
        "method": "NONE",
        "outcome": "NONE",
    }
    for row in document.verifications:
        told |= {"method": row.method, "outcome": row.outcome}
        if row.on is not None:
            told["verified_on"] = row.on.toordinal()
    return told


def attestations(world: WorldFacts) -> dict:
    found: dict = {}
    team = {m.id for m in world.session.members}
    for row in world.session.attestations:
        told = {
            "at": minutes(row.at),
            "day": day(row.at),
            "on_team": row.by in team,
            "by_l1": knew_l1(world, row.by, day(row.at)),
        }
        if row.code in SINGLE:
            found[SINGLE[row.code]] = told
        elif "PAUSE1" not in found:
            found["PAUSE1"] = told | {"by": row.by}
        elif found["PAUSE1"]["by"] != row.by:
            found["PAUSE2"] = told
    found.get("PAUSE1", {}).pop("by", None)
    return found


def knew_l1(world: WorldFacts, id_: str, on: int) -> bool:
    rows = [c for p in world.people if p.id == id_ for c in p.credentials]
    return any(
        c.type in ("L1", "L2A", "L2B", "L3")
        and c.clinic == "north"
        and c.state != "REVOKED"
        and c.valid_from.toordinal() <= on <= c.valid_to.toordinal()
        for c in rows
        if c.valid_from and c.valid_to
    )


def signatures(world: WorldFacts) -> dict:
    rows = [(row.code, row.by) for row in world.session.signatures]
    course = {by for code, by in rows if code == "COURSE-LENGTH"}
    return {
        "signed_composition": ("COMPOSITION", "dana") in rows,
        "signed_relation": ("RELATION-DECLARED", "dana") in rows,
        "signed_consent": ("CONSENT-EARLIER-DAY", "dana") in rows,
        "signed_course": {"dana", "max"} <= course,
    }
