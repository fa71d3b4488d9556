"""The catalogue: every criterion the gate knows, in the order it tells them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from certificates.clearance.case import Case, Stage
from certificates.clearance.criteria import (
    attestations,
    bookings,
    composition,
    currency,
    levels,
    people,
    session,
    team,
)
from certificates.clearance.verdicts import Kind, Verdict

Judge = Callable[[Case, Mapping[str, Any]], Iterable[Verdict]]
BOOK_AND_START = frozenset({Stage.BOOK, Stage.START})
AT_START = frozenset({Stage.START})


@dataclass(frozen=True)
class Criterion:
    """One question the gate asks.

    `judge` returns a verdict for each subject, none where it does not apply.
    `asks_one_person` tells that it is asked when one person is judged alone.
    """

    code: str
    rules: tuple[str, ...]
    description: str
    judge: Judge
    type: Kind = Kind.HARD
    stages: frozenset[Stage] = BOOK_AND_START
    asks_one_person: bool = False


def _criterion(code: str, rules: str, judge: Judge, description: str, **more):
    return Criterion(code, tuple(rules.split()), description, judge, **more)


def _personal(code: str, rules: str, judge: Judge, description: str) -> Criterion:
    return _criterion(code, rules, judge, description, asks_one_person=True)


def _start(code: str, rules: str, judge: Judge, description: str) -> Criterion:
    return _criterion(code, rules, judge, description, stages=AT_START)


ORDERED = (
    _personal(
        "LICENCE-ACTIVE",
        "R-01",
        people.licence_active,
        "A licence for the clinic's jurisdiction, current and verified at its source.",
    ),
    _personal(
        "EXCLUSION-CLEAR",
        "R-01",
        people.exclusion_clear,
        "Checked against the exclusion list not long ago, and not on it.",
    ),
    _personal(
        "LIABILITY-CURRENT",
        "R-01",
        currency.liability_current,
        "Liability cover through the end of the session.",
    ),
    _personal(
        "LEVEL-SUFFICIENT",
        "R-02 R-03 R-04",
        levels.level_sufficient,
        "The level the role asks for, or a candidate beside an assessor.",
    ),
    _criterion(
        "SUPERVISOR-PRESENT",
        "R-03",
        levels.supervisor_present,
        "For L2a somebody with L3 in the room, for L2b on site.",
    ),
    _personal(
        "BLS-CURRENT",
        "R-09",
        currency.bls_current,
        "Basic life support through the end of a medication session.",
    ),
    _personal(
        "DRILL-CURRENT",
        "R-09",
        currency.drill_current,
        "An emergency drill not long before a medication session.",
    ),
    _personal(
        "REFRESH-CURRENT",
        "R-10",
        currency.refresh_current,
        "The yearly refresh of all critical items.",
    ),
    _personal(
        "NOT-SUSPENDED",
        "R-11",
        people.not_suspended,
        "Free to be assigned.",
    ),
    _criterion(
        "TEAM-DISTINCT",
        "R-16",
        team.team_distinct,
        "Different people, one lead, at most two therapists.",
    ),
    _personal(
        "MEMBER-AT-CLINIC",
        "R-03 R-19",
        people.member_at_clinic,
        "A role at the clinic that fits and lasts through the session.",
    ),
    _criterion(
        "TRAUMA-ENDORSED",
        "R-12",
        levels.trauma_endorsed,
        "Endorsement T where the staffing code asks for it.",
    ),
    _criterion(
        "PREFERENCE-ASKED",
        "R-14",
        composition.preference_asked,
        "The patient was asked for a preference before anybody is assigned.",
    ),
    _criterion(
        "COMPOSITION",
        "R-13 R-15",
        composition.composition,
        "The team fits the stated preference, or the default for the staffing code.",
    ),
    _criterion(
        "RELATION-DECLARED",
        "R-17",
        team.relation_declared,
        "The two therapists have no declared relation.",
        type=Kind.SIGN,
    ),
    _criterion(
        "SECOND-STAFF",
        "R-18",
        team.second_staff,
        "A second qualified person within call.",
    ),
    _criterion(
        "MEDICAL-CLINICIAN",
        "R-19",
        team.medical_clinician,
        "Exactly one medical clinician of record.",
    ),
    _personal(
        "NOT-DOUBLE-BOOKED",
        "R-03 R-18",
        bookings.not_double_booked,
        "Not in another session at the same time, observation included.",
    ),
    _criterion(
        "SITE-READY",
        "R-21 R-29",
        session.site_ready,
        "In person, with the site values set and dated.",
        asks_one_person=True,
    ),
    _start(
        "PRESCRIBER-CLEARANCE",
        "R-22",
        attestations.prescriber_clearance,
        "The prescriber's clearance, attested not long ago.",
    ),
    _criterion(
        "PREPARATION-DONE",
        "R-23",
        attestations.preparation_done,
        "At least one preparation session, attested by a therapist.",
    ),
    _start(
        "CONSENT-EARLIER-DAY",
        "R-24",
        attestations.consent_earlier_day,
        "Consent given on a day before the session.",
    ),
    _start(
        "DAY-OF-SCREEN",
        "R-25",
        attestations.day_of_screen,
        "The safety screen of the day.",
    ),
    _start(
        "ESCORT-CONFIRMED",
        "R-26",
        attestations.escort_confirmed,
        "The escort home, confirmed on the day.",
    ),
    _start(
        "PAUSE-BY-TWO",
        "R-27",
        attestations.pause_by_two,
        "The pause before the medicine, attested by two of the team.",
    ),
    _start(
        "ROOM-READY",
        "R-28",
        attestations.room_ready,
        "The emergency kit checked on the day, and the room made comfortable.",
    ),
    _criterion(
        "COURSE-LENGTH",
        "R-30",
        session.course_length,
        "A late session of a course is signed by a director and a prescriber.",
        type=Kind.SIGN,
    ),
    _criterion(
        "INTEGRATION-SINCE",
        "R-35",
        attestations.integration_since,
        "An integration session since the last medication session.",
    ),
    _start(
        "SESSION-OPENABLE",
        "R-03",
        session.session_openable,
        "Booked, and about to begin.",
    ),
    _start(
        "TEAM-AS-BOOKED",
        "R-03",
        session.team_as_booked,
        "The team that was booked.",
    ),
    _criterion(
        "CLOCK-SANE",
        "",
        session.clock_sane,
        "The clocks of the system agree with each other and with the log.",
        asks_one_person=True,
    ),
)

CATALOGUE: Mapping[str, Criterion] = {c.code: c for c in ORDERED}
