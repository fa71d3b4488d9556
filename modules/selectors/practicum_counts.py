"""How many sessions were observed so far, by kind of session."""

from collections import Counter
from dataclasses import dataclass

from modules.models import Observation
from modules.records import LearningRecord


@dataclass(frozen=True)
class ObservedKind:
    label: str
    count: int


def observed_counts(record: LearningRecord) -> list[ObservedKind]:
    """This will count the observed sessions of every kind, none left out. Pure."""
    counts = Counter(row.kind for row in record.observations)
    return [
        ObservedKind(label=str(kind.label), count=counts[kind.value])
        for kind in Observation.SessionKind
    ]
