"""Somebody who has done everything that L1 asks, to be broken by tests."""

import datetime
import uuid

from certificates.models import (
    CurrencyRecord,
    ExclusionCheck,
    RequirementSet,
)
from home.models import Clinic, Person
from modules.models import (
    Attempt,
    LessonCompletion,
    Observation,
    ScenarioRun,
)
from tests.cast import NOW
from tests.certificates.roster import days, document, verify
from tests.modules.curriculum import SmallCurriculum, small_curriculum

TODAY = NOW.date()
STANDING = [
    {"leaf": "document_held", "kind": "LICENCE", "verified_within_days": 120},
    {"leaf": "exclusion_clear", "within_days": 31},
    {"leaf": "recorded", "kind": "CONDUCT"},
    {"leaf": "no_open_suspension"},
]
L1_TREE = {
    "all": [
        *STANDING,
        {"leaf": "track_read", "track": "F"},
        {"leaf": "track_passed", "track": "F"},
        {"leaf": "track_read", "track": "P"},
        {"leaf": "track_passed", "track": "P"},
        {"leaf": "scenario_passed", "track": "P"},
        {
            "leaf": "observations",
            "form": "PI",
            "kinds": ["PREPARATION"],
            "count": 2,
            "floor": 3,
            "mark": "POL",
        },
    ]
}


def requirement_set(name: str = "L1", tree: dict = L1_TREE, **fields):
    """This will make an active requirement set."""
    defaults = {
        "version": 1,
        "state": RequirementSet.State.ACTIVE,
        "tree": tree,
        "valid_months": 24,
        "may_do": "May conduct preparation and integration sessions.",
        "sha256": "0" * 64,
        "activated_at": NOW,
    }
    return RequirementSet.objects.create(credential_type=name, **(defaults | fields))


def make_ready(person: Person, clinic: Clinic, assessor: Person) -> SmallCurriculum:
    """This will put everything that L1 asks into somebody's file."""
    built = make_unchecked(person, clinic, assessor)
    ExclusionCheck.objects.create(
        person=person, on=TODAY - days(3), outcome="CLEAR", recorded_at=NOW
    )
    return built


def make_unchecked(
    person: Person,
    clinic: Clinic,
    assessor: Person,
    sessions: tuple[int, ...] = (20, 10),
) -> SmallCurriculum:
    """This will put in everything but a look into the exclusion list.

    Args:
        sessions: how many days ago each observed session took place.
    """
    built = small_curriculum()
    requirement_set()
    learn(person, built)
    verify(document(person, "LICENCE", jurisdiction=clinic.jurisdiction))
    CurrencyRecord.objects.create(
        person=person, kind="CONDUCT", on=TODAY - days(90), recorded_at=NOW
    )
    for ago in sessions:
        observe(person, clinic, assessor, on=TODAY - days(ago))
    return built


def learn(person: Person, built: SmallCurriculum) -> None:
    """This will finish every lesson and pass every assessment and case."""
    for code, lesson in built.lessons.items():
        LessonCompletion.objects.create(
            person=person,
            lesson_key=lesson.translation_key,
            edition=built.editions[code.partition(".")[0]],
            completed_at=NOW - days(40),
        )
    for assessment in built.assessments.values():
        Attempt.objects.create(
            person=person,
            assessment=assessment,
            pass_percent=80,
            started_at=NOW - days(31),
            submitted_at=NOW - days(30),
            score_numerator=9,
            score_denominator=10,
            all_critical_right=True,
            passed=True,
        )
    ScenarioRun.objects.create(
        person=person,
        scenario=built.scenario,
        graph=built.scenario.graph,
        pass_percent=75,
        started_at=NOW - days(30),
        finished_at=NOW - days(30),
        ending="END1",
        points=4,
        points_possible=4,
        was_critical=False,
        passed=True,
    )


def observe(person: Person, clinic: Clinic, assessor: Person, **fields) -> Observation:
    """This will record one observed preparation session at level 3."""
    on: datetime.date = fields.pop("on", TODAY)
    defaults = {
        "form_code": "PI",
        "form_content": {"domains": []},
        "kind": "PREPARATION",
        "session_code": f"PX-{uuid.uuid4().int % 10**5}",
        "observed_on": on,
        "ratings": {"PI1": 3, "PI2": 4},
        "recorded_at": NOW,
    }
    return Observation.objects.create(
        person=person, assessor=assessor, clinic=clinic, **(defaults | fields)
    )
