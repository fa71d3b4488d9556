"""Leaves about what was read and passed: R-05, R-06."""

from collections.abc import Mapping
from datetime import date

from certificates.clearance.days import day_after, in_words
from certificates.clearance.verdicts import Verdict, met, unknown, unmet
from certificates.requirements.evidence import Evidence
from modules.counting_editions import RETAKE
from modules.records import AttemptRecord, EditionChange, ModuleRecord

# A change that asks to be acknowledged waits so long, where a tree says nothing else.
ACKNOWLEDGE_WITHIN = 30


def track_read(ask: Mapping, evidence: Evidence) -> Verdict:
    """Every lesson of a track is finished, in an edition that counts."""
    code, subject = "TRACK-READ", evidence.person_id
    track = evidence.learning.track(ask["track"])
    if track is None or not track.modules:
        return _no_such_track(code, subject, ask["track"])
    left = len(track.lessons_left)
    if left:
        lessons = sum(len(module.lessons) for module in track.asked)
        text = f"{track.title}: {left} of {_lessons(lessons)} still to read."
        return unmet(code, subject, text, f"Read the rest of {track.title}.")
    # As many as were learned: what came since without asking anybody is not counted.
    lessons = sum(module.named.lessons for module in track.asked)
    return met(code, subject, f"{track.title}: all {_lessons(lessons)} read.")


def track_passed(ask: Mapping, evidence: Evidence) -> Verdict:
    """The assessment of a track is passed with every critical item right."""
    code, subject = "TRACK-PASSED", evidence.person_id
    track = evidence.learning.track(ask["track"])
    if track is None:
        return _no_such_track(code, subject, ask["track"])
    attempt = track.attempt
    if attempt is None:
        text = f"{track.title}: the assessment has not been taken yet."
        return unmet(code, subject, text, f"Pass the assessment of {track.title}.")
    if not (attempt.passed and attempt.all_critical_right):
        text = f"{track.title}: the last assessment was not passed ({_score(attempt)})."
        remedy = f"Study what it pointed to and take {track.title} again."
        return unmet(code, subject, text, remedy, evidence=(str(attempt.id),))
    text = f"{track.title}: assessment passed with {_score(attempt)}, every critical "
    return met(code, subject, text + "item right.", evidence=(str(attempt.id),))


def scenario_passed(ask: Mapping, evidence: Evidence) -> Verdict:
    """The case of a track is passed without a critical choice."""
    code, subject = "SCENARIO-PASSED", evidence.person_id
    track = evidence.learning.track(ask["track"])
    if track is None:
        return _no_such_track(code, subject, ask["track"])
    run = track.scenario
    if run is None:
        text = f"{track.title}: the case has not been worked through yet."
        return unmet(code, subject, text, f"Work through the case of {track.title}.")
    if not run.passed or run.was_critical:
        text = f"{track.title}: the case was not passed."
        remedy = f"Work through the case of {track.title} again."
        return unmet(code, subject, text, remedy, evidence=(str(run.id),))
    return met(code, subject, f"{track.title}: case passed.", evidence=(str(run.id),))


def module_current(ask: Mapping, evidence: Evidence) -> Verdict:
    """Every lesson of a module is finished, in an edition that still counts.

    A later edition that asks to be retaken ends what was learned before it. One that
    asks to be acknowledged does so when its time has passed.
    """
    code, subject = "MODULE-CURRENT", evidence.person_id
    module = evidence.learning.module(ask["module"])
    is_gone = module is None or not (module.is_live or module.is_complete)
    if is_gone or module is None or not module.lessons:
        text = f"The curriculum has no published module {ask['module']}."
        return unknown(code, subject, text, "An editor publishes the module.")
    name = f"{module.code} {module.named.title}"
    unread = sum(lesson.completed_at is None for lesson in module.lessons)
    left = 0 if module.was_complete else unread
    if left:
        text = f"{name}: {left} of {_lessons(len(module.lessons))} still to read."
        return unmet(code, subject, text, f"Read the rest of {module.code}.")
    due = [(_due(ask, change), change) for change in module.changes]
    later = [(day, change) for day, change in due if _again(module, change)]
    over = [change for day, change in later if day <= evidence.today]
    if over:
        changed, again = over[-1], _again(module, over[-1])
        text = (
            f"{name} changed on {in_words(changed.published_at.date())}: {again} of "
            f"{_lessons(len(module.lessons))} to read again."
        )
        return unmet(code, subject, text, f"Read {module.code} again as it is now.")
    text = f"{name}: all {_lessons(module.named.lessons)} read, in an edition that "
    text += "counts."
    return met(
        code, subject, text, holds_until=min((d for d, _ in later), default=None)
    )


def _again(module: ModuleRecord, change: EditionChange) -> int:
    """How many lessons were last finished before the change."""
    done = [row for row in module.lessons if row.completed_at]
    return sum(change.is_about(row.key, row.completed_edition) for row in done)


def _due(ask: Mapping, change: EditionChange) -> date:
    """The first day on which a change ends what was learned before it."""
    published = change.published_at.date()
    if change.significance == RETAKE:
        return published
    if change.due_on:
        return day_after(change.due_on, 1) or date.max
    within = ask.get("acknowledge_within_days", ACKNOWLEDGE_WITHIN)
    return day_after(published, within + 1) or date.max


def _lessons(count: int) -> str:
    return f"{count} lesson" if count == 1 else f"{count} lessons"


def _score(attempt: AttemptRecord) -> str:
    return f"{int(attempt.score * 100)}%"


def _no_such_track(code: str, subject: str, track: str) -> Verdict:
    text = f"The curriculum has no published track {track}."
    return unknown(code, subject, text, "An editor publishes the track.")
