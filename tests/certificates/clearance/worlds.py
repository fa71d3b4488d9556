"""A fully clear world for the gate, and ways to spoil one thing in it.

Monday 7 December 2026, a medication session at a clinic in New York, staffing code
B: Wanda leads, Mark is with her, both at L3 with T; Clara is the medical clinician,
Sam is second staff. Dana directs the clinic and Max is its medical director; neither
is on the team.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from certificates.clearance.decide import decide
from certificates.clearance.policy import default_policy
from certificates.clearance.question import parse
from certificates.clearance.world import (
    AttestationFacts,
    BusyFacts,
    ClinicFacts,
    ClockFacts,
    CredentialFacts,
    DocumentFacts,
    ExclusionCheckFacts,
    MemberFacts,
    MembershipFacts,
    PersonFacts,
    SessionFacts,
    SignatureFacts,
    VerificationFacts,
    WorldFacts,
)

NOW = datetime(2026, 12, 7, 16, 30, tzinfo=UTC)
STARTS = datetime(2026, 12, 7, 17, 0, tzinfo=UTC)
ENDS = datetime(2026, 12, 7, 18, 30, tzinfo=UTC)
TODAY = date(2026, 12, 7)
POLICY = default_policy()

NORTH = ClinicFacts(
    slug="north",
    name="North Clinic",
    time_zone="America/New_York",
    jurisdiction="US-MA",
    in_person=True,
    bp_review="140/90",
    bp_stop="180/110",
    observe_minutes=120,
    release_criteria="Steady, oriented, escorted.",
    set_on=date(2026, 1, 5),
)
TEAM = (
    MemberFacts("wanda", "lead"),
    MemberFacts("mark", "co_therapist"),
    MemberFacts("clara", "medical_clinician"),
    MemberFacts("sam", "second_staff"),
)


def ago(days=0, hours=0):
    return NOW - timedelta(days=days, hours=hours)


def day(offset):
    return TODAY + timedelta(days=offset)


def document(kind="LICENCE", **changes):
    row = DocumentFacts(
        kind=kind,
        issued_on=date(2026, 1, 1),
        expires_on=date(2027, 12, 31),
        jurisdiction="US-MA" if kind == "LICENCE" else "",
        verifications=(verification(),) if kind == "LICENCE" else (),
        id=f"document-{kind}",
    )
    return replace(row, **changes)


def verification(on=None, outcome="VERIFIED", method="PRIMARY_SOURCE"):
    return VerificationFacts(on or day(-10), method, outcome)


def credential(type_, **changes):
    row = CredentialFacts(
        type_, "north", date(2026, 1, 1), date(2027, 12, 31), "ACTIVE", id=type_
    )
    return replace(row, **changes)


def candidate(target):
    return credential("CANDIDATE", target=target)


def check(on=None, outcome="CLEAR"):
    return ExclusionCheckFacts(on or day(-5), outcome)


def member_of(role, clinic="north", starts_on=date(2025, 1, 1), ends_on=None):
    return MembershipFacts(clinic, role, starts_on, ends_on)


def person(id_, role="THERAPIST", *credentials, gender="WOMAN", **changes):
    """Return somebody with everything in order."""
    row = PersonFacts(
        id=id_,
        name=id_.title(),
        gender=gender,
        matching_consent=True,
        memberships=(member_of(role),),
        documents=(document("LICENCE"), document("LIABILITY"), document("BLS")),
        exclusion_checks=(check(),),
        credentials=tuple(credential(c) for c in credentials),
        refreshed_on=date(2026, 6, 1),
        drilled_on=date(2026, 10, 1),
    )
    return replace(row, **changes)


def attested(code, by="wanda", at=None):
    return AttestationFacts(code, by, at or ago(hours=1))


def signed(code, by="dana", reason="Agreed with the patient.", at=None):
    return SignatureFacts(code, by, reason, at or ago(hours=1))


ATTESTATIONS = (
    attested("PREPARATION-DONE", at=ago(days=20)),
    attested("PREPARATION-DONE", at=ago(days=13)),
    attested("PREPARATION-DONE", at=ago(days=6)),
    attested("PRESCRIBER-CLEARANCE", by="clara", at=ago(days=3)),
    attested("CONSENT-EARLIER-DAY", at=ago(days=3)),
    attested("DAY-OF-SCREEN"),
    attested("ESCORT-CONFIRMED"),
    attested("KIT-READY", by="sam"),
    attested("COMFORT-READY", by="sam"),
    attested("PAUSE-BY-TWO", by="wanda"),
    attested("PAUSE-BY-TWO", by="clara"),
)
SESSION = SessionFacts(
    code="s1",
    clinic="north",
    kind="MEDICATION",
    starts_at=STARTS,
    ends_at=ENDS,
    route="IM",
    ordinal=1,
    staffing_code="B",
    preference="NONE_STATED",
    state="BOOKED",
    members=TEAM,
    attestations=ATTESTATIONS,
)
CLEAR = WorldFacts(
    clinic=NORTH,
    clock=ClockFacts(NOW, NOW, ago(hours=2)),
    people=(
        person("wanda", "THERAPIST", "L3", "T"),
        person("mark", "THERAPIST", "L3", "T", gender="MAN"),
        person("clara", "MEDICAL_CLINICIAN"),
        person("sam", "STAFF"),
        person("dana", "CLINICAL_DIRECTOR"),
        person("max", "MEDICAL_DIRECTOR"),
    ),
    session=SESSION,
)


def change_person(world, id_, **changes):
    people = tuple(replace(p, **changes) if p.id == id_ else p for p in world.people)
    return replace(world, people=people)


def add(world, *people):
    return replace(world, people=(*world.people, *people))


def change_session(world, **changes):
    return replace(world, session=replace(world.session, **changes))


def change_clinic(world, **changes):
    return replace(world, clinic=replace(world.clinic, **changes))


def without_attestation(world, code):
    rows = tuple(a for a in world.session.attestations if a.code != code)
    return change_session(world, attestations=rows)


def attesting(world, *rows):
    """Return the world with its attestations of these codes replaced."""
    codes = {row.code for row in rows}
    others = tuple(a for a in world.session.attestations if a.code not in codes)
    return change_session(world, attestations=(*others, *rows))


def of_kind(kind, world=CLEAR):
    return change_session(world, kind=kind, ordinal=None, attestations=())


def busy(role="lead", clinic="north", begins=STARTS, ends=ENDS, **changes):
    row = BusyFacts("s2", clinic, role, "PREPARATION", begins, ends, "BOOKED", 120)
    return replace(row, **changes)


def ask(action="start", subject=None, resource=None, context=None):
    """Return a question as a dict, about the stored session unless told otherwise."""
    return {
        "subject": {"type": "team", "id": "t1", "properties": subject or {}},
        "action": {"name": action},
        "resource": {"type": "session", "id": "s1", "properties": resource or {}},
        "context": context or {},
    }


def ask_one(person_id, role=None, action="book"):
    properties = {"role": role} if role else {}
    return {
        **ask(action),
        "subject": {"type": "practitioner", "id": person_id, "properties": properties},
    }


def members(*pairs):
    return {"members": [{"id": id_, "role": role} for id_, role in pairs]}


def described(world=CLEAR):
    """Return the stored session the way a question would describe it."""
    session = world.session
    return {
        "clinic": session.clinic,
        "kind": session.kind,
        "starts_at": session.starts_at.isoformat(),
        "ends_at": session.ends_at.isoformat(),
        "ordinal": session.ordinal,
        "staffing_code": session.staffing_code,
        "preference": session.preference,
        "attestations": [
            {"code": a.code, "by": a.by, "at": a.at.isoformat()}
            for a in session.attestations
        ],
    }


def judge(world=CLEAR, action="start", now=NOW, policy=POLICY, question=None):
    """Return the decision on a world; both clocks stand at the moment of asking."""
    if world.clock == CLEAR.clock:
        world = replace(world, clock=ClockFacts(now, now))
    return decide(parse(question or ask(action)), world, policy, now)


def reasons(decision):
    """Return what stands in the way as {(code, result, type, subject)}."""
    return {(v.code, v.result.value, v.type.value, v.subject) for v in decision.reasons}


def found(decision, code, subject=None):
    """Return the one verdict of a code, about one subject if several are judged."""
    rows = [
        v
        for v in decision.verdicts
        if v.code == code and (subject is None or v.subject == subject)
    ]
    assert len(rows) == 1, rows
    return rows[0]


def result(decision, code, subject=None):
    return found(decision, code, subject).result.value


def warned(decision):
    return {v.code for v in decision.warnings}
