from dataclasses import replace
from datetime import timedelta

import pytest

from certificates.clearance.world import MemberFacts, RelationFacts
from tests.certificates.clearance.worlds import (
    CLEAR,
    ENDS,
    STARTS,
    TEAM,
    add,
    busy,
    change_person,
    change_session,
    credential,
    day,
    found,
    judge,
    of_kind,
    person,
    reasons,
    result,
    signed,
)


def without(*ids, world=CLEAR):
    kept = tuple(m for m in world.session.members if m.id not in ids)
    return change_session(world, members=kept)


def with_member(id_, role, presence=None, world=CLEAR):
    member = MemberFacts(id_, role, presence)
    return change_session(world, members=(*world.session.members, member))


class TestTeamDistinct:
    def test_twice_the_same_person_is_unmet(self):
        decision = judge(with_member("clara", "second_staff"))

        assert reasons(decision) == {("TEAM-DISTINCT", "UNMET", "HARD", "t1")}

    def test_no_lead_is_unmet(self):
        assert result(judge(without("wanda")), "TEAM-DISTINCT") == "UNMET"

    def test_two_leads_are_unmet(self):
        world = with_member("dana", "lead", world=without("mark"))

        assert result(judge(world), "TEAM-DISTINCT") == "UNMET"

    def test_three_therapists_are_unmet(self):
        world = with_member("dana", "co_therapist")

        assert result(judge(world), "TEAM-DISTINCT") == "UNMET"

    def test_is_asked_of_every_kind(self):
        world = with_member("sam", "observer", world=of_kind("PREPARATION"))

        assert result(judge(world), "TEAM-DISTINCT") == "UNMET"


class TestRelationDeclared:
    CODE = "RELATION-DECLARED"

    def related(self, a="wanda", b="mark", world=CLEAR, **changes):
        world = replace(world, relations=(RelationFacts(a, b, "SPOUSE", "relation-1"),))
        return change_session(world, **changes)

    @pytest.mark.parametrize("pair", [("wanda", "mark"), ("mark", "wanda")])
    @pytest.mark.parametrize("kind", ["MEDICATION", "PREPARATION", "INTEGRATION"])
    def test_either_direction_any_kind_is_the_directors_to_sign(self, pair, kind):
        world = CLEAR if kind == "MEDICATION" else of_kind(kind)

        decision = judge(self.related(*pair, world=world))
        assert reasons(decision) == {(self.CODE, "UNMET", "SIGN", "t1")}

    def test_signed_is_waived(self):
        decision = judge(self.related(signatures=(signed(self.CODE),)))

        assert decision.decision is True
        assert result(decision, self.CODE) == "WAIVED"

    def test_a_medical_director_cannot_sign_it(self):
        world = self.related(signatures=(signed(self.CODE, by="max"),))

        assert result(judge(world), self.CODE) == "UNMET"

    def test_a_relation_with_somebody_else_does_not_matter(self):
        assert judge(self.related("wanda", "clara")).decision is True

    def test_the_kind_is_for_the_director(self):
        decision = judge(self.related())

        told = str(decision.as_json("d")["context"]["reasons"])
        assert "spouse" not in told
        assert "relation with" not in told
        known = str(decision.as_confidential_json("d"))
        assert "declared a relation with each other: spouse or partner." in known

    def test_a_kind_it_has_no_word_for_is_told_as_another_tie(self):
        world = self.related()
        odd = tuple(replace(row, kind="COUSIN") for row in world.relations)

        told = judge(replace(world, relations=odd)).as_confidential_json("d")

        assert "each other: another tie." in str(told)

    def test_one_therapist_is_not_asked(self):
        decision = judge(without("mark", world=self.related()))

        assert result(decision, self.CODE) == "NOT_APPLICABLE"


class TestSecondStaff:
    CODE = "SECOND-STAFF"

    @pytest.mark.parametrize(
        ("mark", "expected"),
        [("L2A", "MET"), ("L2B", "MET"), ("L3", "MET"), ("L1", "UNMET")],
    )
    def test_two_therapists_at_l2a_or_above(self, mark, expected):
        world = change_person(
            without("sam"), "mark", credentials=(credential(mark), credential("T"))
        )

        assert result(judge(world), self.CODE) == expected

    @pytest.mark.parametrize(
        ("presence", "levels", "expected"),
        [
            ("IN_ROOM", ("L3",), "MET"),
            ("ON_SITE", ("L3",), "UNMET"),
            ("IN_ROOM", ("L2B", "S"), "UNMET"),
        ],
    )
    def test_a_supervisor_in_the_room(self, presence, levels, expected):
        world = add(without("sam", "mark"), person("petra", "THERAPIST", *levels))
        world = with_member("petra", "supervisor", presence, world)

        assert result(judge(world), self.CODE) == expected

    def test_clinician_and_assessor_do_not_count(self):
        world = add(without("sam", "mark"), person("asa", "ASSESSOR", "T", "S", "L3"))
        decision = judge(with_member("asa", "assessor", world=world))

        assert reasons(decision) == {(self.CODE, "UNMET", "HARD", "t1")}

    def test_one_therapist_named_twice_is_not_two(self):
        world = with_member("wanda", "co_therapist", world=without("sam", "mark"))

        assert result(judge(world), self.CODE) == "UNMET"

    def test_holds_as_long_as_both(self):
        held = (credential("L3", valid_to=day(4)), credential("T"))
        world = change_person(without("sam"), "mark", credentials=held)

        assert found(judge(world), self.CODE).holds_until == day(5)

    def test_other_kinds_do_not_ask(self):
        assert judge(without("sam", "mark", world=of_kind("PREPARATION"))).decision


class TestMedicalClinician:
    def test_none_is_unmet(self):
        decision = judge(without("clara"))

        assert ("MEDICAL-CLINICIAN", "UNMET", "HARD", "t1") in reasons(decision)

    def test_two_are_unmet(self):
        decision = judge(with_member("max", "medical_clinician"))

        assert reasons(decision) == {("MEDICAL-CLINICIAN", "UNMET", "HARD", "t1")}

    def test_other_kinds_do_not_ask(self):
        assert judge(without("clara", world=of_kind("INTEGRATION"))).decision is True


class TestNotDoubleBooked:
    CODE = "NOT-DOUBLE-BOOKED"

    def outcome(self, *rows, who="mark", world=CLEAR):
        return result(judge(change_person(world, who, busy=rows)), self.CODE, who)

    @pytest.mark.parametrize("who", ["wanda", "mark", "clara", "sam"])
    def test_nobody_named_may_be_busy(self, who):
        assert self.outcome(busy("lead"), who=who) == "UNMET"

    @pytest.mark.parametrize("state", ["CLOSED", "CANCELLED"])
    def test_only_booked_and_started_sessions_count(self, state):
        assert self.outcome(busy(state=state)) == "MET"
        assert self.outcome(busy(state="STARTED")) == "UNMET"

    @pytest.mark.parametrize(
        ("begins", "ends", "changes", "expected"),
        [
            (STARTS - timedelta(hours=1), STARTS, {}, "MET"),
            (
                STARTS - timedelta(hours=1),
                STARTS + timedelta(seconds=1),
                {},
                "UNMET",
            ),
            (ENDS + timedelta(minutes=120), ENDS + timedelta(hours=4), {}, "MET"),
            (ENDS + timedelta(minutes=119), ENDS + timedelta(hours=4), {}, "UNMET"),
            (
                STARTS - timedelta(hours=3),
                STARTS - timedelta(hours=2),
                {"kind": "MEDICATION"},
                "MET",
            ),
            (
                STARTS - timedelta(hours=3),
                STARTS - timedelta(minutes=119),
                {"kind": "MEDICATION"},
                "UNMET",
            ),
            (
                STARTS - timedelta(days=3),
                STARTS - timedelta(days=2),
                {"kind": "MEDICATION", "observe_minutes": None},
                "UNMET",
            ),
            (STARTS - timedelta(days=3), None, {}, "UNMET"),
            (None, STARTS - timedelta(days=2), {}, "MET"),
            (None, None, {}, "UNMET"),
            (ENDS + timedelta(hours=2), None, {}, "MET"),
        ],
    )
    def test_half_open_with_observation(self, begins, ends, changes, expected):
        assert self.outcome(busy(begins=begins, ends=ends, **changes)) == expected

    def test_other_kinds_end_without_observation(self):
        row = busy(begins=ENDS, ends=ENDS + timedelta(hours=1))

        assert self.outcome(row, world=of_kind("PREPARATION")) == "MET"

    def test_this_session_is_not_another(self):
        assert self.outcome(busy(session="s1")) == "MET"

    @pytest.mark.parametrize(
        ("rows", "expected"),
        [
            ([busy("medical_clinician")], "MET"),
            ([busy("medical_clinician", clinic="south")], "UNMET"),
            ([busy("second_staff")], "UNMET"),
            (
                [busy("medical_clinician"), busy("medical_clinician", session="s3")],
                "UNMET",
            ),
            ([busy("medical_clinician"), busy("lead")], "UNMET"),
        ],
    )
    def test_a_medical_clinician_may_cover_one_other(self, rows, expected):
        assert self.outcome(*rows, who="clara") == expected

    def test_only_in_that_role_here_too(self):
        assert self.outcome(busy("medical_clinician"), who="sam") == "UNMET"

    def test_a_session_of_another_clinic_is_not_named(self):
        row = busy(clinic="south", session="secret-code")
        decision = judge(change_person(CLEAR, "mark", busy=(row,)))

        assert "secret-code" not in str(decision.as_json("d"))
        assert TEAM[1].id in str(decision.as_json("d"))
