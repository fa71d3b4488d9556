"""Another engine, with the page written out once more, answers the same.

Five thousand worlds in the suite, twenty thousand and more with KAP_PROOF=full.
"""

import os
from collections import Counter

import cedarpy
import pytest

from tests.certificates.clearance.cedar.drawn import drawn
from tests.certificates.clearance.cedar.policy import policy
from tests.certificates.clearance.cedar.told import told
from tests.certificates.clearance.worlds import judge, reasons

WORLDS = 20_000 if os.environ.get("KAP_PROOF") == "full" else 2_500
AT_ONCE = 500


def asked(context: dict) -> dict:
    return {
        "principal": 'Team::"t1"',
        "action": 'Action::"run"',
        "resource": 'Session::"s1"',
        "context": context,
    }


@pytest.mark.parametrize("action", ["book", "start"])
def test_cedar_agrees(action):
    rules = cedarpy.PolicySet.from_str(policy(action))
    answers, alone = Counter(), Counter()
    for first in range(0, WORLDS, AT_ONCE):
        seeds = range(first, first + AT_ONCE)
        worlds = [drawn(seed) for seed in seeds]
        requests = [asked(told(world)) for world in worlds]
        theirs = cedarpy.is_authorized_batch(requests, rules, [])
        for seed, world, answer in zip(seeds, worlds, theirs, strict=True):
            ours = judge(world, action)
            is_allowed = answer.decision == cedarpy.Decision.Allow
            assert ours.decision is is_allowed, (seed, reasons(ours), answer)
            answers[is_allowed] += 1
            if len({v.code for v in ours.reasons}) == 1:
                alone[ours.reasons[0].code] += 1

    # Both answers are frequent, and nearly every criterion decided one by itself.
    assert min(answers.values()) > WORLDS / 12, answers
    assert len(alone) >= (20 if action == "book" else 25), alone
