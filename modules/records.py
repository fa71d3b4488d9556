"""The shapes of a learning record: what one person has done, ready to be judged.

Pure: no queries here. `modules.selectors.record` fills them; credentials are judged
on them and dossiers freeze them.
"""

import datetime
import uuid
from dataclasses import dataclass, field
from fractions import Fraction

ACKNOWLEDGE = "ACKNOWLEDGE"


@dataclass(frozen=True)
class LessonRecord:
    """One lesson of a module as it stands, and when the person finished it.

    Args:
        completed_at: the first time, in whichever edition.
        completed_edition: the newest edition of its module in which it was finished.
        is_asked_again: a later edition of its module asks to read it again.
    """

    key: uuid.UUID
    code: str
    title: str
    minutes: int
    opened_at: datetime.datetime | None
    completed_at: datetime.datetime | None
    completed_edition: int | None = None
    is_asked_again: bool = False

    @property
    def counts(self) -> bool:
        """True when it is finished in an edition that still counts."""
        return self.completed_at is not None and not self.is_asked_again


@dataclass(frozen=True)
class EditionChange:
    """An edition that asks something of whoever learned an earlier one.

    Args:
        significance: ACKNOWLEDGE or RETAKE.
        published_at: when it was put in force.
        lessons: the lessons it held; of those that came later it asks nothing.
        due_on: the last day for it, where whoever released it named one.
        is_confirmed: this person has confirmed it, or a later edition.
    """

    number: int
    significance: str
    published_at: datetime.datetime
    lessons: frozenset[uuid.UUID] = field(default=frozenset(), compare=False)
    due_on: datetime.date | None = None
    is_confirmed: bool = False

    def is_about(self, key: uuid.UUID, completed_edition: int | None) -> bool:
        """Whether a lesson, last finished in that edition, is to be learned again."""
        if self.is_confirmed:
            return False
        is_among = not self.lessons or key in self.lessons
        return is_among and (completed_edition or 0) < self.number


@dataclass(frozen=True)
class EditionLearned:
    """The edition of a module that a person learned, as dossiers and verdicts name it.

    It stays the same when a cosmetic edition follows.

    Args:
        lessons: how many it holds; `done` of them are finished, the last at
            `last_done_at`.
    """

    id: int
    number: int
    title: str
    minutes: int
    lessons: int
    is_reviewed: bool = False
    done: int = 0
    last_done_at: datetime.datetime | None = None


@dataclass(frozen=True)
class ModuleRecord:
    """One module: its newest edition, and how far the person has come.

    Args:
        learned: the newest edition a lesson was finished in; where none was, the newest
            that asked something of anybody, or else the first.
        is_live: False once its page is gone: it is asked of nobody any more.
        changes: the editions that ask something, oldest first.
        was_complete: every lesson of an earlier edition that still counts was finished.
            What was added since without asking anybody takes nothing away.
    """

    key: uuid.UUID
    code: str
    title: str
    minutes: int
    edition_id: int
    edition_number: int
    is_reviewed: bool
    lessons: tuple[LessonRecord, ...]
    changes: tuple[EditionChange, ...] = ()
    was_complete: bool = False
    learned: EditionLearned | None = None
    is_live: bool = True

    @property
    def named(self) -> EditionLearned:
        """The edition to name: the one learned, where it is known."""
        done = [row.completed_at for row in self.lessons if row.completed_at]
        return self.learned or EditionLearned(
            id=self.edition_id,
            number=self.edition_number,
            title=self.title,
            minutes=self.minutes,
            lessons=len(self.lessons),
            is_reviewed=self.is_reviewed,
            done=len(done),
            last_done_at=max(done, default=None),
        )

    @property
    def is_complete(self) -> bool:
        """True when every lesson is finished, of this edition or one that counts."""
        return self.was_complete or all(lesson.counts for lesson in self.lessons)

    @property
    def to_confirm(self) -> EditionChange | None:
        """The newest change that a person who learned the module has to confirm."""
        asked = [
            change
            for change in self.changes
            if change.significance == ACKNOWLEDGE
            and any(
                change.is_about(row.key, row.completed_edition)
                for row in self.lessons
                if row.completed_at
            )
        ]
        return asked[-1] if asked and self.is_complete else None

    @property
    def lessons_left(self) -> tuple[LessonRecord, ...]:
        """The lessons still to be finished, in order."""
        if self.is_complete:
            return ()
        return tuple(lesson for lesson in self.lessons if not lesson.counts)


@dataclass(frozen=True)
class AttemptRecord:
    """A submitted attempt: the passing one where there is one, else the newest."""

    id: uuid.UUID
    assessment_code: str
    passed: bool
    score: Fraction
    all_critical_right: bool
    submitted_at: datetime.datetime


@dataclass(frozen=True)
class ScenarioRecord:
    """A finished run of a case: the passing one where there is one, else the newest."""

    id: uuid.UUID
    scenario_code: str
    passed: bool
    was_critical: bool
    points: int
    points_possible: int
    finished_at: datetime.datetime


@dataclass(frozen=True)
class ObservationRecord:
    """One rating of an observed session that was not corrected by a later one.

    Several assessors may rate the same session: it is one by clinic and code.

    Args:
        recorded_by_id: who entered it; None for rows from before this was kept.
    """

    id: uuid.UUID
    clinic_id: int
    session_code: str
    form_code: str
    kind: str
    supervision: str
    observed_on: datetime.date
    assessor_id: uuid.UUID
    assessor_name: str
    ratings: dict[str, int]
    had_critical_fail: bool
    recorded_by_id: uuid.UUID | None = None
    recorded_by_name: str = ""

    @property
    def session(self) -> tuple[int, str]:
        """Which session it was, however many have rated it."""
        return self.clinic_id, self.session_code.casefold()


@dataclass(frozen=True)
class TrackRecord:
    """One track, in the curriculum's order."""

    key: uuid.UUID
    code: str
    title: str
    url: str
    is_enrolled: bool
    requires: tuple[str, ...]
    modules: tuple[ModuleRecord, ...]
    attempt: AttemptRecord | None
    has_scenario: bool
    scenario: ScenarioRecord | None
    # False once its page is gone: it stays with whoever learned in it.
    is_live: bool = True

    @property
    def asked(self) -> tuple[ModuleRecord, ...]:
        """The modules to be read: those whose page is there, or else all."""
        return tuple(m for m in self.modules if m.is_live) or self.modules

    @property
    def is_read(self) -> bool:
        """True when every lesson of every module that is asked is finished."""
        return bool(self.modules) and all(m.is_complete for m in self.asked)

    @property
    def lessons_left(self) -> tuple[LessonRecord, ...]:
        """The lessons still to be finished, in order."""
        return tuple(lesson for module in self.asked for lesson in module.lessons_left)

    @property
    def is_passed(self) -> bool:
        """True when the assessment is passed and the case, if there is one, too."""
        case = not self.has_scenario or bool(self.scenario and self.scenario.passed)
        return case and bool(self.attempt and self.attempt.passed)


@dataclass(frozen=True)
class LearningRecord:
    """Everything learning knows about one person."""

    person_id: uuid.UUID
    tracks: tuple[TrackRecord, ...]
    observations: tuple[ObservationRecord, ...]

    def track(self, code: str) -> TrackRecord | None:
        """This will find a track by its code; None when the curriculum has none."""
        return next((track for track in self.tracks if track.code == code), None)

    def module(self, code: str) -> ModuleRecord | None:
        """This will find a module by its code; None when the curriculum has none."""
        named = [m for track in self.tracks for m in track.modules if m.code == code]
        return next((m for m in named if m.is_live), next(iter(named), None))
