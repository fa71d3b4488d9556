"""What is complete and what is not: the one engine of learning's rules. Pure.

It gives facts; `modules.why` says them to people, and credentials are judged by them.
"""

import uuid
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta
from enum import StrEnum
from typing import Any

from modules.counting_editions import RETAKE
from modules.records import (
    EditionChange,
    LearningRecord,
    LessonRecord,
    ModuleRecord,
    ScenarioRecord,
    TrackRecord,
)

# A change that asks to be acknowledged waits so long, where nothing else is said.
ACKNOWLEDGE_WITHIN = 30


class Rule(StrEnum):
    """What a finding is about."""

    BEGUN = "TRACK-BEGUN"
    FIRST = "TRACK-FIRST"
    READ = "TRACK-READ"
    PASSED = "TRACK-PASSED"
    CASE = "SCENARIO-PASSED"
    MODULE_READ = "MODULE-READ"
    CURRENT = "MODULE-CURRENT"


@dataclass(frozen=True)
class Finding:
    """One rule, held against one person's record.

    Args:
        subject: the track or module, as people read it.
        key: the track or module that mends it.
        done, asked: lessons; for an assessment its last score and what it needs, in
            percent; for a case its points.
        lessons: those still to be finished, or to be read again.
        due_on: the first day on which what holds now ceases to.
        changed: the edition that asks for something.
        evidence: the attempt or run it rests on.
        is_critical: the score sufficed; something safety-critical did not.
    """

    code: Rule
    is_met: bool
    subject: str
    key: uuid.UUID | None
    done: int = 0
    asked: int = 0
    lessons: tuple[LessonRecord, ...] = ()
    due_on: date | None = None
    changed: EditionChange | None = None
    evidence: tuple[str, ...] = ()
    is_critical: bool = False

    @property
    def left(self) -> int:
        """How many lessons are missing."""
        return len(self.lessons)


def track_begun(track: TrackRecord) -> Finding:
    """The person is enrolled in the track."""
    return Finding(Rule.BEGUN, track.is_enrolled, track.title, track.key)


def tracks_first(record: LearningRecord, track: TrackRecord) -> list[Finding]:
    """Each track that comes before this one is passed."""
    first = [record.track(code) for code in track.requires]
    return [
        Finding(Rule.FIRST, other.is_passed, other.title, other.key)
        for other in first
        if other
    ]


def track_read(track: TrackRecord) -> Finding:
    """Every lesson of a track is finished, in an edition that counts."""
    left = track.lessons_left
    # What came since they learned it, and was asked of nobody, is not counted.
    asked = sum(
        len(module.lessons) if left else module.named.lessons for module in track.asked
    )
    return Finding(
        code=Rule.READ,
        is_met=bool(track.modules) and not left,
        subject=track.title,
        key=track.key,
        done=asked - len(left),
        asked=asked,
        lessons=left,
    )


def track_passed(track: TrackRecord, pass_percent: int = 0) -> Finding:
    """The assessment of a track is passed with every critical item right."""
    attempt = track.attempt
    score = int(attempt.score * 100) if attempt else 0
    is_critical = bool(attempt and not attempt.all_critical_right)
    return Finding(
        code=Rule.PASSED,
        is_met=bool(attempt and attempt.passed and not is_critical),
        subject=track.title,
        key=track.key,
        done=score,
        asked=pass_percent,
        evidence=(str(attempt.id),) if attempt else (),
        is_critical=is_critical,
    )


def case_passed(track: TrackRecord) -> Finding:
    """The case of a track is passed without a critical choice."""
    return run_passed(track.title, track.scenario, track.key)


def run_passed(
    subject: str, run: ScenarioRecord | None, key: uuid.UUID | None = None
) -> Finding:
    """A run of a case is passed without a critical choice."""
    return Finding(
        code=Rule.CASE,
        is_met=bool(run and run.passed and not run.was_critical),
        subject=subject,
        key=key,
        done=run.points if run else 0,
        asked=run.points_possible if run else 0,
        evidence=(str(run.id),) if run else (),
        is_critical=bool(run and run.was_critical),
    )


def module_read(module: ModuleRecord) -> Finding:
    """Every lesson of a module is finished, in an edition that counts."""
    return _of_module(Rule.MODULE_READ, module, module.lessons_left)


def module_current(
    module: ModuleRecord, today: date, within: int = ACKNOWLEDGE_WITHIN
) -> Finding:
    """A module was finished once, and no later edition has ended that.

    A later edition that asks to be retaken ends what was learned before it. One that
    asks to be acknowledged does so when its time has passed.

    Args:
        within: how many days an edition may wait that names no day itself.
    """
    unread = tuple(row for row in module.lessons if row.completed_at is None)
    if unread and not module.was_complete:
        return _of_module(Rule.CURRENT, module, unread)
    return module_unchanged(module, today, within)


def module_unchanged(
    module: ModuleRecord, today: date, within: int = ACKNOWLEDGE_WITHIN
) -> Finding:
    """No later edition has ended what was finished of a module."""
    later = [
        (_ends_on(change, within), change)
        for change in module.changes
        if _older(module, change)
    ]
    over = [change for day, change in later if day <= today]
    due_on, changed = min(later, key=lambda one: one[0], default=(None, None))
    if over:
        due_on, changed = None, over[-1]
    left = _older(module, changed) if changed else ()
    told = {"is_met": not over, "due_on": due_on, "changed": changed}
    return _of_module(Rule.CURRENT, module, left, **told)


def module_findings(module: ModuleRecord, today: date) -> list[Finding]:
    """This will hold a module against what it asks: a change to it comes first."""
    return [module_unchanged(module, today), module_read(module)]


def before_the_assessment(record: LearningRecord, track: TrackRecord) -> list[Finding]:
    """This will hold a track against what its assessment asks first."""
    return [track_begun(track), *tracks_first(record, track), track_read(track)]


def _of_module(
    code: Rule, module: ModuleRecord, left: tuple[LessonRecord, ...], **more: Any
) -> Finding:
    is_met = more.pop("is_met", not left)
    asked = module.named.lessons if is_met else len(module.lessons)
    return Finding(
        code=code,
        is_met=is_met,
        subject=f"{module.code} {module.named.title}",
        key=module.key,
        done=asked - len(left),
        asked=asked,
        lessons=left,
        **more,
    )


def _older(module: ModuleRecord, change: EditionChange) -> tuple[LessonRecord, ...]:
    """The lessons that were last finished before the change."""
    return tuple(
        row
        for row in module.lessons
        if row.completed_at and change.is_about(row.key, row.completed_edition)
    )


def _ends_on(change: EditionChange, within: int) -> date:
    """The first day on which a change ends what was learned before it."""
    published = change.published_at.date()
    if change.significance == RETAKE:
        return published
    last = change.due_on or _later(published, within)
    return _later(last, 1)


def _later(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date(MAXYEAR, 12, 31)
