"""Worlds spoiled in one way each, so that every sentence of the gate is said once."""

from dataclasses import replace
from datetime import date, timedelta

from certificates.clearance.world import (
    MemberFacts,
    RelationFacts,
    SuspensionFacts,
)
from tests.certificates.clearance.endings import (
    BEGAN,
    CLOSE_AT,
    RELEASE_AT,
    RELEASED,
    UNDER_WAY,
    in_emergency,
)
from tests.certificates.clearance.worlds import (
    CLEAR,
    ENDS,
    NOW,
    STARTS,
    TEAM,
    ago,
    attested,
    attesting,
    busy,
    candidate,
    change_clinic,
    change_person,
    change_session,
    check,
    credential,
    day,
    document,
    member_of,
    of_kind,
    signed,
    verification,
    without_attestation,
)

OTHERS = (document("LIABILITY"), document("BLS"))


def wanda(**changes):
    return change_person(CLEAR, "wanda", **changes)


def licence(*rows):
    return wanda(documents=(*rows, *OTHERS))


def without_document(kind):
    rows = [document(k) for k in ("LICENCE", "LIABILITY", "BLS") if k != kind]
    return wanda(documents=tuple(rows))


def levels(*types, **more):
    return change_person(
        CLEAR, "mark", credentials=tuple(credential(t) for t in types), **more
    )


def team(*pairs):
    return change_session(CLEAR, members=tuple(MemberFacts(*p) for p in pairs))


def last(ordinal):
    world = attesting(CLEAR, attested("INTEGRATION-SINCE"))
    return change_session(world, ordinal=ordinal)


def suspended(*kinds):
    rows = [
        SuspensionFacts(ago(days=2), None, kind, f"suspension-{kind}") for kind in kinds
    ]
    return wanda(suspensions=tuple(rows))


def expiring(kind, **changes):
    rows = [document(k) for k in ("LICENCE", "LIABILITY", "BLS") if k != kind]
    return wanda(documents=(*rows, document(kind, **changes)))


BEGINNING = {
    "everything is met": CLEAR,
    "licence: none": without_document("LICENCE"),
    "licence: of another place": licence(document(jurisdiction="US-VT")),
    "licence: the clinic has no jurisdiction": change_clinic(CLEAR, jurisdiction=""),
    "licence: discipline": licence(document(discipline=True)),
    "licence: expired": licence(document(expires_on=day(-1))),
    "licence: begins later": licence(document(issued_on=day(1))),
    "licence: undated": licence(document(issued_on=None)),
    "licence: not verified": licence(document(verifications=())),
    "licence: not confirmed": licence(
        document(verifications=(verification(outcome="NOT_FOUND"),))
    ),
    "licence: board out of reach": licence(
        document(verifications=(verification(outcome="UNAVAILABLE"),))
    ),
    "licence: verified long ago": licence(
        document(verifications=(verification(day(-121)),))
    ),
    "liability: none": without_document("LIABILITY"),
    "liability: expired": expiring("LIABILITY", expires_on=day(-1)),
    "life support: none": without_document("BLS"),
    "life support: expired": expiring("BLS", expires_on=day(-1)),
    "exclusion: not checked": wanda(exclusion_checks=()),
    "exclusion: confirmed": wanda(exclusion_checks=(check(outcome="CONFIRMED"),)),
    "exclusion: perhaps": wanda(exclusion_checks=(check(outcome="POTENTIAL_MATCH"),)),
    "exclusion: long ago": wanda(exclusion_checks=(check(day(-32)),)),
    "level: none": levels("T"),
    "level: candidate alone": change_person(
        CLEAR, "mark", credentials=(credential("T"), candidate("L2"))
    ),
    "level: no L1": change_person(of_kind("PREPARATION"), "mark", credentials=()),
    "support: L2a alone": change_person(
        levels("L2A", "T"), "wanda", credentials=(credential("L2A"), credential("T"))
    ),
    "support: L2b alone": change_person(
        levels("L2B", "T"), "wanda", credentials=(credential("L2B"), credential("T"))
    ),
    "support: given": levels("L2A", "T"),
    "drill: none": wanda(drilled_on=None),
    "drill: lapsed": wanda(drilled_on=date(2026, 6, 6)),
    "refresh: none": wanda(refreshed_on=None),
    "refresh: in grace": wanda(refreshed_on=day(-366)),
    "refresh: too late": wanda(refreshed_on=day(-400)),
    "suspended": suspended("PRECAUTIONARY", "ADMINISTRATIVE"),
    "team: twice": team(*[(m.id, m.role) for m in TEAM], ("wanda", "observer")),
    "team: three therapists, two leads": team(
        ("wanda", "lead"), ("mark", "lead"), ("dana", "co_therapist")
    ),
    "clinic: not on the roster": team(
        ("wanda", "lead"), ("ghost", "medical_clinician"), ("mark", "co_therapist")
    ),
    "clinic: no membership": change_person(CLEAR, "sam", memberships=()),
    "clinic: wrong role": change_person(
        CLEAR, "clara", memberships=(member_of("STAFF"),)
    ),
    "trauma: not endorsed": levels("L3"),
    "preference: not asked": change_session(CLEAR, preference="NOT_ASKED"),
    "preference: unreadable": change_session(CLEAR, preference="PURPLE"),
    "composition: against a preference": change_session(CLEAR, preference="TWO_WOMEN"),
    "composition: unknown gender": change_session(
        change_person(CLEAR, "mark", gender="UNDISCLOSED"), preference="WOMAN_AND_MAN"
    ),
    "composition: to be signed": change_person(CLEAR, "mark", gender="WOMAN"),
    "composition: signed": change_session(
        change_person(CLEAR, "mark", gender="WOMAN"),
        signatures=(signed("COMPOSITION"),),
    ),
    "relation": replace(
        CLEAR,
        relations=(
            RelationFacts("mark", "wanda", "SPOUSE", "r1"),
            RelationFacts("wanda", "mark", "EMPLOYER", "r2"),
        ),
    ),
    "second staff: none": change_session(levels("L1", "T"), members=TEAM[:3]),
    "clinician: none": change_session(CLEAR, members=(*TEAM[:2], TEAM[3])),
    "clinician: two": change_session(
        CLEAR, members=(*TEAM, MemberFacts("max", "medical_clinician"))
    ),
    "booked elsewhere": wanda(busy=(busy(), busy(session="s3", clinic="south"))),
    "site: not in person": change_clinic(CLEAR, in_person=False),
    "site: from tomorrow": change_clinic(CLEAR, set_on=day(1)),
    "site: nothing set": change_clinic(
        CLEAR,
        in_person=None,
        bp_review="",
        bp_stop=" ",
        observe_minutes=None,
        release_criteria="",
        set_on=None,
    ),
    "prescriber: not attested": without_attestation(CLEAR, "PRESCRIBER-CLEARANCE"),
    "prescriber: too old": attesting(
        CLEAR, attested("PRESCRIBER-CLEARANCE", at=ago(days=8))
    ),
    "preparation: none": without_attestation(CLEAR, "PREPARATION-DONE"),
    "preparation: one": attesting(CLEAR, attested("PREPARATION-DONE", at=ago(days=6))),
    "consent: none": without_attestation(CLEAR, "CONSENT-EARLIER-DAY"),
    "consent: same day": attesting(CLEAR, attested("CONSENT-EARLIER-DAY")),
    "screen: none": without_attestation(CLEAR, "DAY-OF-SCREEN"),
    "escort: none": without_attestation(CLEAR, "ESCORT-CONFIRMED"),
    "pause: none": without_attestation(CLEAR, "PAUSE-BY-TWO"),
    "room: no kit": without_attestation(CLEAR, "KIT-READY"),
    "room: no comfort": without_attestation(CLEAR, "COMFORT-READY"),
    "course: fourth": last(4),
    "course: fourth, signed": change_session(
        last(4), signatures=(signed("COURSE-LENGTH"), signed("COURSE-LENGTH", by="max"))
    ),
    "integration: none": change_session(CLEAR, ordinal=2),
    "session: under way": change_session(CLEAR, state="STARTED"),
    "session: no state": change_session(CLEAR, state=None),
    "clock: unread": replace(CLEAR, clock=replace(CLEAR.clock, database_at=None)),
    "clock: apart": replace(
        CLEAR, clock=replace(CLEAR.clock, database_at=NOW + timedelta(minutes=6))
    ),
    "clock: before the log": replace(
        CLEAR, clock=replace(CLEAR.clock, newest_audit_at=NOW + timedelta(minutes=1))
    ),
}
ENDING = {
    "release: everything is met": (UNDER_WAY, "release", RELEASE_AT),
    "release: not under way": (RELEASED, "release", RELEASE_AT),
    "release: of a preparation": (of_kind("PREPARATION"), "release", NOW),
    "release: no state": (change_session(UNDER_WAY, state=""), "release", RELEASE_AT),
    "release: not attested": (
        without_attestation(UNDER_WAY, "RELEASE-CRITERIA"),
        "release",
        RELEASE_AT,
    ),
    "release: no observation time": (
        change_clinic(UNDER_WAY, observe_minutes=None),
        "release",
        RELEASE_AT,
    ),
    "release: no next contact": (
        without_attestation(UNDER_WAY, "NEXT-CONTACT"),
        "release",
        RELEASE_AT,
    ),
    "close: everything is met": (RELEASED, "close", CLOSE_AT),
    "close: nothing attested": (
        change_session(RELEASED, attestations=()),
        "close",
        CLOSE_AT,
    ),
    "close: not released": (UNDER_WAY, "close", CLOSE_AT),
    "close: a gap and a serious event": (
        attesting(
            RELEASED,
            attested("PRESENCE-GAP", at=BEGAN),
            attested("ADVERSE-EVENT-SERIOUS", at=BEGAN),
        ),
        "close",
        CLOSE_AT,
    ),
    "book: in an emergency": (
        in_emergency(change_person(UNDER_WAY, "wanda", drilled_on=None)),
        "book",
        BEGAN + timedelta(minutes=9),
    ),
    "start: too early": (CLEAR, "start", STARTS - timedelta(minutes=61)),
    "start: too late": (CLEAR, "start", ENDS),
}
