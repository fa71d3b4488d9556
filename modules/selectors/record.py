"""What people have done so far: the learning record of one or of many."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet

from home.kept_statements import KeptStatement
from home.models import Person
from modules.counting_editions import CountingEditions
from modules.models import ModuleEdition
from modules.records import (
    ACKNOWLEDGE,
    EditionChange,
    LearningRecord,
    LessonRecord,
    ModuleRecord,
    ScenarioRecord,
    TrackRecord,
)
from modules.selectors.editions_learned import asked_elsewhere, edition_learned
from modules.selectors.learning_evidence import (
    Evidence,
    cases_by_track,
    evidence_from,
    evidence_queries,
)
from modules.selectors.reviews import reviewed_by_all
from modules.selectors.structure import (
    ModuleInForce,
    TrackPlace,
    modules_by_track,
    structure_queries,
    tracks_from,
)

COSMETIC = ModuleEdition.Significance.COSMETIC


@dataclass(frozen=True)
class _Shared:
    """What is the same for everybody: the curriculum as it stands."""

    tracks: list[TrackPlace]
    modules: Mapping[uuid.UUID, list[ModuleInForce]]
    editions: Mapping[uuid.UUID, list[EditionChange]]
    # The same editions whole, by module, oldest first.
    frozen: Mapping[uuid.UUID, list[ModuleEdition]]
    reviewed: set[int]
    # By track, its cases: parallel ones are one, by the id that they share.
    cases: Mapping[str, list[int]]


def learning_record(person: Person, *, clinic_ids: Iterable[int]) -> LearningRecord:
    """This will gather everything learning knows about one person.

    The number of queries does not depend on how much there is to know.

    Args:
        clinic_ids: the clinics whose review of the content is asked for.
    Returns: tracks in the curriculum's order, observations by date.
    """
    return learning_records([person.pk], clinic_ids=clinic_ids)[person.pk]


def learning_records(
    person_ids: Sequence[uuid.UUID], *, clinic_ids: Iterable[int]
) -> dict[uuid.UUID, LearningRecord]:
    """This will gather the records of many people, in as many queries as of one.

    The caller sees to it that there are not too many at once.
    """
    rows = _RECORDS.rows(person_ids=list(person_ids), clinic_ids=list(clinic_ids))
    return records_from(rows, person_ids)


def record_queries(
    person_ids: Sequence[uuid.UUID], clinic_ids: Iterable[int]
) -> dict[str, QuerySet[Any, Any]]:
    """This will ask for everything that records are made of, to be read in one go."""
    return (
        structure_queries()
        | {"reviewed": reviewed_by_all(clinic_ids)}
        | evidence_queries(person_ids)
    )


_RECORDS = KeptStatement(record_queries)


def records_from(
    rows: Mapping[str, list[Any]], person_ids: Sequence[uuid.UUID]
) -> dict[uuid.UUID, LearningRecord]:
    """This will make the records of what `record_queries` found."""
    everyone = evidence_from(rows, person_ids)
    tracks = tracks_from(rows["tracks"], rows["kept"])
    shared = _Shared(
        tracks=tracks,
        modules=modules_by_track(tracks, rows["modules"], rows["editions"]),
        editions=_editions(rows["editions"], rows["releases"]),
        frozen=_by_module(rows["editions"]),
        reviewed={pk for (pk,) in rows["reviewed"]},
        cases=cases_by_track(rows["runs"]),
    )
    return {
        pk: LearningRecord(
            person_id=pk,
            tracks=tuple(
                _track(place, shared, evidence)
                for place in tracks
                if place.is_live or _has_learned(place, shared, evidence)
            ),
            observations=tuple(evidence.observations),
        )
        for pk, evidence in everyone.items()
    }


def _editions(
    editions: Iterable[ModuleEdition], releases: Iterable[tuple]
) -> dict[uuid.UUID, list[EditionChange]]:
    """By module: every released edition, oldest first: what it asks, which lessons."""
    asked = {edition_id: facts for edition_id, *facts in releases}
    found: dict[uuid.UUID, list[EditionChange]] = {}
    for row in editions:
        significance, at, due = asked[row.pk]
        keys = frozenset(uuid.UUID(line["key"]) for line in row.lessons)
        change = EditionChange(row.number, significance, at, keys, due)
        found.setdefault(row.module_key, []).append(change)
    return found


def _by_module(
    editions: Iterable[ModuleEdition],
) -> dict[uuid.UUID, list[ModuleEdition]]:
    found: dict[uuid.UUID, list[ModuleEdition]] = {}
    for row in editions:
        found.setdefault(row.module_key, []).append(row)
    return found


def _has_learned(place: TrackPlace, shared: _Shared, evidence: Evidence) -> bool:
    modules = {row.edition.module_key for row in shared.modules[place.key]}
    has_begun = place.key in evidence.begun or place.code in evidence.attempts
    return has_begun or not modules.isdisjoint(evidence.modules)


def _track(place: TrackPlace, shared: _Shared, evidence: Evidence) -> TrackRecord:
    runs = [evidence.runs.get(group) for group in shared.cases.get(place.code, [])]
    return TrackRecord(
        key=place.key,
        code=place.code,
        title=place.title,
        url=place.url,
        is_enrolled=place.key in evidence.begun,
        requires=place.requires,
        modules=tuple(
            _module(module, shared, evidence)
            for module in shared.modules[place.key]
            if module.is_live
            or not place.is_live
            or module.edition.module_key in evidence.modules
        ),
        attempt=evidence.attempts.get(place.code),
        has_scenario=bool(runs),
        scenario=_weakest(runs),
        is_live=place.is_live,
    )


def _module(module: ModuleInForce, shared: _Shared, evidence: Evidence) -> ModuleRecord:
    edition = module.edition
    key, editions = edition.module_key, shared.editions[edition.module_key]
    finished_in = evidence.finished_in.get(key, {})
    counting = CountingEditions(
        editions,
        evidence.completed.keys(),
        finished_in,
        asked_elsewhere(edition, shared.editions, evidence),
    )
    return ModuleRecord(
        key=key,
        code=edition.code,
        title=edition.title,
        minutes=edition.minutes,
        edition_id=edition.pk,
        edition_number=edition.number,
        is_reviewed=edition.pk in shared.reviewed,
        lessons=tuple(_lesson(line, evidence, counting) for line in edition.lessons),
        changes=_changes(editions, evidence.confirmed.get(key, 0)),
        was_complete=counting.was_complete_before(edition.number),
        learned=edition_learned(
            shared.frozen[key], editions, evidence, shared.reviewed
        ),
        is_live=module.is_live,
    )


def _changes(
    editions: Iterable[EditionChange], confirmed: int
) -> tuple[EditionChange, ...]:
    return tuple(
        replace(row, is_confirmed=True)
        if row.significance == ACKNOWLEDGE and row.number <= confirmed
        else row
        for row in editions
        if row.significance != COSMETIC
    )


def _lesson(
    line: dict[str, Any], evidence: Evidence, counting: CountingEditions
) -> LessonRecord:
    key = uuid.UUID(line["key"])
    return LessonRecord(
        key=key,
        code=line["code"],
        title=line["title"],
        minutes=line["minutes"],
        opened_at=evidence.opened.get(key),
        completed_at=evidence.completed.get(key),
        completed_edition=counting.finished_in.get(key),
        is_asked_again=counting.is_asked_again(key),
    )


def _weakest(runs: list[ScenarioRecord | None]) -> ScenarioRecord | None:
    """A track with two cases is as far as the one that is least far."""
    if not runs or None in runs:
        return None
    return next((run for run in runs if run and not run.passed), runs[0])
