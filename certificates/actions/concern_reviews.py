"""Looking into a report: every step by its safety officer, none of them undone."""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _

from certificates.actions.concerns import (
    add_step,
    require_account,
    suspend_if_severe,
)
from certificates.actions.credentials import lock_people
from certificates.actions.signatures import (
    Deed,
    Signer,
    require_signer,
    require_unchanged,
    sign,
)
from certificates.concern_rules import concerns_for, officers_apart
from certificates.models import Concern, ConcernEvent, Signature
from certificates.selectors.concerns import shown_of
from home.actions import audit
from home.actions.denials import refusals_logged
from home.errors import NotAllowed, RuleBroken
from home.models import Person, Role

Step, State = ConcernEvent.Step, Concern.State
ORDER = Concern.Severity.values
# Where a report has to stand for a step.
FROM = {
    Step.TAKEN: (State.OPEN, State.IN_REVIEW),
    Step.NOTE: (State.IN_REVIEW,),
    Step.SEVERITY_RAISED: (State.IN_REVIEW,),
    Step.HANDED_OVER: (State.OPEN, State.IN_REVIEW),
    Step.CLOSED: (State.IN_REVIEW,),
    Step.REOPENED: (State.CLOSED,),
}


class NoSuchConcern(RuleBroken):
    """There is none, or none that this person may read: the same answer."""

    code = "CONCERN-NOT-FOUND"
    status = 404


class ConcernMoved(RuleBroken):
    """The report no longer stands where this step begins."""

    code = "CONCERN-MOVED"


class NotRaised(RuleBroken):
    """A severity only goes up; closing says when nothing was found."""

    code = "CONCERN-NOT-RAISED"
    status = 422


@dataclass(frozen=True)
class Closing:
    """How a review ends.

    Args:
        outcome: a `Concern.Outcome`.
        note: what the officer found, for whoever may read the report.
        shown_sha256: the digest of the report that the officer had in view.
    """

    outcome: str
    note: str
    shown_sha256: str


def may_step(concern: Concern, step: str, by: Person) -> bool:
    """This will say whether a reader may do a step next, as the report stands.

    Whoever reads a report that nobody who may holds can take it up, or open it again.
    """
    if concern.state not in FROM[Step(step)]:
        return False
    is_holder = concern.officer_id == by.pk
    if step == Step.TAKEN:
        return concern.state == State.OPEN or not is_holder
    return is_holder or step == Step.REOPENED


@refusals_logged("CONCERN-TAKE")
def take_concern(concern: Concern, *, by: Person, at: datetime.datetime) -> None:
    """This will begin the review, in the hands of whoever takes it up.

    Raises:
        NoSuchConcern: not theirs to read.
        ConcernMoved: it is theirs already, or closed.
    """
    row = _for_step(concern, Step.TAKEN, by, at)
    row.officer, row.state = by, State.IN_REVIEW
    row.save(update_fields=["officer", "state"])
    add_step(row, Step.TAKEN, by=by, at=at, to=by)
    _log("CONCERN-TAKEN", row, by, at)


@refusals_logged("CONCERN-NOTE")
def add_note(concern: Concern, note: str, *, by: Person, at: datetime.datetime) -> None:
    """This will keep what the officer learned.

    Raises:
        NoSuchConcern, ConcernMoved: not theirs, or not being looked into.
        AccountMissing, NamesPatient: told what to mend.
    """
    row = _for_step(concern, Step.NOTE, by, at)
    add_step(row, Step.NOTE, by=by, at=at, note=_said(note, row))
    _log("CONCERN-NOTED", row, by, at)


@refusals_logged("CONCERN-RAISE")
def raise_severity(
    concern: Concern, severity: str, note: str, *, by: Person, at: datetime.datetime
) -> None:
    """This will tell that a report weighs more than it said; one severity suspends.

    Raises:
        NoSuchConcern, ConcernMoved: not theirs, or not being looked into.
        NotRaised: it is not higher than now.
        AccountMissing, NamesPatient: told what to mend.
    """
    row = _for_step(concern, Step.SEVERITY_RAISED, by, at)
    if ORDER.index(severity) <= ORDER.index(row.severity):
        raise NotRaised(_("Choose a higher severity than the one it has."))
    said = _said(note, row)
    row.severity = severity
    row.save(update_fields=["severity"])
    add_step(row, Step.SEVERITY_RAISED, by=by, at=at, word=severity, note=said)
    suspend_if_severe(row, at=at)
    _log("CONCERN-RAISED", row, by, at)


@refusals_logged("CONCERN-HAND-OVER")
def hand_over(
    concern: Concern, officer: Person, note: str, *, by: Person, at: datetime.datetime
) -> None:
    """This will give the review to another safety officer who stands apart from it.

    Raises:
        NoSuchConcern, ConcernMoved: not theirs, or closed.
        NotAllowed: they are not an officer who may look into this one.
        AccountMissing, NamesPatient: told what to mend.
    """
    row = _for_step(concern, Step.HANDED_OVER, by, at)
    others = officers_apart(row, at).exclude(pk=by.pk)
    if not others.filter(pk=officer.pk).exists():
        raise NotAllowed(_("Choose another safety officer who stands apart from it."))
    said = _said(note, row, officer)
    row.officer, row.state = officer, State.OPEN
    row.save(update_fields=["officer", "state"])
    add_step(row, Step.HANDED_OVER, by=by, at=at, to=officer, note=said)
    _log("CONCERN-HANDED-OVER", row, by, at)


@refusals_logged("CONCERN-CLOSE")
def close_concern(concern: Concern, closing: Closing, *, signer: Signer) -> None:
    """This will end the review, signed. No suspension is lifted: two directors do that.

    The signature is about nobody by name and holds a digest only: it lies where more
    people look than may read the report.

    Raises:
        NoSuchConcern, ConcernMoved: not theirs, or not being looked into.
        NotAllowed, SignInNotFresh: who signs has to be the officer, just signed in.
        RecordChanged: it is no longer what was shown.
        AccountMissing, NamesPatient: told what to mend.
    """
    by, at = signer.person, signer.at
    row = _for_step(concern, Step.CLOSED, by, at)
    role = require_signer(signer, row.clinic, row.person, (Role.SAFETY_OFFICER,))
    shown = shown_of(row)
    require_unchanged(shown, closing.shown_sha256)
    outcome, said = Concern.Outcome(closing.outcome), _said(closing.note, row)
    row.state, row.closed_at, row.outcome = State.CLOSED, at, outcome
    row.save(update_fields=["state", "closed_at", "outcome"])
    add_step(row, Step.CLOSED, by=by, at=at, word=outcome, note=said)
    signed = shown | {"outcome": str(outcome), "closed": shown_of(row)["record"]}
    meaning = Signature.Meaning.CONCERN_CLOSED
    signature = sign(Deed(meaning, row, row.clinic, None, signed), signer, role)
    _log("CONCERN-CLOSED", row, by, at, signature=signature.sha256)


@refusals_logged("CONCERN-REOPEN")
def reopen_concern(
    concern: Concern, note: str, *, by: Person, at: datetime.datetime
) -> None:
    """This will take a closed review up again; one severity suspends again with it.

    Raises:
        NoSuchConcern, ConcernMoved: not theirs, or not closed.
        AccountMissing, NamesPatient: told what to mend.
    """
    row = _for_step(concern, Step.REOPENED, by, at)
    said = _said(note, row)
    row.officer, row.state = by, State.IN_REVIEW
    row.closed_at, row.outcome = None, ""
    row.save(update_fields=["officer", "state", "closed_at", "outcome"])
    add_step(row, Step.REOPENED, by=by, at=at, to=by, note=said)
    suspend_if_severe(row, at=at)
    _log("CONCERN-REOPENED", row, by, at)


def _for_step(
    concern: Concern, step: str, by: Person, at: datetime.datetime
) -> Concern:
    """The row as it stands now, locked, if this person may do this step."""
    lock_people(concern.person_id, by.pk)
    rows = concerns_for(by, at).select_for_update().filter(pk=concern.pk)
    row = rows.first()
    if row is None:
        raise NoSuchConcern(_("There is no such report."))
    if not may_step(row, step, by):
        raise ConcernMoved(
            _("The report no longer stands where this begins. Look at it again.")
        )
    return row


def _said(note: str, row: Concern, *others: Person) -> str:
    return require_account(note, row.person, row.reported_by, *others)


def _log(
    action: str,
    row: Concern,
    by: Person,
    at: datetime.datetime,
    **facts: str,
) -> None:
    """Ids and digests only: whom it is about is nowhere in the log."""
    record = shown_of(row)["record"]
    audit.append(action, by=by, at=at, about=row, record=record, **facts)
