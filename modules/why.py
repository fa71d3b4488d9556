"""Why something is not complete, with the link that mends it. Pure."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from modules.completion import Finding
from modules.records import LearningRecord, LessonRecord
from modules.why_words import in_words

# So many lessons are named at once; the rest unfolds.
NAMED = 4


@dataclass(frozen=True)
class LessonToFinish:
    """A lesson that is missing, and where it is."""

    code: str
    title: str
    url: str


@dataclass(frozen=True)
class Why:
    """One thing that is missing.

    Args:
        url: where it is mended; empty where its lessons lead there.
    """

    finding: Finding
    url: str = ""
    lessons: tuple[LessonToFinish, ...] = ()

    @property
    def text(self) -> str:
        """The sentence."""
        return in_words(self.finding)

    @property
    def subject(self) -> str:
        """What the link leads to."""
        return self.finding.subject

    @property
    def named(self) -> tuple[LessonToFinish, ...]:
        """The first few lessons."""
        return self.lessons[:NAMED]

    @property
    def folded(self) -> tuple[LessonToFinish, ...]:
        """The other ones."""
        return self.lessons[NAMED:]


def whys(findings: Iterable[Finding], urls: Mapping[uuid.UUID, str]) -> tuple[Why, ...]:
    """This will keep what is not met, or will cease to be, and lead to what mends it.

    Args:
        urls: addresses by the key of a lesson, a module or a track.
    """
    told = [row for row in findings if not row.is_met or row.due_on]
    listed = {lesson.key for row in told if not row.changed for lesson in row.lessons}
    return tuple(_why(row, urls, listed) for row in told)


def _why(row: Finding, urls: Mapping[uuid.UUID, str], listed: set[uuid.UUID]) -> Why:
    """A lesson that a change asks for again is named once."""
    is_said = row.changed is not None
    lessons = [one for one in row.lessons if not (is_said and one.key in listed)]
    links = tuple(_lesson(one, urls) for one in lessons)
    leads = any(one.url for one in links)
    url = urls.get(row.key, "") if row.key and not leads else ""
    return Why(row, url, links)


def of_record(findings: Iterable[Finding], record: LearningRecord) -> tuple[Why, ...]:
    """This will do so where only the addresses of the tracks are known."""
    urls = {track.key: track.url for track in record.tracks}
    parts = {
        module.key: track.url for track in record.tracks for module in track.modules
    }
    return whys(findings, {**parts, **urls})


def _lesson(lesson: LessonRecord, urls: Mapping[uuid.UUID, str]) -> LessonToFinish:
    return LessonToFinish(lesson.code, lesson.title, urls.get(lesson.key, ""))
