from datetime import date

import pytest

from certificates.clearance.world import MemberFacts
from tests.certificates.clearance.worlds import (
    CLEAR,
    TEAM,
    add,
    candidate,
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
)

LEVEL, SUPPORT, TRAUMA = "LEVEL-SUFFICIENT", "SUPERVISOR-PRESENT", "TRAUMA-ENDORSED"


def holding(world, who, *credentials):
    rows = tuple(credential(c) if isinstance(c, str) else c for c in credentials)
    return change_person(world, who, credentials=rows)


def with_members(world, *more, drop=()):
    kept = tuple(m for m in TEAM if m.id not in drop)
    return change_session(world, members=(*kept, *more))


def with_assessor(world, *credentials):
    world = add(world, person("asa", "ASSESSOR", *credentials))
    return with_members(world, MemberFacts("asa", "assessor"))


def with_supervisor(world, presence, *credentials):
    world = add(world, person("petra", "THERAPIST", *credentials))
    return with_members(world, MemberFacts("petra", "supervisor", presence))


class TestLevelInPreparationAndIntegration:
    @pytest.mark.parametrize("kind", ["PREPARATION", "INTEGRATION"])
    @pytest.mark.parametrize("level", ["L1", "L2A", "L2B", "L3"])
    def test_any_level_suffices(self, kind, level):
        decision = judge(holding(of_kind(kind), "wanda", level, "T"))

        assert decision.decision is True
        assert SUPPORT not in {v.code for v in decision.met}

    def test_no_level_is_unmet(self):
        decision = judge(holding(of_kind("PREPARATION"), "wanda", "T"))

        assert reasons(decision) == {(LEVEL, "UNMET", "HARD", "wanda")}

    @pytest.mark.parametrize(
        ("held", "assessor", "expected"),
        [
            (candidate("L1"), ("S", "L3"), "MET"),
            (candidate("L1"), ("L3",), "UNMET"),
            (candidate("L1"), ("S",), "UNMET"),
            (candidate("L2"), ("S", "L3"), "UNMET"),
            (candidate("T"), ("S", "L3"), "UNMET"),
        ],
    )
    def test_a_candidate_beside_an_assessor(self, held, assessor, expected):
        world = with_assessor(of_kind("PREPARATION"), *assessor)

        assert result(judge(holding(world, "wanda", held)), LEVEL, "wanda") == expected

    def test_a_candidate_alone_is_unmet(self):
        world = holding(of_kind("PREPARATION"), "wanda", candidate("L1"))

        assert result(judge(world), LEVEL, "wanda") == "UNMET"

    def test_the_longest_lasting_level_counts(self):
        short = credential("L1", valid_to=day(3))
        long = credential("L2A", valid_to=day(9))
        world = holding(of_kind("PREPARATION"), "wanda", short, long, "T")

        assert found(judge(world), LEVEL, "wanda").holds_until == day(10)


class TestLevelInMedicationSessions:
    @pytest.mark.parametrize("who", ["wanda", "mark"])
    @pytest.mark.parametrize("held", [(), ("L1",), ("T", "S"), (candidate("L1"),)])
    def test_below_l2_is_unmet(self, who, held):
        decision = judge(holding(CLEAR, who, *held))

        assert result(decision, LEVEL, who) == "UNMET"
        assert (SUPPORT, who) not in {(v.code, v.subject) for v in decision.reasons}

    @pytest.mark.parametrize(
        "changes",
        [
            {"state": "SUSPENDED"},
            {"state": "REVOKED"},
            {"state": "EXPIRED"},
            {"state": "SUPERSEDED"},
            {"clinic": "south"},
            {"valid_to": day(-1)},
            {"valid_from": day(1)},
            {"valid_to": None},
            {"valid_from": None},
        ],
    )
    def test_a_credential_that_does_not_hold_is_no_level(self, changes):
        world = holding(CLEAR, "wanda", credential("L3", **changes), "T")

        assert result(judge(world), LEVEL, "wanda") == "UNMET"

    def test_both_ends_count(self):
        held = credential("L3", valid_from=day(0), valid_to=day(0))
        verdict = found(judge(holding(CLEAR, "wanda", held, "T")), LEVEL, "wanda")

        assert (verdict.result, verdict.holds_until) == ("MET", day(1))

    @pytest.mark.parametrize(
        ("who", "assessor", "expected"),
        [
            ("mark", ("S", "L3"), "MET"),
            ("wanda", ("S", "L3"), "UNMET"),
            ("mark", ("S",), "UNMET"),
        ],
    )
    def test_only_a_co_therapist_may_be_a_candidate(self, who, assessor, expected):
        world = with_assessor(holding(CLEAR, who, candidate("L2"), "T"), *assessor)

        assert result(judge(world), LEVEL, who) == expected

    def test_an_l1_who_is_a_candidate_for_l2_may_be_one(self):
        world = holding(CLEAR, "mark", "L1", candidate("L2"), "T")

        assert judge(with_assessor(world, "S", "L3")).decision is True

    def test_an_assessor_named_as_therapist_is_not_beside(self):
        world = holding(CLEAR, "mark", candidate("L2"), "T", "S")
        world = with_members(world, MemberFacts("mark", "assessor"))

        assert result(judge(world), LEVEL, "mark") == "UNMET"


class TestSupervisorPresent:
    @pytest.mark.parametrize(
        ("level", "presence", "supervisor", "expected"),
        [
            ("L2A", "IN_ROOM", ("L3",), "MET"),
            ("L2A", "ON_SITE", ("L3",), "UNMET"),
            ("L2B", "ON_SITE", ("L3",), "MET"),
            ("L2B", "IN_ROOM", ("L3",), "MET"),
            ("L2B", None, ("L3",), "UNMET"),
            ("L2B", "ELSEWHERE", ("L3",), "UNMET"),
            ("L2A", "IN_ROOM", ("L2B", "S"), "UNMET"),
        ],
    )
    def test_support_of_a_supervisor(self, level, presence, supervisor, expected):
        world = holding(CLEAR, "wanda", level, "T")
        world = add(world, person("petra", "THERAPIST", *supervisor))
        supervisor = MemberFacts("petra", "supervisor", presence)
        world = with_members(world, supervisor, drop=("mark",))
        decision = judge(world)

        assert result(decision, SUPPORT, "wanda") == expected
        assert result(decision, LEVEL, "wanda") == "MET"
        assert decision.decision is (expected == "MET")

    @pytest.mark.parametrize("level", ["L2A", "L2B"])
    def test_another_therapist_with_l3_is_support(self, level):
        assert judge(holding(CLEAR, "wanda", level, "T")).decision is True

    def test_two_without_l3_both_need_support(self):
        world = holding(holding(CLEAR, "wanda", "L2A", "T"), "mark", "L2B", "T")

        assert reasons(judge(world)) == {
            (SUPPORT, "UNMET", "HARD", "wanda"),
            (SUPPORT, "UNMET", "HARD", "mark"),
        }

    def test_an_assessor_is_not_support(self):
        world = holding(holding(CLEAR, "wanda", "L2B", "T"), "mark", "L2B", "T")

        decision = judge(with_assessor(world, "S", "L3"))
        assert {r[0] for r in reasons(decision)} == {SUPPORT}

    def test_the_supervisor_is_judged_too(self):
        world = holding(CLEAR, "wanda", "L2A", "T")
        world = with_supervisor(world, "IN_ROOM", "L3")
        world = change_person(world, "petra", documents=())

        assert reasons(judge(world)) == {("LICENCE-ACTIVE", "UNKNOWN", "HARD", "petra")}

    def test_support_lasts_as_long_as_the_supporter(self):
        world = holding(CLEAR, "wanda", "L2B", "T")
        world = holding(world, "mark", credential("L3", valid_to=day(2)), "T")

        assert found(judge(world), SUPPORT, "wanda").holds_until == day(3)


class TestTraumaEndorsed:
    @pytest.mark.parametrize("code", ["B", "C"])
    @pytest.mark.parametrize("kind", ["MEDICATION", "PREPARATION", "INTEGRATION"])
    def test_every_therapist_needs_it(self, code, kind):
        world = CLEAR if kind == "MEDICATION" else of_kind(kind)
        world = holding(change_session(world, staffing_code=code), "mark", "L3")

        assert reasons(judge(world)) == {(TRAUMA, "UNMET", "HARD", "mark")}

    def test_code_a_does_not_ask(self):
        world = change_session(CLEAR, staffing_code="A")

        assert judge(holding(world, "mark", "L3")).decision is True

    @pytest.mark.parametrize(
        ("mark", "wanda", "assessor", "expected"),
        [
            (("L3", candidate("T")), ("L3", "T"), ("T", "S", "L3"), set()),
            (("L3", candidate("T")), ("L3", "T"), ("S", "L3"), {"mark"}),
            (("L3", candidate("T")), ("L3", "T"), ("T", "S"), {"mark"}),
            (("L3", candidate("L2")), ("L3", "T"), ("T", "S", "L3"), {"mark"}),
            (("L3",), ("L3", "T"), ("T", "S", "L3"), {"mark"}),
            (
                ("L3", candidate("T")),
                ("L3", candidate("T")),
                ("T", "S", "L3"),
                {"mark", "wanda"},
            ),
        ],
    )
    def test_one_candidate_beside_a_holder_and_an_assessor(
        self, mark, wanda, assessor, expected
    ):
        world = holding(holding(CLEAR, "mark", *mark), "wanda", *wanda)
        decision = judge(with_assessor(world, *assessor))

        assert {v.subject for v in decision.reasons if v.code == TRAUMA} == expected

    def test_a_candidate_alone_with_an_assessor_is_unmet(self):
        world = holding(CLEAR, "wanda", "L3", candidate("T"))
        world = with_assessor(world, "T", "S", "L3")
        members = tuple(m for m in world.session.members if m.id != "mark")

        decision = judge(change_session(world, members=members))
        assert result(decision, TRAUMA, "wanda") == "UNMET"

    def test_holds_until_the_first_of_all_it_rests_on_ends(self):
        world = holding(CLEAR, "mark", "L3", candidate("T"))
        world = add(
            world,
            person(
                "asa",
                "ASSESSOR",
                "T",
                "S",
                credentials=(
                    credential("T"),
                    credential("S", valid_to=date(2027, 1, 9)),
                    credential("L3"),
                ),
            ),
        )
        world = with_members(world, MemberFacts("asa", "assessor"))

        assert found(judge(world), TRAUMA, "mark").holds_until == date(2027, 1, 10)
