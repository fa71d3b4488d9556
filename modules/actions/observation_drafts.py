"""Marking a practicum form: begun, saved as it is marked, dropped or carried on."""

import datetime
import uuid
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from home.errors import NotAllowed, RuleBroken
from home.models import Clinic, Person
from home.patient_words import patient_words_in
from home.selectors import memberships_of
from modules.actions.admitting import (
    NotTheirAssessor,
    ObservationRefused,
    Observed,
    refuse_strange_session,
    require_admitted,
)
from modules.models import ObservationDraft, PracticumForm, SelfRating
from modules.rating_rules import Marks, faults, marks_from
from modules.selectors.observation_drafts import pair_marks

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


class RatedAlready(RuleBroken):
    """One's own rating of this session is locked."""

    code = "PRACTICUM-SELF-RATED"


@dataclass(frozen=True)
class Begun:
    """The session that somebody begins to rate.

    Args:
        supervision: empty in a rating of oneself, as is consent_recorded.
        rated_for: a credential, where the form keeps a level for it.
    """

    form: PracticumForm
    clinic: Clinic
    kind: str
    session_code: str
    observed_on: datetime.date
    supervision: str = ""
    rated_for: str = ""
    consent_recorded: bool = False


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


def open_draft(
    person: Person, begun: Begun, *, by: Person, at: datetime.datetime
) -> ObservationDraft:
    """This will begin to rate a session, or carry on with what was begun.

    Raises:
        NotTheirAssessor, ObservationRefused, RuleBroken: as `require_admitted`; also
            when no consent to being observed is on record.
        RatedAlready: it is one's own session and that rating is locked.
    """
    if by == person:
        _require_own(person, begun, at)
    else:
        require_admitted(person, observed_in(begun, by), by=by, at=at)
        _require_consent(begun)
    draft = ObservationDraft(
        rater=by,
        person=person,
        clinic=begun.clinic,
        form_code=begun.form.code,
        form_title=begun.form.title,
        form_content=begun.form.content,
        kind=begun.kind,
        supervision=begun.supervision,
        session_code=begun.session_code,
        observed_on=begun.observed_on,
        rated_for=begun.rated_for,
        consent_recorded=begun.consent_recorded,
        opened_at=at,
    )
    draft.marks = pair_marks(draft, State.SIGNED, State.OPEN).plain()
    return keep_one(draft)


def keep_one(draft: ObservationDraft) -> ObservationDraft:
    """This will save a new draft, or give the one that is open for its session."""
    try:
        with transaction.atomic():
            draft.save(force_insert=True)
    except IntegrityError:
        return ObservationDraft.objects.get(
            rater=draft.rater,
            person=draft.person,
            form_code=draft.form_code,
            kind=draft.kind,
            session_code=draft.session_code,
            state__in=ObservationDraft.UNDER_WAY,
        )
    return draft


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
    kept = ObservationDraft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    if kept.rater_id != by.pk:
        raise NotAllowed(_("This form is somebody else’s."))
    return kept


def observed_in(begun: Begun, assessor: Person) -> Observed:
    """This will give a session as the rules ask about it, with nothing rated yet."""
    return Observed(
        form=begun.form,
        clinic=begun.clinic,
        assessor=assessor,
        kind=begun.kind,
        supervision=begun.supervision,
        session_code=begun.session_code,
        observed_on=begun.observed_on,
        ratings={},
        had_critical_fail=False,
    )


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


def _require_own(person: Person, begun: Begun, at: datetime.datetime) -> None:
    if begun.clinic.pk not in {row.clinic_id for row in memberships_of(person, at)}:
        raise NotTheirAssessor(_("You do not work at this clinic today."))
    refuse_strange_session(observed_in(begun, person), at)
    rated = SelfRating.objects.filter(
        person=person,
        clinic=begun.clinic,
        form_code=begun.form.code,
        kind=begun.kind,
        session_code=begun.session_code,
    )
    if rated.exists():
        raise RatedAlready(
            _("You have locked your own rating of this session. It stays as it is.")
        )


def _require_consent(begun: Begun) -> None:
    if not begun.consent_recorded:
        raise ObservationRefused(
            _(
                "A session is observed only when the patient’s consent to it was on "
                "record before. Without it there is nothing to rate."
            )
        )


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
