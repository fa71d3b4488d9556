"""Who is asked for what, and what they hold: membership, licence, level, support."""

from dataclasses import replace

import pytest

from certificates.clearance.world import MemberFacts
from tests.certificates.clearance.worlds import (
    CLEAR,
    TEAM,
    add,
    ago,
    attested,
    attesting,
    busy,
    candidate,
    change_person,
    change_session,
    credential,
    day,
    document,
    judge,
    member_of,
    of_kind,
    person,
    reasons,
    result,
)

LEVEL, SUPPORT, TRAUMA = "LEVEL-SUFFICIENT", "SUPERVISOR-PRESENT", "TRAUMA-ENDORSED"


def holding(world, who, *credentials):
    """Return the world with somebody's credentials; Dana attests the preparation."""
    rows = tuple(credential(c) if isinstance(c, str) else c for c in credentials)
    world = change_person(world, who, credentials=rows)
    world = change_person(world, "dana", credentials=(credential("L1"),))
    if world.session.kind != "MEDICATION":
        return world
    made = [
        attested("PREPARATION-DONE", by="dana", at=ago(days=n)) for n in (6, 13, 20)
    ]
    return attesting(world, *made)


def with_members(world, *more, drop=()):
    kept = tuple(m for m in world.session.members if m.id not in drop)
    return change_session(world, members=(*kept, *more))


def with_everybody(world=CLEAR):
    """Return a team that has somebody in every role there is."""
    world = add(
        world,
        person("petra", "THERAPIST", "L3"),
        person("asa", "ASSESSOR", "T", "S", "L3"),
        person("olga", "STAFF"),
    )
    more = (
        MemberFacts("petra", "supervisor", "IN_ROOM"),
        MemberFacts("asa", "assessor"),
        MemberFacts("olga", "observer"),
    )
    return with_members(world, *more)


LICENSED = {"wanda", "mark", "clara", "petra", "asa"}
EVERYBODY = LICENSED | {"sam", "olga"}
ASKED = {
    "LICENCE-ACTIVE": LICENSED,
    "EXCLUSION-CLEAR": LICENSED | {"sam"},
    "LIABILITY-CURRENT": {"wanda", "mark"},
    "BLS-CURRENT": {"wanda", "mark", "sam"},
    "DRILL-CURRENT": {"wanda", "mark"},
    "REFRESH-CURRENT": {"wanda", "mark"},
    "LEVEL-SUFFICIENT": {"wanda", "mark"},
    "TRAUMA-ENDORSED": {"wanda", "mark"},
    "MEMBER-AT-CLINIC": EVERYBODY,
    "NOT-SUSPENDED": EVERYBODY,
    "NOT-DOUBLE-BOOKED": EVERYBODY,
}


class TestWhoIsAsked:
    @pytest.mark.parametrize("code", ASKED)
    def test_each_criterion_is_asked_of_exactly_those_it_names(self, code):
        """Therapists, whoever supports or assesses, the clinician, or everybody."""
        decision = judge(with_everybody())

        assert decision.decision is True
        assert {v.subject for v in decision.verdicts if v.code == code} == ASKED[code]

    @pytest.mark.parametrize("kind", ["PREPARATION", "INTEGRATION"])
    @pytest.mark.parametrize("code", ["BLS-CURRENT", "DRILL-CURRENT", SUPPORT])
    def test_other_kinds_ask_for_no_life_support_drill_or_support(self, code, kind):
        """What guards the medicine is asked where there is medicine."""
        decision = judge(with_everybody(of_kind(kind)))

        assert result(decision, code) == "NOT_APPLICABLE"


class TestMembership:
    def outcome(self, *rows):
        world = change_person(CLEAR, "clara", memberships=rows)
        return reasons(judge(world))

    REFUSED = {("MEMBER-AT-CLINIC", "UNMET", "HARD", "clara")}

    def test_the_one_that_covers_the_days_has_to_be_the_one_that_fits(self):
        """A role that ended and another that lasts do not add up to one."""
        over = member_of("MEDICAL_CLINICIAN", ends_on=day(-1))

        assert self.outcome(over, member_of("THERAPIST")) == self.REFUSED
        lasting = replace(over, ends_on=day(0))
        assert self.outcome(lasting, member_of("THERAPIST")) == set()

    def test_a_fitting_role_elsewhere_does_not_fit_here(self):
        """The clinician has to be a clinician of this clinic."""
        there = member_of("MEDICAL_DIRECTOR", clinic="south")

        assert self.outcome(there, member_of("STAFF")) == self.REFUSED

    def test_nothing_on_record_is_a_no(self):
        """Belonging nowhere is not unknown: it is the answer."""
        assert self.outcome() == self.REFUSED


class TestLicence:
    def outcome(self, *licences):
        others = (document("LIABILITY"), document("BLS"))
        world = change_person(CLEAR, "wanda", documents=(*licences, *others))
        return result(judge(world), "LICENCE-ACTIVE", "wanda")

    def test_each_has_to_be_verified_itself(self):
        """The current one unverified and the verified one expired: none is good."""
        bare = document(verifications=())

        assert self.outcome(bare, document(expires_on=day(-1))) == "UNMET"
        assert self.outcome(bare, document(expires_on=day(0))) == "MET"

    def test_discipline_elsewhere_is_not_asked_here(self):
        """The board of this jurisdiction is the one that counts."""
        there = document(jurisdiction="US-CA", discipline=True)

        assert self.outcome(document(), there) == "MET"

    def test_a_no_that_was_found_beside_one_undated_wins(self):
        """Where both ways fail, what says no is told."""
        undated = document(issued_on=None, verifications=())

        assert self.outcome(undated) == "UNKNOWN"
        assert self.outcome(undated, document(issued_on=day(1))) == "UNMET"


class TestTheHighestLevel:
    """The highest level held is taken, whatever lies below it."""

    def alone(self, *held, presence=None):
        world = add(CLEAR, person("petra", "THERAPIST", "L3"))
        more = [MemberFacts("petra", "supervisor", presence)] if presence else []
        world = with_members(world, *more, drop=("mark",))
        return {r[:2] for r in reasons(judge(holding(world, "wanda", "T", *held)))}

    def test_l3_beside_lower_levels_needs_no_support(self):
        assert self.alone("L1", "L2A", "L2B", "L3") == set()

    def test_l2b_beside_l2a_needs_support_on_site_only(self):
        assert self.alone("L2A", "L2B", presence="ON_SITE") == set()
        assert self.alone("L2A", presence="ON_SITE") == {(SUPPORT, "UNMET")}

    def test_a_level_that_is_over_counts_no_more(self):
        over = credential("L3", valid_to=day(-1))

        assert self.alone(over, "L2B") == {(SUPPORT, "UNMET")}
        assert self.alone(over, "L2B", presence="ON_SITE") == set()


class TestSupport:
    def outcome(self, *more, world=CLEAR, held=("L2A", "T")):
        world = add(world, person("petra", "THERAPIST", "L3", "S"))
        world = with_members(world, *more, drop=("mark",))
        return {r[:2] for r in reasons(judge(holding(world, "wanda", *held)))}

    WANTING = {(SUPPORT, "UNMET")}

    @pytest.mark.parametrize("role", ["assessor", "observer"])
    def test_is_given_by_no_other_role_wherever_they_are(self, role):
        """Presence is read for a supervisor, and for nobody else."""
        petra = MemberFacts("petra", role, "IN_ROOM")

        assert self.outcome(petra) == self.WANTING
        assert self.outcome(MemberFacts("petra", "supervisor", "IN_ROOM")) == set()

    @pytest.mark.parametrize("who", ["clara", "sam"])
    def test_is_not_given_by_clinician_or_second_staff_who_hold_l3(self, who):
        """They have their own work in the session."""
        world = change_person(CLEAR, who, credentials=(credential("L3"),))

        assert self.outcome(world=world) == self.WANTING

    @pytest.mark.parametrize(
        "changes",
        [{"clinic": "south"}, {"state": "SUSPENDED"}, {"valid_to": day(-1)}],
    )
    def test_has_to_hold_here_and_through_the_session(self, changes):
        """The supporter's own L3 is judged as anybody's."""
        supervisor = MemberFacts("petra", "supervisor", "IN_ROOM")
        world = with_members(CLEAR, supervisor, drop=("mark",))
        petra = person("petra", "THERAPIST")
        world = add(world, replace(petra, credentials=(credential("L3", **changes),)))
        world = holding(world, "wanda", "L2A", "T")

        assert {r[:2] for r in reasons(judge(world))} == self.WANTING

    def test_cannot_be_in_another_session_then(self):
        """Support that is somewhere else is none."""
        supervisor = MemberFacts("petra", "supervisor", "ON_SITE")
        world = add(CLEAR, person("petra", "THERAPIST", "L3", busy=(busy(),)))
        world = holding(with_members(world, supervisor, drop=("mark",)), "wanda", "L2B")
        world = change_session(world, staffing_code="A")

        assert reasons(judge(world)) == {
            ("NOT-DOUBLE-BOOKED", "UNMET", "HARD", "petra")
        }


class TestCandidates:
    @pytest.mark.parametrize("who", ["wanda", "mark"])
    @pytest.mark.parametrize("kind", ["PREPARATION", "INTEGRATION"])
    def test_either_therapist_may_be_one_for_l1(self, who, kind):
        """Beside an assessor who holds S together with L3."""
        world = with_everybody(of_kind(kind))

        assert judge(holding(world, who, candidate("L1"), "T")).decision is True

    def test_without_an_assessor_it_is_the_level_that_is_wanting(self):
        """Support does not stand in for an assessor."""
        world = holding(CLEAR, "mark", candidate("L2"), "T")

        assert reasons(judge(world)) == {(LEVEL, "UNMET", "HARD", "mark")}

    @pytest.mark.parametrize(
        "changes",
        [{"state": "EXPIRED"}, {"clinic": "south"}, {"valid_to": day(-1)}],
    )
    def test_the_candidacy_holds_as_a_level_does(self, changes):
        """Active, here, and through the last day."""
        row = replace(candidate("L2"), **changes)
        world = holding(with_everybody(), "mark", row, "T")

        assert result(judge(world), LEVEL, "mark") == "UNMET"

    @pytest.mark.parametrize("kind", ["MEDICATION", "PREPARATION", "INTEGRATION"])
    def test_for_t_beside_a_holder_and_an_assessor_in_any_kind(self, kind):
        """One candidate of two, in whatever session the code asks for it."""
        world = with_everybody(of_kind(kind) if kind != "MEDICATION" else CLEAR)

        assert judge(holding(world, "mark", "L3", candidate("T"))).decision is True

    def test_for_t_the_assessor_is_a_third_person(self):
        """The therapist who holds everything is not also the one who assesses."""
        world = change_session(CLEAR, members=(*TEAM, MemberFacts("wanda", "assessor")))
        world = holding(world, "mark", "L3", candidate("T"))
        world = holding(world, "wanda", "L3", "T", "S")

        assert result(judge(world), TRAUMA, "mark") == "UNMET"

    @pytest.mark.parametrize(
        "changes",
        [
            {"clinic": "south"},
            {"state": "REVOKED"},
            {"valid_to": day(-1)},
            {"valid_from": None},
            {"valid_to": None},
        ],
    )
    def test_t_holds_as_a_level_does_and_its_lack_is_a_no(self, changes):
        """Undated is a lack as well, and never unknown."""
        world = holding(CLEAR, "mark", "L3", credential("T", **changes))

        assert reasons(judge(world)) == {(TRAUMA, "UNMET", "HARD", "mark")}


class TestSecondStaff:
    def test_two_therapists_need_their_level_through_the_session(self):
        """One of the two at L2a whose level is over: nobody stands by."""
        over = credential("L2A", valid_to=day(-1))
        world = with_members(holding(CLEAR, "mark", over, "L1", "T"), drop=("sam",))

        assert ("SECOND-STAFF", "UNMET", "HARD", "t1") in reasons(judge(world))
