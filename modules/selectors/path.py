"""My path: one sentence that says where a person stands, and the one next step."""

import datetime
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from modules.records import LearningRecord
from modules.selectors.places import Places
from modules.selectors.track_paths import ModulePath, State, TrackPath, tracks_of


class Kind(StrEnum):
    """What the next step is: the template knows how to lead there."""

    BEGIN = "BEGIN"
    READ = "READ"
    ASSESS = "ASSESS"
    CASE = "CASE"
    CHOOSE = "CHOOSE"
    WAIT = "WAIT"
    OVER = "OVER"
    EMPTY = "EMPTY"


@dataclass(frozen=True)
class Step:
    """The one thing to do next.

    Args:
        about: what it leads to, in words: a lesson, a track, an assessment.
        track: the track it belongs to; None where it belongs to none.
        url: the lesson's address, for READ.
        code: the assessment's or the case's code, for ASSESS, WAIT and CASE.
    """

    kind: Kind
    about: str = ""
    track: TrackPath | None = None
    url: str = ""
    code: str = ""
    minutes: int = 0
    again_at: datetime.datetime | None = None


@dataclass(frozen=True)
class Path:
    """What My path shows."""

    sentence: str
    step: Step
    tracks: tuple[TrackPath, ...]

    @property
    def to_confirm(self) -> tuple[ModulePath, ...]:
        """The modules that changed since they were learned, and ask to be confirmed."""
        modules = (module for track in self.tracks for module in track.modules)
        return tuple(module for module in modules if module.to_confirm)


def path_of(record: LearningRecord, *, places: Places, at: datetime.datetime) -> Path:
    """This will say where the person stands and what comes next. No queries."""
    tracks = tracks_of(record, places=places, at=at)
    step = _next_step(tracks)
    return Path(sentence=_sentence(tracks, step), step=step, tracks=tracks)


def _next_step(tracks: tuple[TrackPath, ...]) -> Step:
    """The tracks that count come first: begun and open, then open, then read ahead."""
    if not any(track.lessons for track in tracks):
        return Step(Kind.EMPTY)
    left = [track for track in tracks if track.lessons and not track.is_over]
    current = [t for t in left if t.is_enrolled and not t.waits_for]
    ready = [t for t in left if not t.is_enrolled and not t.waits_for]
    ahead = [t for t in left if t.is_enrolled and t.waits_for]
    steps = [_step_in(track) for track in current]
    doing = [step for step in steps if step and step.kind != Kind.WAIT]
    if doing:
        return doing[0]
    if len(ready) == 1:
        return Step(Kind.BEGIN, ready[0].title, ready[0])
    if ready:
        return Step(Kind.CHOOSE)
    waiting = [step for step in steps if step]
    reading = [step for step in map(_step_in, ahead) if step]
    return next(iter([*reading, *waiting]), Step(Kind.OVER))


def _step_in(track: TrackPath) -> Step | None:
    """The next lesson, else the assessment, else the case; None when all wait."""
    if track.unread:
        lesson = track.unread[0]
        return Step(
            Kind.READ, lesson.title, track, url=lesson.url, minutes=lesson.minutes
        )
    test = track.assessment
    if test and test.state in (State.NEW, State.READING):
        return Step(Kind.ASSESS, test.title, track, code=test.code)
    for case in track.cases:
        if case.state in (State.NEW, State.READING):
            return Step(
                Kind.CASE, case.title, track, code=case.code, minutes=case.minutes
            )
    if test and test.state == State.WAITING:
        return Step(
            Kind.WAIT, test.title, track, code=test.code, again_at=test.again_at
        )
    return None


def _sentence(tracks: tuple[TrackPath, ...], step: Step) -> str:
    if step.kind == Kind.EMPTY:
        return _("There is nothing to read yet.")
    if step.kind == Kind.OVER and all(track.is_over for track in tracks):
        return _("You have read and passed everything in the curriculum.")
    if step.kind == Kind.OVER:
        return _("You have done everything that is open to you now.")
    if step.kind == Kind.CHOOSE:
        return _("%(tracks)s behind you. You choose what comes next.") % {
            "tracks": _names([track.title for track in tracks if track.is_over])
        }
    assert step.track is not None  # noqa: S101 - the other steps belong to a track
    words = {"track": step.track.title, "about": step.about}
    return _SENTENCES[step.kind](step.track) % words


def _reading(track: TrackPath) -> str:
    left = len(track.unread)
    hours = time_words(sum(lesson.minutes for lesson in track.unread))
    told = ngettext(
        "One lesson to read in %%(track)s, %(hours)s.",
        "%(left)s lessons to read in %%(track)s, %(hours)s.",
        left,
    )
    return told % {"left": left, "hours": hours}


def _beginning(track: TrackPath) -> str:
    hours = time_words(sum(lesson.minutes for lesson in track.unread))
    told = ngettext(
        "%%(track)s comes next: one lesson, %(hours)s.",
        "%%(track)s comes next: %(left)s lessons, %(hours)s.",
        track.total,
    )
    return told % {"left": track.total, "hours": hours}


def _assessing(track: TrackPath) -> str:
    test = track.assessment
    if test and test.state == State.READING:
        return _("You are in the middle of the assessment of %(track)s.")
    if test and test.has_failed:
        return _("The assessment of %(track)s is open to you again.")
    return _("You have read all of %(track)s. Its assessment comes next.")


def _case(track: TrackPath) -> str:
    return _("One case to work through in %(track)s: “%(about)s”.")


def _waiting(track: TrackPath) -> str:
    return _("The assessment of %(track)s was not passed yet. There is time to reread.")


_SENTENCES = {
    Kind.READ: _reading,
    Kind.BEGIN: _beginning,
    Kind.ASSESS: _assessing,
    Kind.CASE: _case,
    Kind.WAIT: _waiting,
}


def time_words(minutes: int) -> str:
    """Such as “about 50 minutes” or “about 12 hours”."""
    if minutes < 100:
        return _("about %(count)s minutes") % {"count": minutes}
    hours = round(minutes / 60)
    return ngettext("about %(count)s hour", "about %(count)s hours", hours) % {
        "count": hours
    }


def _names(titles: list[str]) -> str:
    if len(titles) < 2:
        return _("%(title)s lies") % {"title": "".join(titles)}
    first, last = ", ".join(titles[:-1]), titles[-1]
    return _("%(first)s and %(last)s lie") % {"first": first, "last": last}
