from dataclasses import replace

import pytest

from tests.certificates.clearance.worlds import (
    CLEAR,
    NOW,
    TEAM,
    ask,
    ask_one,
    change_person,
    credential,
    described,
    judge,
    members,
    reasons,
)

PAIRS = [(m.id, m.role) for m in TEAM]
NOT_STORED = replace(CLEAR, session=None)


PAIRS = [(m.id, m.role) for m in TEAM]
NOT_STORED = replace(CLEAR, session=None)


def planned(action="book", subject=None, **changes):
    properties = {**described(), **changes}
    team = members(*PAIRS) if subject is None else subject
    return judge(NOT_STORED, question=ask(action, team, properties))


class TestPlanning:
    def test_a_described_session_may_be_planned(self):
        decision = planned()

        assert decision.decision is True
        assert decision.basis == "hypothetical"

    def test_claimed_attestations_serve(self):
        assert {r[0] for r in reasons(planned(attestations=[]))} == {"PREPARATION-DONE"}
        for garbage in (None, "x", [5], [{"code": 5}]):
            assert planned(attestations=garbage).decision is False

    def test_claimed_signatures_never_count(self):
        rows = [{"code": "COMPOSITION", "by": "dana", "reason": "x", "at": NOW}]
        decision = planned(preference="OTHER_BY_DIRECTOR", signatures=rows)

        assert reasons(decision) == {("COMPOSITION", "UNMET", "SIGN", "t1")}

    @pytest.mark.parametrize("value", [5, ["ONE_MAN"], {}])
    def test_a_preference_that_is_not_text_cannot_be_read(self, value):
        assert {r[0] for r in reasons(planned(preference=value))} == {
            "PREFERENCE-ASKED"
        }


class TestOnePerson:
    PERSONAL = {
        "LICENCE-ACTIVE",
        "EXCLUSION-CLEAR",
        "LIABILITY-CURRENT",
        "LEVEL-SUFFICIENT",
        "BLS-CURRENT",
        "DRILL-CURRENT",
        "REFRESH-CURRENT",
        "NOT-SUSPENDED",
        "MEMBER-AT-CLINIC",
        "NOT-DOUBLE-BOOKED",
    }

    @pytest.mark.parametrize("action", ["book", "start"])
    def test_personal_criteria_only_for_planning(self, action):
        decision = judge(question=ask_one("wanda", action=action))

        assert decision.decision is True
        assert {v.code for v in decision.met} == self.PERSONAL
        assert {v.subject for v in decision.met} == {"wanda"}
        assert decision.basis == "hypothetical"

    def test_support_and_endorsement_are_not_asked(self):
        world = change_person(CLEAR, "wanda", credentials=(credential("L2A"),))

        assert judge(world, question=ask_one("wanda")).decision is True

    def test_the_role_is_read(self):
        assert judge(question=ask_one("sam", "second_staff")).decision is True
        assert {r[0] for r in reasons(judge(question=ask_one("sam")))} == {
            "LEVEL-SUFFICIENT"
        }
        assert {r[0] for r in reasons(judge(question=ask_one("sam", "juggler")))} == {
            "QUESTION-COMPLETE"
        }

    def test_a_person_nobody_knows(self):
        decision = judge(question=ask_one("ghost"))

        assert ("MEMBER-AT-CLINIC", "UNMET", "HARD", "ghost") in reasons(decision)
