"""The private journal."""

import datetime
import uuid
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from home.errors import RuleBroken
from home.models import Person
from modules.actions.lessons import part_being_read
from modules.journal_versions import Kept, Sent, after
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
    sent: Sent,
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
    where = {"lesson_key": lesson.translation_key, "block_id": block_id}
    with transaction.atomic():
        # Two pages at once: the second waits here and sees what the first wrote.
        Person.objects.select_for_update(no_key=True).get(pk=by.pk)
        entry = JournalEntry.objects.filter(person=by, **where).first()
        entry = entry or JournalEntry(person=by, number=0, saved_at=at, **where)
        before = Kept(entry.text, entry.number, entry.page, entry.seen)
        # PostgreSQL keeps no NUL letters.
        told = replace(sent, text=sent.text.replace("\x00", ""))
        kept = after(before, told, _("Written elsewhere:"))
        if kept == before:
            return entry
        _refuse_too_long(kept.text)
        entry.text, entry.number = kept.text, kept.number
        entry.page, entry.seen, entry.saved_at = kept.page, dict(kept.seen), at
        entry.save()
    return entry


def _refuse_too_long(text: str) -> None:
    if len(text) > LONGEST:
        raise TooLong(
            _("An entry holds %(count)s letters. Please shorten this one.")
            % {"count": LONGEST}
        )
