"""Laws of the gate in every world: each of a team alone, rows twice, a fact less."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.certificates.clearance.spoiled import BEGINNING
from tests.certificates.clearance.test_gate_laws import removals
from tests.certificates.clearance.test_gate_laws import worlds as drawn
from tests.certificates.clearance.worlds import (
    CLEAR,
    ask_one,
    candidate,
    change_person,
    change_session,
    credential,
    judge,
    reasons,
)

ACTIONS = st.sampled_from(["book", "start"])
SLOW = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
# What is said of one person whoever is beside them.
ALONE = {
    *("LICENCE-ACTIVE", "EXCLUSION-CLEAR", "LIABILITY-CURRENT", "DRILL-CURRENT"),
    *("REFRESH-CURRENT", "NOT-SUSPENDED", "MEMBER-AT-CLINIC", "NOT-DOUBLE-BOOKED"),
}
# To have none of these is an answer; and an unsigned signature is one.
NONE_IS_NO = {
    *("MEMBER-AT-CLINIC", "LEVEL-SUFFICIENT", "SUPERVISOR-PRESENT"),
    *("TRAUMA-ENDORSED", "SECOND-STAFF"),
}
ROWS_OF_A_PERSON = (
    *("memberships", "documents", "exclusion_checks", "credentials"),
    *("suspensions", "busy"),
)


def twice(world):
    """Return the world with every row there twice."""
    people = tuple(
        replace(p, **{name: getattr(p, name) * 2 for name in ROWS_OF_A_PERSON})
        for p in world.people
    )
    world = replace(world, people=people * 2, relations=world.relations * 2)
    session = world.session
    return change_session(
        world,
        attestations=session.attestations * 2,
        signatures=session.signatures * 2,
    )


def results(decision):
    return {(v.code, v.subject, v.result, v.holds_until) for v in decision.verdicts}


@settings(max_examples=100, **SLOW)
@given(drawn(), ACTIONS)
def test_of_each_member_a_team_is_told_what_they_alone_are_told(world, action):
    """And over a team: its reasons about people are those of all its people."""
    team = judge(world, action)
    together = {r for r in results(team) if r[0] in ALONE and r[2] != "NOT_APPLICABLE"}
    apart = set()
    for member in world.session.members:
        question = ask_one(member.id, member.role, action)
        apart |= {
            r
            for r in results(judge(world, question=question))
            if r[0] in ALONE and r[2] != "NOT_APPLICABLE"
        }

    assert together == apart
    if any(r[2] in ("UNMET", "UNKNOWN") for r in apart):
        assert team.decision is False


@settings(max_examples=100, **SLOW)
@given(drawn(), ACTIONS)
def test_a_row_that_is_there_twice_changes_nothing(world, action):
    """Rows are a set: to say a thing again is not to say more."""
    once, again = judge(world, action), judge(twice(world), action)

    assert once.decision is again.decision
    assert reasons(once) == reasons(again)
    assert results(once) == results(again)
    assert once.valid_until == again.valid_until


@settings(max_examples=100, **SLOW)
@given(drawn(), ACTIONS, st.sampled_from(["wanda", "mark"]), st.booleans())
def test_who_holds_no_credential_never_runs_a_session(world, action, who, is_late):
    """A certificate is paper: without a credential that holds it opens nothing."""
    rows = ()
    if is_late:
        over = {"valid_to": CLEAR.clinic.set_on}
        rows = tuple(credential(t, **over) for t in ("L1", "L2B", "L3", "T", "S"))
        rows += (credential("L3", state="REVOKED"), replace(candidate("L2"), **over))
    poorer = change_person(world, who, credentials=rows)
    named = {m.id for m in world.session.members}
    decision = judge(poorer, action)

    if who in named:
        assert decision.decision is False
        told = {(v.code, v.subject, v.result) for v in decision.reasons}
        is_judged = world.session.kind != "MEDICATION" or world.clinic.observe_minutes
        assert not is_judged or ("LEVEL-SUFFICIENT", who, "UNMET") in told


@settings(max_examples=30, **SLOW)
@given(drawn(), ACTIONS)
def test_a_fact_that_is_removed_is_not_known(world, action):
    """What was good and is so no more is unknown, and never a no made of nothing."""
    before = {(v.code, v.subject) for v in judge(world, action).met}
    for poorer in removals(world):
        for verdict in judge(poorer, action).reasons:
            if (verdict.code, verdict.subject) not in before:
                continue
            is_no = verdict.code in NONE_IS_NO or verdict.type == "SIGN"
            assert verdict.result == ("UNMET" if is_no else "UNKNOWN"), verdict


@settings(max_examples=30, **SLOW)
@given(drawn(), ACTIONS, st.data())
def test_fewer_and_fewer_facts_never_permit_more(world, action, data):
    """Not one by one alone: several removed one after the other as well."""
    is_open = judge(world, action).decision
    for _ in range(4):
        choices = [w for w in removals(world) if w.session and w.session.starts_at]
        world = data.draw(st.sampled_from(choices))
        is_now = judge(world, action).decision
        assert is_open or not is_now
        is_open = is_now


@pytest.mark.parametrize("name", BEGINNING)
def test_what_one_fault_closes_no_missing_fact_opens(name):
    """Each world is closed by one thing alone, so that any hole would show."""
    world = BEGINNING[name]
    for action in ("book", "start"):
        if not judge(world, action).decision:
            assert not any(judge(w, action).decision for w in removals(world))
