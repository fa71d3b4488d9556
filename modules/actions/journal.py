"""The private journal."""

import datetime
import uuid

from django.utils.translation import gettext as _

from home.errors import RuleBroken
from home.models import Person
from modules.actions.lessons import part_being_read
from modules.models import JournalEntry, LessonPage
from modules.selectors.lessons import blocks_of

LONGEST = 20_000


class NoSuchPrompt(RuleBroken):
    """The lesson has no such prompt."""

    code = "JOURNAL-PROMPT-UNKNOWN"
    status = 404


class TooLong(RuleBroken):
    """More words than one entry holds."""

    code = "JOURNAL-TOO-LONG"
    status = 400


def save_entry(
    lesson: LessonPage,
    *,
    block_id: uuid.UUID,
    text: str,
    by: Person,
    at: datetime.datetime,
) -> JournalEntry:
    """This will keep the person's own words under a lesson's prompt.

    The one action that leaves no trace in the audit log: a journal is no evidence,
    and that somebody wrote in it, and when, is nobody's business either.

    Raises:
        NoSuchPrompt: the lesson has no prompt with this id.
        TooLong: the text is longer than an entry may be.
        NotOpened, NotEnrolled: see `modules.actions.lessons`.
    """
    shown, _edition = part_being_read(lesson, by=by)
    if block_id not in blocks_of(shown, "reflection"):
        raise NoSuchPrompt(_("This prompt is not in the lesson any more."))
    if len(text) > LONGEST:
        raise TooLong(
            _("An entry holds %(count)s letters. Please shorten this one.")
            % {"count": LONGEST}
        )
    return JournalEntry.objects.update_or_create(
        person=by,
        lesson_key=lesson.translation_key,
        block_id=block_id,
        defaults={
            # PostgreSQL keeps no NUL letters.
            "text": text.replace("\x00", ""),
            "saved_at": at,
        },
    )[0]
