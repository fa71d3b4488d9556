"""Keeping an answer once, however often the browser sends it."""

import datetime
import uuid
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from home.models import Person
from modules.actions.checks import answer_check
from modules.models import CheckAnswer, CheckSending, LessonPage
from modules.sent_keys import KeyRefused


@dataclass(frozen=True)
class SentAnswer:
    """An answer to a lesson's question as a browser sent it.

    Args:
        option: the option's place in the question as written, from "0" on.
        key: under which it is sent again until it is kept; a plain form has none.
    """

    block_id: uuid.UUID
    option: str
    key: uuid.UUID | None = None


def keep_sent_answer(
    lesson: LessonPage, sent: SentAnswer, *, by: Person, at: datetime.datetime
) -> CheckAnswer:
    """This will keep the answer; sent again under its key, it is the same answer.

    Raises:
        KeyRefused: something else was sent under the key.
        NoSuchCheck, NoSuchOption: see `modules.actions.checks`.
        NotOpened, NotEnrolled: see `modules.actions.lessons`.
    """
    try:
        return _kept(lesson, sent, by=by) or _keep(lesson, sent, by=by, at=at)
    except IntegrityError:
        # The same key arrived a moment before, from another tab.
        kept = _kept(lesson, sent, by=by)
        if kept is None:
            raise
        return kept


def _keep(
    lesson: LessonPage, sent: SentAnswer, *, by: Person, at: datetime.datetime
) -> CheckAnswer:
    with transaction.atomic():
        answer = answer_check(
            lesson, block_id=sent.block_id, option=sent.option, by=by, at=at
        )
        if sent.key:
            CheckSending.objects.create(answer=answer, client_key=sent.key)
    return answer


def _kept(lesson: LessonPage, sent: SentAnswer, *, by: Person) -> CheckAnswer | None:
    if sent.key is None:
        return None
    found = CheckAnswer.objects.filter(sending__client_key=sent.key).first()
    if found is None:
        return None
    before = (found.person_id, found.lesson_key, found.block_id, str(found.option))
    if before != (by.pk, lesson.translation_key, sent.block_id, sent.option):
        raise KeyRefused(_("Something else was sent under this name already."))
    return found
