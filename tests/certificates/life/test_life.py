"""Thousands of steps in the lives of credentials, each compared with a small model.

`make test` walks a part of them, always the same; `make proof` (KAP_PROOF=full) walks
ten thousand and more.

Not in it, with tests of their own: a version of the requirements comes into force; a
match on an exclusion list is settled; a report is reviewed and closed, and what an open
one keeps from being decided; how many refusals of one hour are logged.
"""

import os

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.certificates.life.applying import Applying
from tests.certificates.life.attacking import Attacking
from tests.certificates.life.editing import Editing
from tests.certificates.life.granting import Granting
from tests.certificates.life.living import Living
from tests.certificates.life.machine import Tally
from tests.certificates.life.world import build_world

IS_FULL = os.environ.get("KAP_PROOF") == "full"
LIVES, STEPS_OF_ONE = (205, 50) if IS_FULL else (30, 50)
ENOUGH = 10_000 if IS_FULL else 1_300
# Every deed is tried at least so often, and every word logged.
OFTEN, SOME = (10, 2) if IS_FULL else (1, 1)
CORE = {
    "APPLICATION-APPROVED*",
    "APPLICATION-FIRST-SIGNED*",
    "CREDENTIAL-AWARDED",
    "CREDENTIAL-SUSPENDED",
    "DENIED",
    "SUSPENSION-LIFT-PROPOSED*",
}
# What a part of the proof may happen to leave out.
RARE = {
    "APPLICATION-APPEALED",
    "APPLICATION-UPHELD*",
    "APPLICATION-CONDITIONAL*",
    "APPLICATION-DECLINED*",
    "APPLICATION-DEFERRED*",
    "APPLICATION-WITHDRAWN",
    "CONDITION-MET*",
    "CREDENTIAL-ACTIVE",
    "CREDENTIAL-ACTIVE*",
    "CREDENTIAL-APPOINTED*",
    "CREDENTIAL-ENTERED*",
    "CREDENTIAL-EXPIRED",
    "CREDENTIAL-RELINQUISHED",
    "CREDENTIAL-REVOKED*",
    "CREDENTIAL-SUPERSEDED",
    "PERSON-SUSPENDED",
    "PERSON-SUSPENDED*",
    "SUSPENSION-LIFTED*",
}
# So do these: a refusal or a first signature has to come before them.
SELDOM = {"appeal", "approve_alone", "hear", "lift_alone", "meet_condition"}


class Life(Applying, Granting, Living, Editing, Attacking):
    """Everything that can happen, in any order."""


PROFILE = settings(
    max_examples=LIVES,
    stateful_step_count=STEPS_OF_ONE,
    derandomize=True,
    print_blob=True,
    deadline=None,
    database=None,
    # Shrinking a life takes long and is asked for when one is found.
    phases=[Phase.explicit, Phase.generate]
    + [Phase.shrink] * ("KAP_SHRINK" in os.environ),
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def world(db):
    return build_world()


def live(world, machine=Life, profile=PROFILE) -> Tally:
    """This will run the machine; gives what was done and refused, and how often."""
    tally = Tally()
    run_state_machine_as_test(lambda: machine(world, tally), settings=profile)
    return tally


def test_every_life_is_as_the_model_says(world):
    tally = live(world)

    print(tally.report())  # noqa: T201 - `pytest -s` shows what was walked
    assert tally.steps >= ENOUGH
    # Nothing that can happen was left out, nor anything that can come of it.
    rare = {one.name for one in Life.deeds() if tally.deeds[one.name] < OFTEN}
    assert not rare - (set() if IS_FULL else SELDOM), "these hardly happened"
    wanted = CORE | RARE if IS_FULL else CORE
    assert not wanted - {word for word, many in tally.words.items() if many >= SOME}
