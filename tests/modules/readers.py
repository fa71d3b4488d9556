"""What the tests of the learner's pages do again and again: begin, open, answer."""

import uuid

from home.models import Membership, Person
from modules.actions.checks import answer_check
from modules.actions.enrolments import enrol
from modules.actions.lessons import complete_lesson, open_lesson
from modules.models import Attempt, LessonPage, TrackPage
from modules.selectors.lessons import blocks_of
from tests.cast import NOW


def begin(person: Person, track: TrackPage):
    clinic = Membership.objects.filter(person=person).first().clinic
    return enrol(person, track=track, clinic=clinic, by=person, at=NOW)


def first_block(lesson: LessonPage, kind: str) -> uuid.UUID:
    return next(iter(blocks_of(lesson, kind)))


def answer_all(person: Person, lesson: LessonPage, option: str = "0") -> None:
    for block_id in blocks_of(lesson, "check"):
        answer_check(lesson, block_id=block_id, option=option, by=person, at=NOW)


def read(person: Person, *lessons: LessonPage) -> None:
    """This will open, answer and finish lessons of tracks that were begun."""
    for lesson in lessons:
        open_lesson(lesson, by=person, at=NOW)
        answer_all(person, lesson)
        complete_lesson(lesson, by=person, at=NOW)


def submitted(person: Person, assessment, *, passed: bool, at=NOW) -> Attempt:
    return Attempt.objects.create(
        person=person,
        assessment=assessment,
        pass_percent=80,
        started_at=at,
        submitted_at=at,
        score_numerator=1 if passed else 0,
        score_denominator=1,
        all_critical_right=passed,
        passed=passed,
    )
