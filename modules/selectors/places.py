"""What stands around a learning record: addresses, assessments and cases, by track."""

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from modules.models import Assessment, Attempt
from modules.selectors.case_places import CasePlace, case_rows, cases_from
from modules.selectors.structure import address_rows, addresses_from


@dataclass(frozen=True)
class AssessmentPlace:
    """The assessment that ends a track, and whether the person is in the middle."""

    code: str
    title: str
    wait: datetime.timedelta
    pass_percent: int
    is_under_way: bool


@dataclass(frozen=True)
class Places:
    """Where everything is, for one person."""

    addresses: Mapping[uuid.UUID, str]
    assessments: Mapping[str, AssessmentPlace]
    cases: Mapping[str, tuple[CasePlace, ...]]


def place_queries(person_id: uuid.UUID) -> dict[str, QuerySet[Any, Any]]:
    """This will ask for addresses, assessments and cases, to be read in one go."""
    open_attempt = Attempt.objects.filter(
        person=person_id, assessment=OuterRef("pk"), submitted_at__isnull=True
    )
    return {
        "addresses": address_rows(),
        "assessments": Assessment.objects.values_list(
            "track_code",
            "code",
            "title",
            "wait_hours",
            "pass_percent",
            Exists(open_attempt),
        ),
        "cases": case_rows(person_id),
    }


def places_from(rows: Mapping[str, list[Any]]) -> Places:
    """This will say where everything is, from what `place_queries` found."""
    return Places(
        addresses=addresses_from(rows["addresses"]),
        assessments={
            track: AssessmentPlace(
                code, title, datetime.timedelta(hours=hours), percent, is_under_way
            )
            for track, code, title, hours, percent, is_under_way in rows["assessments"]
        },
        cases=cases_from(rows["cases"]),
    )
