"""Marking a practicum form: saved as it is marked, or put aside."""

import datetime
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from home.errors import NotAllowed, RuleBroken
from home.models import Person
from home.patient_words import patient_words_in
from modules.models import ObservationDraft
from modules.rating_rules import Marks, faults, marks_from

State = ObservationDraft.State
LONGEST_NOTE = 4000


class DraftClosed(RuleBroken):
    """It was signed or dropped; nothing is marked on it any more."""

    code = "PRACTICUM-DRAFT-CLOSED"


class NewerKept(RuleBroken):
    """Another page saved the form after this one was loaded.

    Args:
        kept: the draft as it stands.
    """

    code = "PRACTICUM-NEWER-KEPT"

    def __init__(self, message: str, kept: ObservationDraft) -> None:
        super().__init__(message)
        self.kept = kept


class MarksRefused(RuleBroken):
    """What was sent does not fit the form, or could tell who a patient is."""

    code = "PRACTICUM-MARKS-REFUSED"
    status = 422


@dataclass(frozen=True)
class Sent:
    """What a page sends to be saved.

    Args:
        revision: the one that the page had when it was loaded.
        page: names the open page; its own saves follow one another.
        count: the page's own count of what it sent, from 1.
    """

    marks: Marks
    revision: int
    page: uuid.UUID
    count: int


def save_draft(
    draft: ObservationDraft, sent: Sent, *, by: Person, at: datetime.datetime
) -> ObservationDraft:
    """This will keep what is marked so far. The same thing sent again changes nothing.

    Returns: the draft as it stands afterwards.
    Raises:
        NotAllowed: it is somebody else's.
        DraftClosed: it was signed or dropped.
        MarksRefused: it does not fit the form, or names a patient.
        NewerKept: another page saved it since; nothing is overwritten.
    """
    with transaction.atomic():
        kept = locked_draft(draft, by)
        if not kept.is_under_way:
            raise DraftClosed(_("This form is closed. What was signed stays as it is."))
        _refuse_marks(kept, sent.marks)
        if not _is_news(kept, sent):
            return kept
        kept.marks = sent.marks.plain()
        kept.state = State.STOPPED if sent.marks.is_stopped else State.OPEN
        kept.stopped_at = (kept.stopped_at or at) if sent.marks.is_stopped else None
        kept.revision += 1
        kept.page, kept.page_count, kept.saved_at = sent.page, sent.count, at
        kept.save()
    return kept


def drop_draft(
    draft: ObservationDraft, *, by: Person, at: datetime.datetime
) -> ObservationDraft:
    """This will put a form aside that is not wanted; a second time changes nothing.

    Raises:
        NotAllowed: it is somebody else's.
        DraftClosed: it was signed.
    """
    with transaction.atomic():
        kept = locked_draft(draft, by)
        if kept.state == State.SIGNED:
            raise DraftClosed(_("This form is signed and stays on record."))
        kept.state, kept.saved_at = State.DROPPED, at
        kept.save(update_fields=["state", "saved_at"])
    return kept


def locked_draft(draft: ObservationDraft, by: Person) -> ObservationDraft:
    """This will hold a draft still, inside the caller's transaction.

    Raises:
        NotAllowed: it is somebody else's.
    """
    rows = ObservationDraft.objects.select_related("person", "rater", "clinic")
    kept = rows.select_for_update(of=("self",)).get(pk=draft.pk)
    if kept.rater_id != by.pk:
        raise NotAllowed(_("This form is somebody else’s."))
    return kept


def refuse_patient_words(text: str, *people: Person) -> None:
    """This will refuse a text by which a patient could be known.

    Args:
        people: who may be named in it.
    Raises:
        MarksRefused: with the sentence that says what to take out.
    """
    found = patient_words_in(text, [person.name for person in people])
    if found:
        raise MarksRefused(str(found[0]))


def _refuse_marks(draft: ObservationDraft, marks: Marks) -> None:
    for fault in faults(draft.form_content, marks):
        if fault.code == "MALFORMED":
            raise MarksRefused(fault.text)
    if draft.is_own and marks.is_stopped:
        raise MarksRefused(_("Critical fails are the assessor’s to record."))
    if len(marks.note) > LONGEST_NOTE:
        raise MarksRefused(_("This note is too long. Keep to what matters most."))
    refuse_patient_words(marks.note, draft.person, draft.rater)


def _is_news(kept: ObservationDraft, sent: Sent) -> bool:
    """Whether it comes after what is kept.

    A page whose answer was lost sends again with the revision it knows: its own saves
    are put in order by its count. What another page saved is never overwritten.
    """
    is_same = marks_from(kept.marks) == marks_from(sent.marks.plain())
    if sent.revision == kept.revision:
        return not is_same or kept.page != sent.page
    if kept.page == sent.page and sent.count > kept.page_count:
        return True
    if is_same or (kept.page == sent.page and sent.count < kept.page_count):
        return False
    raise NewerKept(
        _(
            "This form was saved on another page or device since you opened it here. "
            "Nothing was overwritten. Compare the two, then keep one."
        ),
        kept,
    )
