"""Evidence built by hand, for requirements to be judged on."""

import uuid
from dataclasses import replace
from fractions import Fraction

from certificates.clearance.world import (
    DocumentFacts,
    VerificationFacts,
)
from certificates.requirements.evidence import Evidence, GrantFacts
from modules.records import (
    AttemptRecord,
    LearningRecord,
    LessonRecord,
    ModuleRecord,
    ObservationRecord,
    ScenarioRecord,
    TrackRecord,
)
from tests.cast import NOW
from tests.certificates.roster import days

TODAY = NOW.date()
ANN, BEN = uuid.UUID(int=1), uuid.UUID(int=2)


def lesson(number, *, done=True):
    at = NOW if done else None
    return LessonRecord(uuid.uuid4(), f"I1.{number}", "Lesson", 30, at, at)


def module(*lessons):
    return ModuleRecord(uuid.uuid4(), "I1", "Days", 60, 1, 1, True, lessons)


def attempt(**changes):
    row = AttemptRecord(uuid.uuid4(), "integration", True, Fraction(11, 12), True, NOW)
    return replace(row, **changes)


def case(**changes):
    row = ScenarioRecord(uuid.uuid4(), "SC-I", True, False, 8, 10, NOW)
    return replace(row, **changes)


def observed(ago, **changes):
    row = ObservationRecord(
        id=uuid.uuid4(),
        clinic_id=1,
        session_code=f"KX-{uuid.uuid4().int % 10**5}",
        form_code="MS",
        kind="MEDICATION",
        supervision="DIRECT",
        observed_on=TODAY - days(ago),
        assessor_id=ANN,
        assessor_name="Ann",
        ratings={"MS1": 4, "MS2": 4},
        had_critical_fail=False,
    )
    return replace(row, **changes)


def track(**changes):
    row = TrackRecord(
        key=uuid.uuid4(),
        code="I",
        title="Track 4 Integration",
        url="/i/",
        is_enrolled=True,
        requires=(),
        modules=(module(lesson(1), lesson(2)),),
        attempt=attempt(),
        has_scenario=True,
        scenario=case(),
    )
    return replace(row, **changes)


def learning(*observations, **changes):
    return LearningRecord(uuid.uuid4(), (track(**changes),), observations)


def licence(**changes):
    row = DocumentFacts(
        kind="LICENCE",
        issued_on=TODAY - days(300),
        expires_on=TODAY,
        jurisdiction="US-MA",
        verifications=(
            VerificationFacts(TODAY - days(120), "PRIMARY_SOURCE", "VERIFIED"),
        ),
        id="d1",
    )
    return replace(row, **changes)


def verified(**changes):
    return (
        replace(
            VerificationFacts(TODAY - days(5), "PRIMARY_SOURCE", "VERIFIED"), **changes
        ),
    )


def held(type_, **changes):
    row = GrantFacts(type_, "north", TODAY - days(100), TODAY, "ACTIVE", "", "c1")
    return replace(row, **changes)


def evidence(**changes):
    row = Evidence("p1", "north", "US-MA", TODAY, LearningRecord(uuid.uuid4(), (), ()))
    return replace(row, **changes)


def leaf(name, **told):
    return {"leaf": name} | told
