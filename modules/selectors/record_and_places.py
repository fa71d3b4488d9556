"""One person's learning record, and where everything in it is, in one query."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from home.kept_statements import KeptStatement
from home.models import Person
from modules.records import LearningRecord
from modules.selectors.places import Places, place_queries, places_from
from modules.selectors.record import record_queries, records_from


@dataclass(frozen=True)
class RecordAndPlaces:
    """What somebody has done, and the addresses, assessments and cases around it."""

    record: LearningRecord
    places: Places


def record_and_places(person: Person, *, clinic_ids: Iterable[int]) -> RecordAndPlaces:
    """This will gather the record and its places; clinics as for `learning_record`."""
    rows = _BOTH.rows(person_id=person.pk, clinic_ids=list(clinic_ids))
    return RecordAndPlaces(
        records_from(rows, [person.pk])[person.pk], places_from(rows)
    )


def _queries(
    person_id: uuid.UUID, clinic_ids: list[int]
) -> dict[str, QuerySet[Any, Any]]:
    return record_queries([person_id], clinic_ids) | place_queries(person_id)


_BOTH = KeptStatement(_queries)
