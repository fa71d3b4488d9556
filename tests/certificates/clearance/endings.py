"""A session under way that has everything: ready for release, then for closing.

It began at 17:05 in UTC; with 120 minutes of observation its patient goes home from
19:05 on. At 19:30 the release is asked for, at 20:00 the closing.
"""

from dataclasses import replace
from datetime import timedelta

from certificates.clearance.world import OverrideFacts
from tests.certificates.clearance.worlds import (
    ATTESTATIONS,
    CLEAR,
    STARTS,
    attested,
    change_session,
)

BEGAN = STARTS + timedelta(minutes=5)
OBSERVED = BEGAN + timedelta(minutes=120)
RELEASE_AT = OBSERVED + timedelta(minutes=25)
CLOSE_AT = RELEASE_AT + timedelta(minutes=30)
SECOND = timedelta(seconds=1)

AT_RELEASE = (
    attested("RELEASE-CRITERIA", by="clara", at=OBSERVED),
    attested("NEXT-CONTACT", at=OBSERVED),
)
AT_CLOSE = (
    attested("PRESENCE-CONTINUOUS", at=OBSERVED),
    attested("ADVERSE-EVENT-NONE", at=OBSERVED),
)
UNDER_WAY = change_session(
    CLEAR,
    state="STARTED",
    started_at=BEGAN,
    attestations=(*ATTESTATIONS, *AT_RELEASE, *AT_CLOSE),
)
RELEASED = change_session(UNDER_WAY, state="RELEASED", released_at=RELEASE_AT)


def emergency(begins=BEGAN, ends=BEGAN + timedelta(hours=4), by="dana", id_="override"):
    return OverrideFacts(by, begins, ends, id_)


def in_emergency(world, *rows):
    return replace(world, overrides=rows or (emergency(),))
