"""Beginning to rate a session: somebody else's, one's own, or one to be put right."""

import datetime
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from home.errors import NotAllowed, RuleBroken
from home.models import Clinic, Person
from home.selectors import memberships_of
from modules.actions.admitting import (
    NotTheirAssessor,
    ObservationRefused,
    Observed,
    refuse_strange_session,
    require_admitted,
)
from modules.actions.observation_drafts import refuse_patient_words
from modules.models import Observation, ObservationDraft, PracticumForm, SelfRating
from modules.selectors.observation_drafts import marks_of, pair_marks

State = ObservationDraft.State


class CorrectedAlready(RuleBroken):
    """A later observation has put this one right."""

    code = "PRACTICUM-CORRECTED"


class ReasonMissing(RuleBroken):
    """Whoever puts something right says why."""

    code = "PRACTICUM-REASON-MISSING"
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
        corrects: the observation that is put right, and why; None for a first one.
    """

    form: PracticumForm
    clinic: Clinic
    kind: str
    session_code: str
    observed_on: datetime.date
    supervision: str = ""
    rated_for: str = ""
    consent_recorded: bool = False
    corrects: Observation | None = None
    reason: str = ""


def open_draft(
    person: Person, begun: Begun, *, by: Person, at: datetime.datetime
) -> ObservationDraft:
    """This will begin to rate a session, or carry on with what was begun.

    Raises:
        NotTheirAssessor, ObservationRefused, RuleBroken: as `require_admitted`; also
            when no consent to being observed is on record.
        RatedAlready: it is one's own session and that rating is locked.
        NotAllowed, CorrectedAlready, ReasonMissing: it is to put another one right,
            and cannot.
    """
    if by == person:
        _require_own(person, begun, at)
    else:
        require_admitted(person, observed_in(begun, by), by=by, at=at)
        _require_consent(begun)
    if begun.corrects:
        require_correctable(begun.corrects, by)
        require_reason(begun.reason, person, by)
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
        corrects=begun.corrects,
        reason=begun.reason.strip(),
    )
    first = pair_marks(draft, State.SIGNED, State.OPEN)
    draft.marks = (marks_of(begun.corrects) if begun.corrects else first).plain()
    return _keep_one(draft)


def _keep_one(draft: ObservationDraft) -> ObservationDraft:
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


def require_correctable(row: Observation, by: Person) -> None:
    """This will let only the assessor put right what no later row has.

    Raises:
        NotAllowed: somebody else rated it.
        CorrectedAlready: with what to do.
    """
    if row.assessor_id != by.pk:
        raise NotAllowed(_("Only the assessor puts their own rating right."))
    if Observation.objects.filter(corrects=row).exists():
        raise CorrectedAlready(
            _("This rating was put right already. Put the newer one right instead.")
        )


def require_reason(reason: str, *people: Person) -> None:
    """This will ask why something is put right, in words that name no patient.

    Raises:
        ReasonMissing, MarksRefused: with what to mend.
    """
    if not reason.strip():
        raise ReasonMissing(_("Write why it is put right."))
    refuse_patient_words(reason, *people)


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
