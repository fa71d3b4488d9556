"""Every scenario in which the gate is heard: what is spoiled, and what it decided."""

from dataclasses import replace

from certificates.clearance.policy import FIRST_POLICY, policy_sha256, shipped_policy
from certificates.clearance.world import CriterionParameters
from tests.certificates.clearance.spoiled import BEGINNING, ENDING
from tests.certificates.clearance.worlds import (
    CLEAR,
    POLICY,
    STARTS,
    add,
    ask,
    ask_one,
    change_clinic,
    change_session,
    judge,
    members,
    person,
)

ASKED = {
    "question: nothing": {
        **ask("dance", context={"as_of": "soon"}),
        "subject": {"type": "choir", "id": "c1"},
        "resource": {"type": "room", "id": "nowhere"},
    },
    "question: an unknown role": ask("book", members(("wanda", "juggler"))),
    "question: one person released": ask_one("wanda", action="release"),
    "start: another team": ask("start", members(("wanda", "lead"))),
    "start: one person": ask_one("wanda"),
}
POLICIES = {
    "policy: not in force": replace(POLICY, in_force_from=None),
    "policy: asks what nobody knows": replace(
        POLICY, criteria=(*POLICY.criteria, CriterionParameters("MOON-FULL"))
    ),
    "policy: lacks a parameter": replace(
        POLICY, criteria=(CriterionParameters("EXCLUSION-CLEAR"),)
    ),
}
FAULTY = {
    "question: an end before the beginning": change_session(CLEAR, ends_at=STARTS),
    "question: which session of the course": change_session(CLEAR, ordinal=None),
    "question: no clinic": replace(CLEAR, clinic=None),
    "question: no time zone": change_clinic(CLEAR, time_zone="Moon/Crater"),
}


def decisions():
    """Yield every scenario with its decision."""
    for name, world in (*BEGINNING.items(), *FAULTY.items()):
        yield name, judge(world)
    for name, (world, action, now) in ENDING.items():
        yield name, judge(world, action, now)
    for name, question in ASKED.items():
        world = replace(CLEAR, session=None) if name == "question: nothing" else CLEAR
        yield name, judge(world, question=question)
    for name, policy in POLICIES.items():
        yield name, judge(policy=policy)
    first = shipped_policy(policy_sha256(FIRST_POLICY))
    yield "policy: the first, about a release", judge(action="release", policy=first)
    grown = add(CLEAR, person("asa", "ASSESSOR", "T", "S", "L3"))
    yield "one person who may be a candidate", judge(grown, question=ask_one("mark"))
