"""What stands around a learning record: addresses, assessments and cases, by track."""

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from home.models import Person
from modules.models import Assessment, Attempt, Scenario, ScenarioRun
from modules.selectors.structure import addresses


@dataclass(frozen=True)
class AssessmentPlace:
    """The assessment that ends a track, and whether the person is in the middle."""

    code: str
    title: str
    wait: datetime.timedelta
    is_under_way: bool


@dataclass(frozen=True)
class CasePlace:
    """A case of a track, and how far the person is with it."""

    code: str
    title: str
    minutes: int
    is_under_way: bool
    is_passed: bool
    is_finished: bool


@dataclass(frozen=True)
class Places:
    """Where everything is, for one person."""

    addresses: Mapping[uuid.UUID, str]
    assessments: Mapping[str, AssessmentPlace]
    cases: Mapping[str, tuple[CasePlace, ...]]


def places_for(person: Person) -> Places:
    """This will gather addresses, assessments and cases, in three queries."""
    return Places(addresses(), _assessments(person), _cases(person))


def _assessments(person: Person) -> dict[str, AssessmentPlace]:
    open_attempt = Attempt.objects.filter(
        person=person, assessment=OuterRef("pk"), submitted_at__isnull=True
    )
    rows = Assessment.objects.annotate(is_under_way=Exists(open_attempt))
    return {
        row.track_code: AssessmentPlace(
            code=row.code,
            title=row.title,
            wait=datetime.timedelta(hours=row.wait_hours),
            is_under_way=row.is_under_way,
        )
        for row in rows
    }


def _cases(person: Person) -> dict[str, tuple[CasePlace, ...]]:
    mine = ScenarioRun.objects.filter(person=person, scenario=OuterRef("pk"))
    rows = Scenario.objects.annotate(
        is_under_way=Exists(mine.filter(finished_at__isnull=True)),
        is_passed=Exists(mine.filter(passed=True)),
        is_finished=Exists(mine.filter(finished_at__isnull=False)),
    ).defer("graph", "content_note", "cast")
    found: dict[str, tuple[CasePlace, ...]] = {}
    for row in rows:
        place = CasePlace(
            code=row.code,
            title=row.title,
            minutes=row.minutes,
            is_under_way=row.is_under_way,
            is_passed=row.is_passed,
            is_finished=row.is_finished,
        )
        found[row.track_code] = (*found.get(row.track_code, ()), place)
    return found
