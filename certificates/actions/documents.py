"""Entering outside documents, how each was verified, and other dated facts.

Nobody verifies their own. A copy that somebody handed in is never a verification.
"""

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from certificates.actions.signatures import require_not_suspended
from certificates.models import (
    CurrencyRecord,
    Document,
    ExclusionCheck,
    Verification,
)
from certificates.permissions import person_keeps_file_of
from home.actions import audit
from home.errors import NotAllowed, RuleBroken
from home.models import Person, Role

KEEPERS = {Role.CLINICAL_DIRECTOR, Role.STAFF}
Moment = datetime.datetime
Day = datetime.date


class NotYet(RuleBroken):
    """What is entered lies in the future."""

    code = "DATE-IN-THE-FUTURE"
    status = 400


class DatesCrossed(RuleBroken):
    """A document would end before it begins."""

    code = "DATES-CROSSED"
    status = 400


@dataclass(frozen=True)
class DocumentEntry:
    """What stands on a document. Empty dates are allowed and never hold."""

    kind: str
    jurisdiction: str = ""
    issuer: str = ""
    number: str = ""
    issued_on: Day | None = None
    expires_on: Day | None = None
    has_discipline: bool = False


@dataclass(frozen=True)
class VerificationEntry:
    """Who was asked about a document, how, when, and what they said."""

    on: Day
    method: str
    outcome: str
    source: str = ""


@transaction.atomic
def record_document(
    person: Person, entry: DocumentEntry, *, by: Person, at: Moment
) -> Document:
    """This will put a document into somebody's file.

    Raises:
        NotAllowed: not a director or staff member where the person works.
        DatesCrossed: it ends before it begins.
    """
    _require_keeper(by, person, at)
    if entry.issued_on and entry.expires_on and entry.expires_on < entry.issued_on:
        raise DatesCrossed(_("The last day is before the first day."))
    document = Document.objects.create(
        person=person, recorded_at=at, recorded_by=by, **vars(entry)
    )
    _log("DOCUMENT-RECORDED", document, person, by, at)
    return document


@transaction.atomic
def record_verification(
    document: Document, entry: VerificationEntry, *, by: Person, at: Moment
) -> Verification:
    """This will add what the source said about a document.

    Raises:
        NotAllowed: about one's own document, not where the person works, or while
            suspended.
        NotYet: dated in the future.
    """
    _require_keeper_of_another(by, document.person, at)
    _require_past(entry.on, at)
    row = Verification.objects.create(
        document=document, by=by, recorded_at=at, **vars(entry)
    )
    _log("DOCUMENT-VERIFIED", row, document.person, by, at)
    return row


@transaction.atomic
def record_exclusion_check(
    person: Person, *, on: Day, outcome: str, by: Person, at: Moment
) -> ExclusionCheck:
    """This will add what the exclusion list said about somebody.

    Raises:
        NotAllowed: about oneself, not where the person works, or while suspended.
        NotYet: dated in the future.
    """
    _require_keeper_of_another(by, person, at)
    _require_past(on, at)
    row = ExclusionCheck.objects.create(
        person=person, on=on, outcome=outcome, by=by, recorded_at=at
    )
    _log("EXCLUSION-CHECKED", row, person, by, at)
    return row


@transaction.atomic
def record_currency(
    person: Person, *, kind: str, on: Day, by: Person, at: Moment
) -> CurrencyRecord:
    """This will add a dated fact such as an emergency drill.

    Raises:
        NotAllowed: about oneself, not where the person works, or while suspended.
        NotYet: dated in the future.
    """
    _require_keeper_of_another(by, person, at)
    _require_past(on, at)
    row = CurrencyRecord.objects.create(
        person=person, kind=kind, on=on, by=by, recorded_at=at
    )
    _log("CURRENCY-RECORDED", row, person, by, at)
    return row


def _require_keeper(by: Person, person: Person, at: Moment) -> None:
    if not person_keeps_file_of(by, person, KEEPERS, at):
        raise NotAllowed(_("Only a director or staff of the clinic can do this."))


def _require_keeper_of_another(by: Person, person: Person, at: Moment) -> None:
    _require_keeper(by, person, at)
    if by.pk == person.pk:
        raise NotAllowed(_("Nobody vouches for themselves. Ask somebody else."))
    require_not_suspended(by, at)


def _require_past(on: Day, at: Moment) -> None:
    # The clinics' own today may be a day ahead of the day in UTC.
    if on > at.date() + datetime.timedelta(days=1):
        raise NotYet(_("This day has not come yet."))


def _log(action: str, about, person: Person, by: Person, at: Moment) -> None:
    audit.append(action, by=by, at=at, about=about, person=person.pk)
