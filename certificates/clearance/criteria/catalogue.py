"""The catalogue: every criterion the gate knows, in the order it tells them.

`docs/clearance-criteria.md` is written from it by `manage.py criteria_catalogue`.
"""

from collections.abc import Mapping

from certificates.clearance.case import Stage
from certificates.clearance.criteria import (
    attestations,
    bookings,
    closing,
    composition,
    currency,
    levels,
    people,
    session,
    team,
)
from certificates.clearance.criteria.criterion import (
    AT_START,
    AT_THE_END,
    BOOK_AND_START,
    HARD,
    SIGN,
    WARN,
    Criterion,
    criterion,
    personal,
    to_begin,
)

ORDERED = (
    personal(
        "LICENCE-ACTIVE",
        "R-01",
        people.licence_active,
        "A licence for the clinic's jurisdiction, current and verified at its source.",
    ),
    personal(
        "EXCLUSION-CLEAR",
        "R-01",
        people.exclusion_clear,
        "Checked against the exclusion list not long ago, and not on it.",
    ),
    personal(
        "LIABILITY-CURRENT",
        "R-01",
        currency.liability_current,
        "Liability cover through the end of the session.",
    ),
    personal(
        "LEVEL-SUFFICIENT",
        "R-02 R-03 R-04",
        levels.level_sufficient,
        "The level the role asks for, or a candidate beside an assessor.",
    ),
    criterion(
        "SUPERVISOR-PRESENT",
        "R-03",
        levels.supervisor_present,
        "For L2a somebody with L3 in the room, for L2b on site.",
    ),
    personal(
        "BLS-CURRENT",
        "R-09",
        currency.bls_current,
        "Basic life support through the end of a medication session.",
    ),
    personal(
        "DRILL-CURRENT",
        "R-09",
        currency.drill_current,
        "An emergency drill not long before a medication session.",
    ),
    personal(
        "REFRESH-CURRENT",
        "R-10",
        currency.refresh_current,
        "The yearly refresh of all critical items.",
        stages=to_begin(HARD, WARN),
    ),
    personal(
        "NOT-SUSPENDED",
        "R-11",
        people.not_suspended,
        "Free to be assigned.",
    ),
    criterion(
        "TEAM-DISTINCT",
        "R-16",
        team.team_distinct,
        "Different people, one lead, at most two therapists.",
    ),
    personal(
        "MEMBER-AT-CLINIC",
        "R-03 R-19",
        people.member_at_clinic,
        "A role at the clinic that fits and lasts through the session.",
    ),
    criterion(
        "TRAUMA-ENDORSED",
        "R-12",
        levels.trauma_endorsed,
        "Endorsement T where the staffing code asks for it.",
    ),
    criterion(
        "PREFERENCE-ASKED",
        "R-14",
        composition.preference_asked,
        "The patient was asked for a preference before anybody is assigned.",
    ),
    criterion(
        "COMPOSITION",
        "R-13 R-15",
        composition.composition,
        "The team fits the stated preference, or the default for the staffing code.",
        stages=to_begin(HARD, SIGN),
    ),
    criterion(
        "RELATION-DECLARED",
        "R-17",
        team.relation_declared,
        "The two therapists have no declared relation.",
        stages=to_begin(SIGN),
    ),
    criterion(
        "SECOND-STAFF",
        "R-18",
        team.second_staff,
        "A second qualified person within call.",
    ),
    criterion(
        "MEDICAL-CLINICIAN",
        "R-19",
        team.medical_clinician,
        "Exactly one medical clinician of record.",
    ),
    personal(
        "NOT-DOUBLE-BOOKED",
        "R-03 R-18",
        bookings.not_double_booked,
        "Not in another session at the same time, observation included.",
    ),
    criterion(
        "SITE-READY",
        "R-21 R-29",
        session.site_ready,
        "In person, with the site values set and dated.",
        asks_one_person=True,
    ),
    criterion(
        "PRESCRIBER-CLEARANCE",
        "R-22",
        attestations.prescriber_clearance,
        "The prescriber's clearance, attested not long ago.",
        stages=AT_START,
    ),
    criterion(
        "PREPARATION-DONE",
        "R-23",
        attestations.preparation_done,
        "At least one preparation session, attested by a therapist.",
        stages=to_begin(HARD, WARN),
    ),
    criterion(
        "CONSENT-EARLIER-DAY",
        "R-24",
        attestations.consent_earlier_day,
        "Consent given on a day before the session.",
        stages={Stage.START: (HARD, SIGN)},
    ),
    criterion(
        "DAY-OF-SCREEN",
        "R-25",
        attestations.day_of_screen,
        "The safety screen of the day.",
        stages=AT_START,
    ),
    criterion(
        "ESCORT-CONFIRMED",
        "R-26",
        attestations.escort_confirmed,
        "The escort home, confirmed on the day.",
        stages={**AT_START, Stage.RELEASE: (HARD,)},
    ),
    criterion(
        "PAUSE-BY-TWO",
        "R-27",
        attestations.pause_by_two,
        "The pause before the medicine, attested by two of the team.",
        stages=AT_START,
    ),
    criterion(
        "ROOM-READY",
        "R-28",
        attestations.room_ready,
        "The emergency kit checked on the day, and the room made comfortable.",
        stages={Stage.START: (HARD, WARN)},
    ),
    criterion(
        "COURSE-LENGTH",
        "R-30",
        session.course_length,
        "A late session of a course is signed by a director and a prescriber.",
        stages=to_begin(SIGN),
    ),
    criterion(
        "INTEGRATION-SINCE",
        "R-35",
        attestations.integration_since,
        "An integration session since the last medication session.",
    ),
    criterion(
        "SESSION-OPENABLE",
        "R-03",
        session.session_openable,
        "Booked, and about to begin.",
        stages=AT_START,
    ),
    criterion(
        "TEAM-AS-BOOKED",
        "R-03",
        session.team_as_booked,
        "The team that was booked.",
        stages=AT_START,
    ),
    criterion(
        "SESSION-UNDER-WAY",
        "R-33 R-36",
        closing.session_under_way,
        "Under way before the release; released, where there is one, before closing.",
        stages=AT_THE_END,
    ),
    criterion(
        "RELEASE-CRITERIA",
        "R-33",
        closing.release_criteria,
        "The release criteria, attested by the medical clinician of record after the "
        "observation time.",
        stages=AT_THE_END,
    ),
    criterion(
        "NEXT-CONTACT",
        "R-34",
        closing.next_contact,
        "The next contact and the integration session, attested as arranged.",
        stages={Stage.RELEASE: (WARN,), Stage.CLOSE: (HARD,)},
    ),
    criterion(
        "PRESENCE-CONTINUOUS",
        "R-32",
        closing.presence_continuous,
        "Continuous presence through the observation time, or a gap put on record.",
        stages={Stage.CLOSE: (HARD, WARN)},
    ),
    criterion(
        "ADVERSE-EVENT-FORM",
        "R-36",
        closing.adverse_event_form,
        "Nothing adverse happened, or the form about it is filled in.",
        stages={Stage.CLOSE: (HARD, WARN)},
    ),
    criterion(
        "CLOCK-SANE",
        "",
        session.clock_sane,
        "The clocks of the system agree with each other and with the log.",
        asks_one_person=True,
        stages={**BOOK_AND_START, **AT_THE_END},
    ),
)

CATALOGUE: Mapping[str, Criterion] = {c.code: c for c in ORDERED}
