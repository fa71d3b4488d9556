"""What people have done so far: the learning record of one or of many."""

import datetime
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from django.db.models import F, FilteredRelation, IntegerField, Q, QuerySet, Value
from django.db.models.functions import Cast

from home.models import Person
from modules.counting_editions import CountingEditions
from modules.models import (
    Attempt,
    Enrolment,
    LessonCompletion,
    LessonOpening,
    ModuleEdition,
    Observation,
    Scenario,
)
from modules.records import (
    AttemptRecord,
    EditionChange,
    LearningRecord,
    LessonRecord,
    ModuleRecord,
    ObservationRecord,
    ScenarioRecord,
    TrackRecord,
)
from modules.selectors.reviews import reviewed_editions
from modules.selectors.structure import TrackPlace, modules_by_track, tracks_in_order

OPENED, COMPLETED, BEGUN = range(3)
COSMETIC = ModuleEdition.Significance.COSMETIC


@dataclass(frozen=True)
class _Shared:
    """What is the same for everybody: the curriculum as it stands."""

    tracks: list[TrackPlace]
    modules: Mapping[uuid.UUID, list[ModuleEdition]]
    editions: Mapping[uuid.UUID, list[EditionChange]]
    reviewed: set[int]
    # By track, the codes of its cases.
    cases: Mapping[str, list[str]]


@dataclass
class _Evidence:
    """Everything read about one person, by what it is about."""

    opened: dict[uuid.UUID, datetime.datetime] = field(default_factory=dict)
    completed: dict[uuid.UUID, datetime.datetime] = field(default_factory=dict)
    # By module, then by lesson: the newest edition it was finished in there.
    finished_in: dict[uuid.UUID, dict[uuid.UUID, int]] = field(default_factory=dict)
    begun: set[uuid.UUID] = field(default_factory=set)
    attempts: dict[str, AttemptRecord] = field(default_factory=dict)
    runs: dict[str, ScenarioRecord] = field(default_factory=dict)
    observations: list[ObservationRecord] = field(default_factory=list)


Everyone = dict[uuid.UUID, _Evidence]


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
    everyone: Everyone = {pk: _Evidence() for pk in person_ids}
    tracks = tracks_in_order(None)
    shared = _Shared(
        tracks=tracks,
        modules=modules_by_track(tracks),
        editions=_editions(),
        reviewed=reviewed_editions(list(clinic_ids)),
        cases=_read_scenarios(everyone),
    )
    _read_moments(everyone)
    _read_attempts(everyone)
    _read_observations(everyone)
    return {
        pk: LearningRecord(
            person_id=pk,
            tracks=tuple(_track(place, shared, evidence) for place in tracks),
            observations=tuple(evidence.observations),
        )
        for pk, evidence in everyone.items()
    }


def _editions() -> dict[uuid.UUID, list[EditionChange]]:
    """By module: every edition with what it asks and the lessons it held, in order."""
    rows = ModuleEdition.objects.order_by("number")
    found: dict[uuid.UUID, list[EditionChange]] = {}
    for key, number, significance, at, lines in rows.values_list(
        "module_key", "number", "significance", "published_at", "lessons"
    ):
        keys = frozenset(uuid.UUID(line["key"]) for line in lines)
        found.setdefault(key, []).append(EditionChange(number, significance, at, keys))
    return found


def _read_moments(everyone: Everyone) -> None:
    """Read in one query when lessons were opened and finished, and tracks begun.

    A lesson counts in whichever edition it was finished, unless a later one of its
    module asks to read it again.
    """

    def rows(model, key: str, at: str, edition: tuple[Any, Any], kind: int) -> QuerySet:
        told = model.objects.filter(person__in=everyone).order_by()
        module, number = edition[0], Cast(edition[1], IntegerField())
        return told.values_list("person_id", F(key), F(at), module, number, Value(kind))

    edition = (F("edition__module_key"), F("edition__number"))
    opened = rows(LessonOpening, "lesson_key", "opened_at", edition, OPENED)
    done = rows(LessonCompletion, "lesson_key", "completed_at", edition, COMPLETED)
    of_no_edition = (F("track_key"), Value(0))
    begun = rows(Enrolment, "track_key", "enrolled_at", of_no_edition, BEGUN)
    for pk, key, at, module, number, kind in opened.union(done, begun, all=True):
        evidence = everyone[pk]
        if kind == BEGUN:
            evidence.begun.add(key)
            continue
        found = evidence.opened if kind == OPENED else evidence.completed
        found[key] = min(at, found.get(key, at))
        if kind == COMPLETED:
            newest = evidence.finished_in.setdefault(module, {})
            newest[key] = max(number, newest.get(key, number))


def _track(place: TrackPlace, shared: _Shared, evidence: _Evidence) -> TrackRecord:
    runs = [evidence.runs.get(code) for code in shared.cases.get(place.code, [])]
    return TrackRecord(
        key=place.key,
        code=place.code,
        title=place.title,
        url=place.url,
        is_enrolled=place.key in evidence.begun,
        requires=place.requires,
        modules=tuple(
            _module(edition, shared, evidence) for edition in shared.modules[place.key]
        ),
        attempt=evidence.attempts.get(place.code),
        has_scenario=bool(runs),
        scenario=_weakest(runs),
    )


def _module(
    edition: ModuleEdition, shared: _Shared, evidence: _Evidence
) -> ModuleRecord:
    key, editions = edition.module_key, shared.editions[edition.module_key]
    finished_in = evidence.finished_in.get(key, {})
    counting = CountingEditions(editions, evidence.completed.keys(), finished_in)
    return ModuleRecord(
        key=key,
        code=edition.code,
        title=edition.title,
        minutes=edition.minutes,
        edition_id=edition.pk,
        edition_number=edition.number,
        is_reviewed=edition.pk in shared.reviewed,
        lessons=tuple(_lesson(line, evidence, counting) for line in edition.lessons),
        changes=tuple(row for row in editions if row.significance != COSMETIC),
        was_complete=counting.was_complete_before(edition.number),
    )


def _lesson(
    line: dict[str, Any], evidence: _Evidence, counting: CountingEditions
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


def _read_attempts(everyone: Everyone) -> None:
    """Keep by track code the first attempt that passed, or else the newest."""
    rows = Attempt.objects.filter(person__in=everyone, submitted_at__isnull=False)
    for row in rows.select_related("assessment").order_by("submitted_at"):
        found, track = everyone[row.person_id].attempts, row.assessment.track_code
        is_settled = track in found and found[track].passed
        if is_settled or row.submitted_at is None:
            continue
        found[track] = AttemptRecord(
            id=row.pk,
            assessment_code=row.assessment.code,
            passed=bool(row.passed),
            score=Fraction(row.score_numerator or 0, row.score_denominator or 1),
            all_critical_right=bool(row.all_critical_right),
            submitted_at=row.submitted_at,
        )


def _read_scenarios(everyone: Everyone) -> dict[str, list[str]]:
    """Keep for each case the first pass, or else the newest run.

    Returns: by track code, the codes of all its cases, run by anybody or not.
    """
    theirs = FilteredRelation(
        "runs",
        condition=Q(runs__person__in=list(everyone), runs__finished_at__isnull=False),
    )
    fields = "id", "passed", "was_critical", "points", "points_possible", "finished_at"
    rows = Scenario.objects.annotate(theirs=theirs)
    cases: dict[str, dict[str, None]] = {}
    for track, code, pk, run_id, *facts in rows.order_by(
        "code", "theirs__finished_at"
    ).values_list(
        "track_code",
        "code",
        "theirs__person_id",
        *[f"theirs__{name}" for name in fields],
    ):
        cases.setdefault(track, {})[code] = None
        if run_id is None:
            continue
        earlier = everyone[pk].runs.get(code)
        if not (earlier and earlier.passed):
            everyone[pk].runs[code] = ScenarioRecord(run_id, code, *facts)
    return {track: list(codes) for track, codes in cases.items()}


def _weakest(runs: list[ScenarioRecord | None]) -> ScenarioRecord | None:
    """A track with two cases is as far as the one that is least far."""
    if not runs or None in runs:
        return None
    return next((run for run in runs if run and not run.passed), runs[0])


def _read_observations(everyone: Everyone) -> None:
    rows = Observation.objects.filter(person__in=everyone, corrected_by__isnull=True)
    for row in rows.select_related("assessor", "recorded_by").defer("form_content"):
        everyone[row.person_id].observations.append(
            ObservationRecord(
                id=row.pk,
                clinic_id=row.clinic_id,
                session_code=row.session_code,
                form_code=row.form_code,
                kind=row.kind,
                supervision=row.supervision,
                observed_on=row.observed_on,
                assessor_id=row.assessor_id,
                assessor_name=row.assessor.name,
                ratings=row.ratings,
                had_critical_fail=row.had_critical_fail,
                recorded_by_id=row.recorded_by_id,
                recorded_by_name=row.recorded_by.name if row.recorded_by else "",
            )
        )
