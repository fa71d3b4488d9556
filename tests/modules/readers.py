"""What the tests of the learner's pages do again and again: begin, open, answer."""

import uuid

from home.models import Membership, Person
from modules.actions.checks import answer_check
from modules.actions.enrolments import enrol
from modules.actions.lessons import complete_lesson, open_lesson
from modules.models import Attempt, LessonPage, Observation, ScenarioRun, TrackPage
from modules.models.pages import TrackPrerequisite
from modules.selectors.lessons import blocks_of
from tests.cast import NOW
from tests.modules.curriculum import _add_track


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


def read_track(person, book, code: str) -> None:
    begin(person, book.tracks[code])
    read(person, *[page for name, page in book.lessons.items() if name[0] == code])


def run_of(person, scenario, *, passed: bool) -> ScenarioRun:
    return ScenarioRun.objects.create(
        person=person,
        scenario=scenario,
        graph={},
        pass_percent=75,
        started_at=NOW,
        finished_at=NOW,
        points=4 if passed else 0,
        points_possible=4,
        was_critical=False,
        passed=passed,
    )


def third_track(book) -> TrackPage:
    _add_track(book, "I", "Integration")
    TrackPrerequisite.objects.create(track=book.tracks["I"], requires=book.tracks["F"])
    return book.tracks["I"]


def observe(person, assessor, corrects=None) -> Observation:
    return Observation.objects.create(
        person=person,
        assessor=assessor,
        clinic=person.memberships.first().clinic,
        form_code="PI",
        form_content={},
        kind=Observation.SessionKind.PREPARATION,
        session_code="S-1",
        observed_on=NOW.date(),
        ratings={"PI1": 3},
        recorded_at=NOW,
        recorded_by=assessor,
        corrects=corrects,
    )
