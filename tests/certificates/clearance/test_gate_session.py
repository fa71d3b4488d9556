from dataclasses import replace
from datetime import timedelta

import pytest

from certificates.clearance.world import ClockFacts, MemberFacts
from tests.certificates.clearance.worlds import (
    CLEAR,
    ENDS,
    NOW,
    STARTS,
    TEAM,
    add,
    ago,
    ask,
    ask_one,
    attested,
    attesting,
    change_clinic,
    change_person,
    change_session,
    day,
    described,
    judge,
    member_of,
    members,
    of_kind,
    person,
    reasons,
    result,
    signed,
)


class TestSiteReady:
    @pytest.mark.parametrize(
        ("changes", "expected"),
        [
            ({"in_person": None}, "UNKNOWN"),
            ({"in_person": False}, "UNMET"),
            ({"bp_review": ""}, "UNKNOWN"),
            ({"bp_stop": "  "}, "UNKNOWN"),
            ({"bp_stop": None}, "UNKNOWN"),
            ({"release_criteria": ""}, "UNKNOWN"),
            ({"observe_minutes": None}, "UNKNOWN"),
            ({"observe_minutes": -1}, "UNKNOWN"),
            ({"observe_minutes": 10**12}, "UNKNOWN"),
            ({"set_on": None}, "UNKNOWN"),
            ({"set_on": day(1)}, "UNMET"),
            ({"set_on": day(1), "bp_stop": ""}, "UNMET"),
            ({"in_person": False, "bp_stop": ""}, "UNMET"),
        ],
    )
    def test_only_the_site_stands_in_the_way(self, changes, expected):
        decision = judge(change_clinic(CLEAR, **changes))

        assert reasons(decision) == {("SITE-READY", expected, "HARD", "north")}

    def test_set_today_counts(self):
        assert judge(change_clinic(CLEAR, set_on=day(0))).decision is True

    def test_without_observation_time_what_needs_dates_is_not_judged(self):
        decision = judge(change_clinic(CLEAR, observe_minutes=None))

        for code in ("LICENCE-ACTIVE", "LEVEL-SUFFICIENT", "NOT-DOUBLE-BOOKED"):
            assert result(decision, code) == "NOT_APPLICABLE"

    def test_one_person_is_not_cleared_by_silence(self):
        world = change_clinic(CLEAR, observe_minutes=None)

        assert judge(world, question=ask_one("wanda")).decision is False
        assert {r[0] for r in reasons(judge(world, question=ask_one("wanda")))} == {
            "SITE-READY"
        }

    def test_other_kinds_do_not_ask(self):
        world = change_clinic(of_kind("PREPARATION"), observe_minutes=None, set_on=None)

        assert judge(world).decision is True


class TestCourseLength:
    CODE = "COURSE-LENGTH"

    def outcome(self, *signatures, ordinal=4, world=CLEAR):
        world = attesting(world, attested("INTEGRATION-SINCE", at=ago(days=2)))
        return judge(change_session(world, ordinal=ordinal, signatures=signatures))

    def by(self, who, **changes):
        return signed(self.CODE, by=who, **changes)

    def test_the_third_is_not_asked(self):
        assert self.outcome(ordinal=3).decision is True

    @pytest.mark.parametrize("ordinal", [4, 5])
    def test_unsigned_is_unmet(self, ordinal):
        assert reasons(self.outcome(ordinal=ordinal)) == {
            (self.CODE, "UNMET", "SIGN", "s1")
        }

    @pytest.mark.parametrize("action", ["book", "start"])
    def test_signed_by_director_and_medical_director_is_waived(self, action):
        world = change_session(
            attesting(CLEAR, attested("INTEGRATION-SINCE")),
            ordinal=4,
            signatures=(self.by("dana"), self.by("max")),
        )

        assert judge(world, action).decision is True
        assert result(judge(world, action), self.CODE) == "WAIVED"

    def test_the_clinician_of_record_may_sign(self):
        decision = self.outcome(self.by("dana"), self.by("clara"))

        assert decision.decision is True

    @pytest.mark.parametrize("signers", [["dana"], ["max"], ["max", "clara"]])
    def test_one_half_is_not_enough(self, signers):
        decision = self.outcome(*[self.by(who) for who in signers])

        assert result(decision, self.CODE) == "UNMET"

    def test_one_person_with_both_roles_is_one_person(self):
        both = (member_of("CLINICAL_DIRECTOR"), member_of("MEDICAL_DIRECTOR"))
        world = change_person(CLEAR, "dana", memberships=both)

        assert result(self.outcome(self.by("dana"), world=world), self.CODE) == "UNMET"
        decision = self.outcome(self.by("dana"), self.by("max"), world=world)
        assert result(decision, self.CODE) == "WAIVED"

    def test_another_clinician_on_the_team_may_not_sign(self):
        doc = person("doc", "MEDICAL_CLINICIAN")
        world = change_session(
            add(CLEAR, doc), members=(*TEAM, MemberFacts("doc", "observer"))
        )
        decision = self.outcome(self.by("dana"), self.by("doc"), world=world)

        assert result(decision, self.CODE) == "UNMET"

    def test_a_director_on_the_team_may_not_sign(self):
        world = change_session(CLEAR, members=(*TEAM, MemberFacts("dana", "observer")))
        decision = self.outcome(self.by("dana"), self.by("max"), world=world)

        assert result(decision, self.CODE) == "UNMET"


class TestSessionOpenable:
    CODE = "SESSION-OPENABLE"

    @pytest.mark.parametrize(
        ("now", "expected"),
        [
            (STARTS - timedelta(minutes=60), "MET"),
            (STARTS - timedelta(minutes=60, seconds=1), "UNMET"),
            (STARTS, "MET"),
            (ENDS - timedelta(seconds=1), "MET"),
            (ENDS, "UNMET"),
        ],
    )
    def test_from_an_hour_before_to_the_end(self, now, expected):
        assert result(judge(now=now), self.CODE) == expected

    @pytest.mark.parametrize(
        ("state", "expected"),
        [("STARTED", "UNMET"), ("CLOSED", "UNMET"), (None, "UNKNOWN")],
    )
    def test_only_a_booked_session(self, state, expected):
        world = change_session(CLEAR, state=state)

        assert reasons(judge(world)) == {(self.CODE, expected, "HARD", "s1")}

    def test_booking_does_not_look_at_the_state(self):
        world = change_session(CLEAR, state="CLOSED")

        assert judge(world, "book", now=ago(days=0)).decision is True

    def test_a_session_not_stored_is_unknown(self):
        question = ask(
            "start",
            members(*[(m.id, m.role) for m in TEAM]),
            described(),
        )
        decision = judge(replace(CLEAR, session=None), question=question)

        assert reasons(decision) == {(self.CODE, "UNKNOWN", "HARD", "s1")}
        assert decision.basis == "hypothetical"


class TestTeamAsBooked:
    CODE = "TEAM-AS-BOOKED"
    SAME = tuple((m.id, m.role) for m in TEAM)

    def outcome(self, *pairs, world=CLEAR):
        return judge(world, question=ask("start", members(*pairs)))

    def test_no_members_mean_the_booked_ones(self):
        assert result(judge(), self.CODE) == "MET"
        assert self.outcome().decision is True

    def test_order_does_not_matter(self):
        assert self.outcome(*reversed(self.SAME)).decision is True

    @pytest.mark.parametrize(
        "given",
        [
            SAME[:3],
            (*SAME, ("dana", "observer")),
            (("mark", "lead"), ("wanda", "co_therapist"), *SAME[2:]),
            (*SAME, SAME[3]),
            (*SAME[:3], ("sam", "juggler")),
        ],
    )
    def test_another_team_is_unmet_and_the_booked_one_is_judged(self, given):
        assert reasons(self.outcome(*given)) == {(self.CODE, "UNMET", "HARD", "s1")}

    def test_presence_of_a_supervisor_is_part_of_it(self):
        petra = person("petra", "THERAPIST", "L3")
        team = (*TEAM, MemberFacts("petra", "supervisor", "IN_ROOM"))
        world = change_session(add(CLEAR, petra), members=team)
        question = ask("start", members(*self.SAME, ("petra", "supervisor")))
        rows = question["subject"]["properties"]["members"]

        assert result(judge(world, question=question), self.CODE) == "UNMET"
        rows[-1]["presence"] = "IN_ROOM"
        rows[0]["presence"] = "ON_SITE"
        assert judge(world, question=question).decision is True


class TestClockSane:
    CODE = "CLOCK-SANE"

    @pytest.mark.parametrize(
        ("application", "database", "audit", "expected"),
        [
            (NOW, NOW, NOW, "MET"),
            (NOW, NOW, None, "MET"),
            (NOW, NOW + timedelta(minutes=5), None, "MET"),
            (NOW, NOW - timedelta(minutes=5, seconds=1), None, "UNMET"),
            (NOW, NOW + timedelta(minutes=5, seconds=1), None, "UNMET"),
            (NOW, NOW, NOW + timedelta(seconds=1), "UNMET"),
            (NOW, NOW + timedelta(minutes=2), NOW + timedelta(minutes=1), "UNMET"),
            (None, NOW, None, "UNKNOWN"),
            (None, None, None, "UNKNOWN"),
            # Where it fails both ways, what says no wins.
            (None, NOW, NOW + timedelta(seconds=1), "UNMET"),
            (NOW, None, NOW + timedelta(seconds=1), "UNMET"),
            (NOW + timedelta(minutes=9), NOW, NOW, "UNMET"),
            (NOW, None, None, "UNKNOWN"),
            (NOW.replace(tzinfo=None), NOW, None, "UNKNOWN"),
        ],
    )
    def test_clocks(self, application, database, audit, expected):
        world = replace(CLEAR, clock=ClockFacts(application, database, audit))

        assert result(judge(world), self.CODE) == expected
        assert judge(world).decision is (expected == "MET")
        one = judge(world, question=ask_one("wanda"))
        assert one.decision is (expected == "MET")
