"""Entering outside documents, how each was verified, and other dated facts.

Nobody verifies their own. A copy that somebody handed in is never a verification.
"""

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from certificates.actions.artefacts import Upload, keep_copy, require_waiting
from certificates.actions.credentials import lock_people
from certificates.actions.file_keepers import (
    require_keeper,
    require_keeper_of_another,
)
from certificates.models import (
    Artefact,
    CurrencyRecord,
    Document,
    ExclusionCheck,
    ExclusionMatch,
    Verification,
)
from certificates.requirements.holdings import AT_SOURCE
from certificates.selectors.exclusions import is_found
from home.actions import audit
from home.actions.denials import refusals_logged
from home.errors import RuleBroken
from home.models import Person

Moment = datetime.datetime
Day = datetime.date
Method, Outcome = Verification.Method, ExclusionCheck.Outcome


class NotYet(RuleBroken):
    """What is entered lies in the future."""

    code = "DATE-IN-THE-FUTURE"
    status = 400


class DatesCrossed(RuleBroken):
    """A document would end before it begins, or be verified before it was issued."""

    code = "DATES-CROSSED"
    status = 400


class SourceMissing(RuleBroken):
    """Whoever asks the source says which one it was."""

    code = "SOURCE-MISSING"
    status = 400


class MatchOpen(RuleBroken):
    """The list says something that a look by hand cannot put aside."""

    code = "MATCH-OPEN"


@dataclass(frozen=True)
class DocumentEntry:
    """What stands on a document. Empty dates are allowed and never hold.

    Args:
        copy: a file of it that reached the office, or one that the person handed in.
    """

    kind: str
    jurisdiction: str = ""
    issuer: str = ""
    number: str = ""
    issued_on: Day | None = None
    expires_on: Day | None = None
    has_discipline: bool = False
    copy: Upload | Artefact | None = None


@dataclass(frozen=True)
class VerificationEntry:
    """Who was asked about a document, how, when, and what they said.

    Args:
        artefact: the file that the source sent or showed.
    """

    on: Day
    method: str
    outcome: str
    source: str = ""
    artefact: Upload | None = None


@refusals_logged("DOCUMENT-RECORD")
def record_document(
    person: Person, entry: DocumentEntry, *, by: Person, at: Moment
) -> Document:
    """This will put a document into somebody's file. It is not verified by that.

    Raises:
        NotAllowed: not a director or staff member where the person works.
        DatesCrossed: it ends before it begins.
        FileRefused: the copy is no PDF, JPEG or PNG.
        FileSettled: what was handed in was recorded or set aside meanwhile.
    """
    require_keeper(by, person, at)
    if entry.issued_on and entry.expires_on and entry.expires_on < entry.issued_on:
        raise DatesCrossed(_("The last day is before the first day."))
    copy = _copy(person, entry.copy, by, at)
    told = vars(entry) | {"copy": copy}
    document = Document.objects.create(
        person=person, recorded_at=at, recorded_by=by, **told
    )
    _log("DOCUMENT-RECORDED", document, person, by, at)
    return document


@refusals_logged("DOCUMENT-VERIFY")
def record_verification(
    document: Document, entry: VerificationEntry, *, by: Person, at: Moment
) -> Verification:
    """This will add what the source said about a document.

    Raises:
        NotAllowed: about one's own document or that of somebody close, not where the
            person works, or while suspended.
        NotYet: dated in the future.
        DatesCrossed: dated before the document was issued, so about another one.
        SourceMissing: the source was asked, and is not named.
        FileRefused: what the source sent is no PDF, JPEG or PNG.
    """
    require_keeper_of_another(by, document.person, at)
    _require_past(entry.on, at)
    if document.issued_on and entry.on < document.issued_on:
        raise DatesCrossed(
            _("This document was issued later, so it cannot have been verified then.")
        )
    if entry.method in AT_SOURCE and not entry.source.strip():
        raise SourceMissing(_("Name the source that was asked, such as the board."))
    artefact = _copy(document.person, entry.artefact, by, at)
    told = vars(entry) | {"artefact": artefact}
    row = Verification.objects.create(document=document, by=by, recorded_at=at, **told)
    _log("DOCUMENT-VERIFIED", row, document.person, by, at)
    return row


@refusals_logged("EXCLUSION-CHECK")
def record_exclusion_check(
    person: Person, *, on: Day, outcome: str, by: Person, at: Moment
) -> ExclusionCheck:
    """This will add what the exclusion list said about somebody.

    What is not clear sticks: it is a match too, which two people can dismiss.

    Raises:
        NotAllowed: about oneself or somebody close, not where the person works, or
            while suspended.
        NotYet: dated in the future.
        MatchOpen: clear, while something that was found is not put right by two.
    """
    require_keeper_of_another(by, person, at)
    _require_past(on, at)
    lock_people(person.pk)
    if outcome == Outcome.CLEAR and is_found(person):
        raise MatchOpen(
            _(
                "A look into the exclusion list found something about this person. "
                "Two people settle that under Exclusion matches, not another look."
            )
        )
    row = ExclusionCheck.objects.create(
        person=person, on=on, outcome=outcome, by=by, recorded_at=at
    )
    _log("EXCLUSION-CHECKED", row, person, by, at)
    if outcome != Outcome.CLEAR:
        _log("EXCLUSION-MATCH-FOUND", _kept_as_match(row), person, by, at)
    return row


@refusals_logged("CURRENCY-RECORD")
def record_currency(
    person: Person, *, kind: str, on: Day, by: Person, at: Moment
) -> CurrencyRecord:
    """This will add a dated fact such as an emergency drill.

    Raises:
        NotAllowed: about oneself or somebody close, not where the person works, or
            while suspended.
        NotYet: dated in the future.
    """
    require_keeper_of_another(by, person, at)
    _require_past(on, at)
    row = CurrencyRecord.objects.create(
        person=person, kind=kind, on=on, by=by, recorded_at=at
    )
    _log("CURRENCY-RECORDED", row, person, by, at)
    return row


def _kept_as_match(check: ExclusionCheck) -> ExclusionMatch:
    """What was found by hand is settled where matches of the lists are."""
    told: dict[str, Any] = {"person": check.person, "looked_up": check}
    told["matched_by"] = ExclusionMatch.By.HAND
    if check.outcome == Outcome.CONFIRMED:
        settled = {"settled_by": check.by, "settled_at": check.recorded_at}
        told |= {"state": ExclusionMatch.State.CONFIRMED} | settled
    return ExclusionMatch.objects.create(**told)


def _copy(
    person: Person, copy: Upload | Artefact | None, by: Person, at: Moment
) -> Artefact | None:
    if isinstance(copy, Upload):
        return keep_copy(person, copy, by=by, at=at)
    if copy is not None:
        require_waiting(copy, of=person)
    return copy


def _require_past(on: Day, at: Moment) -> None:
    # The clinics' own today may be a day ahead of the day in UTC.
    if on > at.date() + datetime.timedelta(days=1):
        raise NotYet(_("This day has not come yet."))


def _log(action: str, about, person: Person, by: Person, at: Moment) -> None:
    audit.append(action, by=by, at=at, about=about, person=person.pk)
