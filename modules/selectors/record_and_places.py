"""One person's learning record, and where everything in it is, in one query."""

from collections.abc import Iterable
from dataclasses import dataclass

from home.models import Person
from home.rows_together import rows_together
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
    ids = [person.pk]
    rows = rows_together(record_queries(ids, clinic_ids) | place_queries(person))
    return RecordAndPlaces(records_from(rows, ids)[person.pk], places_from(rows))
