"""Reading a module: lesson by lesson as in the browser, or all its rows at once."""

import datetime

from home.actions import audit
from home.models import Person
from kap_training.demo.shelf import Lesson, Module
from modules.actions.checks import answer_check
from modules.actions.lessons import complete_lesson, open_lesson
from modules.models import CheckAnswer, LessonCompletion, LessonOpening

READ, ANSWERED, NEXT = (datetime.timedelta(minutes=m) for m in (0, 20, 22))
LESSON = datetime.timedelta(minutes=30)


def read_one_by_one(person: Person, module: Module, at: datetime.datetime) -> None:
    """This will read a module by the actions that the pages call."""
    for lesson in module.lessons:
        open_lesson(lesson.page, by=person, at=at + READ)
        for block, option in lesson.checks.items():
            answer_check(
                lesson.page,
                block_id=block,
                option=str(option),
                by=person,
                at=at + ANSWERED,
            )
        complete_lesson(lesson.page, by=person, at=at + NEXT)
        at += LESSON


def read_at_once(person: Person, module: Module, at: datetime.datetime) -> None:
    """This will write the same rows and the same audit entries in fewer queries."""
    openings, answers, completions = [], [], []
    for lesson in module.lessons:
        evidence = {
            "person": person,
            "lesson_key": lesson.page.translation_key,
            "edition": module.edition,
        }
        openings.append(LessonOpening(**evidence, opened_at=at + READ))
        answers += [
            CheckAnswer(
                **evidence, block_id=block, option=option, answered_at=at + ANSWERED
            )
            for block, option in lesson.checks.items()
        ]
        completions.append(LessonCompletion(**evidence, completed_at=at + NEXT))
        at += LESSON
    LessonOpening.objects.bulk_create(openings)
    CheckAnswer.objects.bulk_create(answers)
    LessonCompletion.objects.bulk_create(completions)
    _tell(module, openings, answers, completions)


def _tell(module: Module, openings, answers, completions) -> None:
    pages = {lesson.page.translation_key: lesson for lesson in module.lessons}
    for opening, completion in zip(openings, completions, strict=True):
        lesson = pages[opening.lesson_key]
        _append("LESSON-OPENED", opening, opening.opened_at, lesson)
        for answer in answers:
            if answer.lesson_key == opening.lesson_key:
                audit.append(
                    "CHECK-ANSWERED",
                    by=answer.person,
                    at=answer.answered_at,
                    about=answer,
                    block=answer.block_id,
                )
        _append("LESSON-COMPLETED", completion, completion.completed_at, lesson)


def _append(action: str, row, at: datetime.datetime, lesson: Lesson) -> None:
    audit.append(
        action,
        by=row.person,
        at=at,
        about=row.edition,
        lesson=lesson.page.translation_key,
        lesson_code=audit.code_or_digest(lesson.page.code),
    )
