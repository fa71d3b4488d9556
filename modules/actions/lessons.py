"""Opening a lesson, and finishing it."""

import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from home.actions import audit
from home.errors import RuleBroken
from home.models import Person
from modules.models import LessonCompletion, LessonOpening, LessonPage, ModuleEdition
from modules.selectors.lesson_parts import LessonPart, part_of
from modules.selectors.lessons import Shown, shown_to


class NotEnrolled(RuleBroken):
    """The lesson's track was not begun."""

    code = "LESSON-NOT-ENROLLED"
    status = 403


class NotPublished(RuleBroken):
    """No edition holds the lesson, or it is not live."""

    code = "LESSON-NOT-PUBLISHED"


class NotOpened(RuleBroken):
    """The lesson was never shown to this person."""

    code = "LESSON-NOT-OPENED"


class ChecksLeft(RuleBroken):
    """Some of the lesson's questions are not answered."""

    code = "LESSON-CHECKS-LEFT"


def open_lesson(
    lesson: LessonPage,
    *,
    by: Person,
    at: datetime.datetime,
    shown: Shown | None = None,
) -> LessonOpening:
    """This will keep when a lesson was first shown to the person, in their edition.

    Args:
        shown: what is shown to them, where the caller has asked already.
    Raises:
        NotPublished: the lesson belongs to no edition.
        NotEnrolled: its track was not begun.
    """
    shown = shown or shown_to(by, lesson)
    edition = shown.edition
    if edition is None or not lesson.live:
        raise NotPublished(_("This lesson is not published."))
    if not shown.is_enrolled:
        raise NotEnrolled(_("Begin the track first; then the lesson opens."))
    if shown.opening:
        return shown.opening
    with transaction.atomic():
        opening, is_new = LessonOpening.objects.get_or_create(
            person=by,
            lesson_key=lesson.translation_key,
            edition=edition,
            defaults={"opened_at": at},
        )
        if is_new:
            _tell("LESSON-OPENED", lesson, edition, by=by, at=at)
    return opening


def complete_lesson(
    lesson: LessonPage, *, by: Person, at: datetime.datetime
) -> LessonCompletion:
    """This will write that the person finished the lesson; twice is the same as once.

    It counts for the edition that was on the screen, not for a newer one.

    Raises:
        NotEnrolled: its track was not begun.
        NotOpened: the lesson was never shown to this person.
        ChecksLeft: one of its questions is not answered.
    """
    mine = part_of(by, lesson)
    edition = _may_learn(mine)
    if mine.completion:
        return mine.completion
    if mine.checks_left:
        told = ngettext(
            "One question in this lesson is not answered yet.",
            "%(count)s questions in this lesson are not answered yet.",
            len(mine.checks_left),
        )
        raise ChecksLeft(told % {"count": len(mine.checks_left)})
    try:
        return _write_completion(lesson, edition, by=by, at=at)
    except IntegrityError:
        # The same click came twice, and the other one was quicker.
        done = part_of(by, lesson).completion
        if done is None:
            raise
        return done


def _write_completion(
    lesson: LessonPage, edition: ModuleEdition, *, by: Person, at: datetime.datetime
) -> LessonCompletion:
    with transaction.atomic():
        completion = LessonCompletion.objects.create(
            person=by,
            lesson_key=lesson.translation_key,
            edition=edition,
            completed_at=at,
        )
        _tell("LESSON-COMPLETED", lesson, edition, by=by, at=at)
    return completion


def part_being_read(
    lesson: LessonPage, *, by: Person
) -> tuple[LessonPage, ModuleEdition]:
    """This will give the lesson as the person was last shown it, and its edition.

    Raises:
        NotOpened: the lesson was never shown to this person.
        NotEnrolled: its track was not begun.
    """
    mine = part_of(by, lesson)
    return mine.lesson, _may_learn(mine)


def _may_learn(mine: LessonPart) -> ModuleEdition:
    if mine.edition is None:
        raise NotOpened(_("Open the lesson and read it first."))
    if not mine.is_enrolled:
        raise NotEnrolled(_("Begin the track first; then the lesson opens."))
    return mine.edition


def _tell(
    action: str,
    lesson: LessonPage,
    edition: ModuleEdition,
    *,
    by: Person,
    at: datetime.datetime,
) -> None:
    audit.append(
        action,
        by=by,
        at=at,
        about=edition,
        lesson=lesson.translation_key,
        lesson_code=audit.code_or_digest(lesson.code),
    )
