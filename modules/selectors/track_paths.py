"""Every track as one person finds it: what is done, what is open, what opens what."""

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from modules.completion import (
    before_the_assessment,
    case_passed,
    module_findings,
    track_begun,
    track_passed,
)
from modules.readiness import obstacle
from modules.records import (
    EditionChange,
    LearningRecord,
    LessonRecord,
    ModuleRecord,
    TrackRecord,
)
from modules.selectors.case_places import CasePlace
from modules.selectors.places import AssessmentPlace, Places
from modules.why import Why, whys


class State(StrEnum):
    """How far something is; the words of the lesson and module lists."""

    NEW = "NEW"
    READING = "READING"
    DONE = "DONE"
    LOCKED = "LOCKED"
    # Only for an assessment: not passed, and the time to wait is not over.
    WAITING = "WAITING"


@dataclass(frozen=True)
class LessonPath:
    key: str
    code: str
    title: str
    url: str
    minutes: int
    state: State
    is_asked_again: bool = False


@dataclass(frozen=True)
class ModulePath:
    key: str
    code: str
    title: str
    url: str
    minutes: int
    state: State
    is_reviewed: bool
    lessons: tuple[LessonPath, ...]
    # What changed since the person learned it, and is to be confirmed.
    to_confirm: EditionChange | None = None
    why: tuple[Why, ...] = ()

    @property
    def is_done(self) -> bool:
        """True when it is complete."""
        return self.state == State.DONE

    @property
    def total(self) -> int:
        """How many lessons the module has."""
        return len(self.lessons)

    @property
    def done(self) -> int:
        """How many of them are finished."""
        return sum(lesson.state == State.DONE for lesson in self.lessons)


@dataclass(frozen=True)
class AssessmentPath:
    """Where the track's assessment stands.

    Args:
        obstacle: what to do first, in one sentence, while it is LOCKED.
        again_at: when a new try opens, while it is WAITING.
        why: everything that is missing for it.
    """

    code: str
    title: str
    state: State
    has_failed: bool
    obstacle: str
    again_at: datetime.datetime | None
    why: tuple[Why, ...] = ()


@dataclass(frozen=True)
class CasePath:
    """Args:
    waiting_run: the run that asks to read lessons again, while one does.
    """

    code: str
    title: str
    minutes: int
    state: State
    has_failed: bool
    obstacle: str
    waiting_run: uuid.UUID | None = None
    why: tuple[Why, ...] = ()


@dataclass(frozen=True)
class TrackPath:
    """One track. `waits_for` names the tracks to pass first; empty when none is."""

    key: str
    code: str
    title: str
    url: str
    is_enrolled: bool
    waits_for: tuple[str, ...]
    modules: tuple[ModulePath, ...]
    assessment: AssessmentPath | None
    cases: tuple[CasePath, ...]

    @property
    def lessons(self) -> tuple[LessonPath, ...]:
        """All lessons, in order."""
        return tuple(lesson for module in self.modules for lesson in module.lessons)

    @property
    def unread(self) -> tuple[LessonPath, ...]:
        """The lessons still to finish, in order."""
        rows = (module for module in self.modules if module.state != State.DONE)
        lessons = (lesson for module in rows for lesson in module.lessons)
        return tuple(row for row in lessons if row.state != State.DONE)

    @property
    def total(self) -> int:
        """How many lessons the track has."""
        return len(self.lessons)

    @property
    def done(self) -> int:
        """How many of them are finished."""
        return self.total - len(self.unread)

    @property
    def is_read(self) -> bool:
        """True when every lesson is finished, and there is one."""
        return bool(self.lessons) and not self.unread

    @property
    def is_over(self) -> bool:
        """True when it is read, its assessment passed, and its cases too."""
        states = [case.state for case in self.cases]
        if self.assessment:
            states.append(self.assessment.state)
        return self.is_read and all(state == State.DONE for state in states)


@dataclass(frozen=True)
class _Around:
    """What every part of the path is laid out by; `urls` by the key of each part."""

    record: LearningRecord
    places: Places
    urls: Mapping[uuid.UUID, str]
    at: datetime.datetime


def tracks_of(
    record: LearningRecord, *, places: Places, at: datetime.datetime
) -> tuple[TrackPath, ...]:
    """This will lay out every track for the person, in the curriculum's order."""
    tracks = {track.key: track.url for track in record.tracks}
    around = _Around(record, places, {**places.addresses, **tracks}, at)
    live = (track for track in record.tracks if track.is_live)
    return tuple(_track(track, around) for track in live)


def _track(track: TrackRecord, around: _Around) -> TrackPath:
    record = around.record
    first = [record.track(code) for code in track.requires]
    waits_for = tuple(other.title for other in first if other and not other.is_passed)
    todo_first = obstacle(record, track.code)
    return TrackPath(
        key=str(track.key),
        code=track.code,
        title=track.title,
        url=track.url,
        is_enrolled=track.is_enrolled,
        waits_for=waits_for,
        modules=tuple(_module(row, around) for row in track.modules if row.is_live),
        assessment=_assessment(track, around, todo_first),
        cases=tuple(
            _case(case, track, around, "" if track.is_enrolled else todo_first)
            for case in around.places.cases.get(track.code, ())
        ),
    )


def _module(module: ModuleRecord, around: _Around) -> ModulePath:
    begun = any(lesson.opened_at or lesson.completed_at for lesson in module.lessons)
    state = State.READING if begun else State.NEW
    return ModulePath(
        key=str(module.key),
        code=module.code,
        title=module.title,
        url=around.places.addresses.get(module.key, ""),
        minutes=module.minutes,
        state=State.DONE if module.is_complete else state,
        is_reviewed=module.is_reviewed,
        lessons=tuple(_lesson(lesson, around.places) for lesson in module.lessons),
        to_confirm=module.to_confirm,
        why=whys(module_findings(module, around.at.date()), around.urls),
    )


def _lesson(lesson: LessonRecord, places: Places) -> LessonPath:
    state = State.READING if lesson.opened_at else State.NEW
    return LessonPath(
        key=str(lesson.key),
        code=lesson.code,
        title=lesson.title,
        url=places.addresses.get(lesson.key, ""),
        minutes=lesson.minutes,
        state=State.DONE if lesson.counts else state,
        is_asked_again=lesson.is_asked_again,
    )


def _assessment(
    track: TrackRecord, around: _Around, todo_first: str
) -> AssessmentPath | None:
    place = around.places.assessments.get(track.code)
    if place is None:
        return None
    attempt = track.attempt
    again_at = attempt.submitted_at + place.wait if attempt else None
    if attempt and attempt.passed:
        state = State.DONE
    elif place.is_under_way:
        state = State.READING
    elif todo_first:
        state = State.LOCKED
    elif again_at and again_at > around.at:
        state = State.WAITING
    else:
        state = State.NEW
    return AssessmentPath(
        code=place.code,
        title=place.title,
        state=state,
        has_failed=bool(attempt and not attempt.passed),
        obstacle=todo_first if state == State.LOCKED else "",
        again_at=again_at if state == State.WAITING else None,
        why=() if state == State.DONE else _before(track, place, around),
    )


def _before(
    track: TrackRecord, place: AssessmentPlace, around: _Around
) -> tuple[Why, ...]:
    found = before_the_assessment(around.record, track)
    passed = track_passed(track, place.pass_percent)
    return whys([*found, passed] if passed.evidence else found, around.urls)


def _case(
    place: CasePlace, track: TrackRecord, around: _Around, todo_first: str
) -> CasePath:
    if place.needs_debrief and not todo_first:
        todo_first = _("Talk through how it ended with your supervisor first.")
    if place.is_passed:
        state = State.DONE
    elif place.is_under_way:
        state = State.READING
    else:
        state = State.LOCKED if todo_first else State.NEW
    is_told = track.scenario and track.scenario.scenario_code == place.code
    found = [track_begun(track), *([case_passed(track)] if is_told else [])]
    return CasePath(
        code=place.code,
        title=place.title,
        minutes=place.minutes,
        state=state,
        has_failed=place.is_finished and not place.is_passed,
        obstacle=todo_first if state == State.LOCKED else "",
        waiting_run=place.waiting_run,
        why=() if place.is_passed else whys(found, around.urls),
    )
