"""Answering a lesson's own question: it teaches, and is never scored."""

import datetime
import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from home.actions import audit
from home.errors import RuleBroken
from home.models import Person
from modules.actions.lessons import part_being_read
from modules.models import CheckAnswer, LessonPage
from modules.selectors.lessons import blocks_of


class NoSuchCheck(RuleBroken):
    """The lesson has no such question."""

    code = "CHECK-UNKNOWN"
    status = 404


class NoSuchOption(RuleBroken):
    """The question has no such option, or none was chosen."""

    code = "CHECK-OPTION-UNKNOWN"
    status = 400


def answer_check(
    lesson: LessonPage,
    *,
    block_id: uuid.UUID,
    option: str,
    by: Person,
    at: datetime.datetime,
) -> CheckAnswer:
    """This will keep an answer; an earlier one stays beside it.

    Args:
        option: the option's place in the question as written, from "0" on.
    Raises:
        NoSuchCheck: the lesson has no question with this id.
        NoSuchOption: the question has no such option.
        NotOpened, NotEnrolled: see `modules.actions.lessons`.
    """
    shown, edition = part_being_read(lesson, by=by)
    check = blocks_of(shown, "check").get(block_id)
    if check is None:
        raise NoSuchCheck(_("This question is not in the lesson any more."))
    if option not in [str(place) for place in range(len(check["options"]))]:
        raise NoSuchOption(_("Choose one of the answers, then send it."))
    with transaction.atomic():
        answer = CheckAnswer.objects.create(
            person=by,
            lesson_key=lesson.translation_key,
            edition=edition,
            block_id=block_id,
            option=int(option),
            answered_at=at,
        )
        audit.append("CHECK-ANSWERED", by=by, at=at, about=answer, block=block_id)
    return answer
