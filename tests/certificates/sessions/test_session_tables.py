"""The tables of sessions: moves, what a change voids, who attests, who signs."""

import itertools

import pytest

from certificates.clearance.policy import DEFAULT_PARAMETERS
from certificates.models import Session, SessionMember
from certificates.rules import session_plans
from certificates.rules.attesting import ATTESTED, Standing, is_needed_to_open
from certificates.rules.exception_codes import (
    EXCEPTION_CODES,
    roles_on_the_team,
    roles_that_sign,
)
from certificates.rules.session_changes import (
    VOIDS,
    Change,
    Voided,
    changes_between,
    voided_by,
)
from certificates.rules.session_moves import (
    MOVES,
    SessionMoveRefused,
    may_move,
    require_move,
)

STATES = Session.State.values
TALKING = {("BOOKED", "STARTED"), ("BOOKED", "CANCELLED"), ("STARTED", "CLOSED")}
MEDICATION = {
    ("BOOKED", "STARTED"),
    ("BOOKED", "CANCELLED"),
    ("STARTED", "RELEASED"),
    ("RELEASED", "CLOSED"),
}


class TestTheMoves:
    @pytest.mark.parametrize("kind", Session.Kind.values)
    @pytest.mark.parametrize("pair", list(itertools.product(STATES, STATES)))
    def test_are_these_and_no_others(self, kind, pair):
        wanted = pair in (MEDICATION if kind == "MEDICATION" else TALKING)

        assert may_move(kind, *pair) is wanted
        if not wanted:
            with pytest.raises(SessionMoveRefused):
                require_move(kind, *pair)

    def test_are_told_for_every_kind_and_state(self):
        assert set(MOVES) == set(Session.Kind.values)
        assert all(set(table) == set(STATES) for table in MOVES.values())

    def test_of_a_kind_nobody_knows_are_none(self):
        assert not may_move("DOSING", "BOOKED", "STARTED")


class TestWhatMayBeBooked:
    def test_is_what_the_tables_hold(self):
        assert set(Session.Kind.values) == session_plans.KINDS
        assert set(Session.StaffingCode.values) == session_plans.STAFFING_CODES
        assert set(Session.Preference.values) == session_plans.PREFERENCES
        assert set(SessionMember.Role.values) == session_plans.SEATS
        presences = {"", *SessionMember.Presence.values}
        assert presences == session_plans.PRESENCES


SNAPSHOT = {
    "clinic": "north",
    "route": "IM",
    "starts_at": "2026-11-06T15:00:00+00:00",
    "ends_at": "2026-11-06T16:30:00+00:00",
    "ordinal": 1,
    "staffing_code": "B",
    "preference": "NONE_STATED",
    "members": [
        {"id": "a", "role": "lead", "presence": ""},
        {"id": "b", "role": "supervisor", "presence": "ON_SITE"},
    ],
}
LEAD, SUPERVISOR = SNAPSHOT["members"]
PAUSE = "PAUSE-BY-TWO"
ON_THE_DAY = {"DAY-OF-SCREEN", "ESCORT-CONFIRMED", "KIT-READY", "COMFORT-READY"}


class TestAChange:
    @pytest.mark.parametrize(
        ("change", "wanted"),
        [
            ({}, set()),
            ({"members": [SUPERVISOR, LEAD]}, set()),
            ({"members": [LEAD]}, {Change.TEAM}),
            ({"members": []}, {Change.TEAM}),
            ({"members": [LEAD, LEAD, SUPERVISOR]}, {Change.TEAM}),
            ({"members": [LEAD | {"id": "c"}, SUPERVISOR]}, {Change.TEAM}),
            ({"members": [LEAD | {"role": "observer"}, SUPERVISOR]}, {Change.TEAM}),
            ({"members": [LEAD, SUPERVISOR | {"presence": "IN_ROOM"}]}, {Change.TEAM}),
            ({"starts_at": "2026-11-06T15:01:00+00:00"}, {Change.TIME}),
            ({"ends_at": "2026-11-06T16:31:00+00:00"}, {Change.TIME}),
            ({"route": "SL"}, {Change.ROUTE}),
            ({"ordinal": 2}, {Change.ORDINAL}),
            ({"staffing_code": "C"}, {Change.STAFFING_CODE}),
            ({"preference": "ONE_WOMAN"}, {Change.PREFERENCE}),
            ({"clinic": "south"}, {Change.PLACE}),
            ({"clinic": "south", "route": "SL"}, {Change.PLACE, Change.ROUTE}),
        ],
    )
    def test_is_seen(self, change, wanted):
        assert changes_between(SNAPSHOT, SNAPSHOT | change) == wanted
        assert changes_between(SNAPSHOT | change, SNAPSHOT) == wanted

    @pytest.mark.parametrize(
        ("change", "attestations", "signatures"),
        [
            (
                Change.TEAM,
                {PAUSE},
                {"COMPOSITION", "RELATION-DECLARED", "COURSE-LENGTH"},
            ),
            (
                Change.TIME,
                {"PRESCRIBER-CLEARANCE", PAUSE, *ON_THE_DAY},
                {"CONSENT-EARLIER-DAY"},
            ),
            (
                Change.ROUTE,
                {"PRESCRIBER-CLEARANCE", "CONSENT-EARLIER-DAY", PAUSE},
                {"CONSENT-EARLIER-DAY"},
            ),
            (Change.ORDINAL, {"INTEGRATION-SINCE"}, {"COURSE-LENGTH"}),
            (Change.STAFFING_CODE, set(), {"COMPOSITION"}),
            (Change.PREFERENCE, set(), {"COMPOSITION"}),
            (Change.PLACE, set(ATTESTED), set(EXCEPTION_CODES)),
        ],
    )
    def test_voids_this_and_nothing_else(self, change, attestations, signatures):
        assert voided_by({change}) == Voided(
            frozenset(attestations), frozenset(signatures)
        )

    def test_voids_what_each_of_several_does(self):
        both = voided_by({Change.TEAM, Change.ORDINAL})

        assert both.attestations == {PAUSE, "INTEGRATION-SINCE"}
        assert both.signatures == VOIDS[Change.TEAM].signatures

    def test_of_nothing_voids_nothing(self):
        assert voided_by(set()) == Voided()

    def test_has_a_row_for_every_kind_of_it(self):
        assert set(VOIDS) == set(Change)


NOBODY = Standing((), ())
THERAPIST = Standing({"THERAPIST"}, ())
SCHEDULER = Standing({"SCHEDULER"}, ())
AUDITOR = Standing({"AUDITOR", "SCHEDULER"}, ())
STAFF = Standing({"STAFF"}, ())
DIRECTOR = Standing({"CLINICAL_DIRECTOR"}, ())
MEDICAL = Standing({"MEDICAL_DIRECTOR"}, ())
CLINICIAN = Standing({"MEDICAL_CLINICIAN"}, ())
LEADING = Standing({"STAFF"}, {"lead"})
BESIDE = Standing({"STAFF"}, {"co_therapist"})
WATCHING = Standing({"STAFF"}, {"observer"})
OF_RECORD = Standing({"MEDICAL_CLINICIAN"}, {"medical_clinician"})
EVERYBODY = {
    "NOBODY": NOBODY,
    "THERAPIST": THERAPIST,
    "SCHEDULER": SCHEDULER,
    "AUDITOR": AUDITOR,
    "STAFF": STAFF,
    "DIRECTOR": DIRECTOR,
    "MEDICAL": MEDICAL,
    "CLINICIAN": CLINICIAN,
    "LEADING": LEADING,
    "BESIDE": BESIDE,
    "WATCHING": WATCHING,
    "OF_RECORD": OF_RECORD,
}
TEAM = {"LEADING", "BESIDE", "WATCHING", "OF_RECORD"}
THERAPISTS = {"THERAPIST", "LEADING", "BESIDE"}
AT_HAND = TEAM | {"THERAPIST", "STAFF", "DIRECTOR", "MEDICAL", "CLINICIAN"}
MAY = {
    "PREPARATION-DONE": THERAPISTS,
    "INTEGRATION-SINCE": THERAPISTS,
    "CONSENT-EARLIER-DAY": THERAPISTS,
    "PRESCRIBER-CLEARANCE": {"MEDICAL", "CLINICIAN", "OF_RECORD"},
    "DAY-OF-SCREEN": AT_HAND,
    "ESCORT-CONFIRMED": AT_HAND,
    "KIT-READY": AT_HAND,
    "COMFORT-READY": AT_HAND,
    "NEXT-CONTACT": AT_HAND | {"SCHEDULER", "AUDITOR"},
    "PAUSE-BY-TWO": TEAM,
    "PRESENCE-CONTINUOUS": TEAM,
    "PRESENCE-GAP": TEAM,
    "ADVERSE-EVENT-NONE": TEAM,
    "ADVERSE-EVENT-FORM": TEAM,
    "ADVERSE-EVENT-SERIOUS": TEAM,
    "RELEASE-CRITERIA": {"OF_RECORD"},
}
LATER = {"PRESENCE", "ADVERSE", "RELEASE"}


class TestWhoAttests:
    @pytest.mark.parametrize("code", sorted(MAY))
    def test_is_told_for_every_step(self, code):
        may = {name for name, one in EVERYBODY.items() if ATTESTED[code].may(one)}

        assert may == MAY[code]

    def test_knows_no_other_step(self):
        assert set(ATTESTED) == set(MAY)

    @pytest.mark.parametrize("code", sorted(MAY))
    def test_says_while_what(self, code):
        if code.split("-")[0] in LATER:
            wanted = {"STARTED", "RELEASED"}
        elif code in ("ESCORT-CONFIRMED", "NEXT-CONTACT"):
            wanted = {"BOOKED", "STARTED", "RELEASED"}
        else:
            wanted = {"BOOKED"}

        assert ATTESTED[code].states == wanted
        assert is_needed_to_open(code) is (wanted == {"BOOKED"})


class TestWhoSigns:
    @pytest.mark.parametrize(
        ("code", "anybody", "on_the_team"),
        [
            ("COMPOSITION", ("CLINICAL_DIRECTOR",), ()),
            ("RELATION-DECLARED", ("CLINICAL_DIRECTOR",), ()),
            ("CONSENT-EARLIER-DAY", ("CLINICAL_DIRECTOR",), ()),
            (
                "COURSE-LENGTH",
                ("CLINICAL_DIRECTOR", "MEDICAL_CLINICIAN", "MEDICAL_DIRECTOR"),
                ("MEDICAL_CLINICIAN", "MEDICAL_DIRECTOR"),
            ),
        ],
    )
    def test_is_what_the_policy_names(self, code, anybody, on_the_team):
        parameters = DEFAULT_PARAMETERS[code]

        assert roles_that_sign(code, parameters) == anybody
        assert roles_on_the_team(code, parameters) == on_the_team

    def test_is_asked_for_every_criterion_that_names_a_role(self):
        named = {code for code, row in DEFAULT_PARAMETERS.items() if "signed_by" in row}

        assert named == EXCEPTION_CODES
