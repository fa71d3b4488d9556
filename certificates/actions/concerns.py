"""Reporting a concern: who, what happened, and to whom it goes."""

import datetime
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from certificates.actions.credentials import lock_people
from certificates.actions.suspensions import suspend_for_concern
from certificates.concern_rules import officers_apart
from certificates.models import Concern, ConcernEvent
from certificates.selectors.concerns import shown_of
from home.actions import audit
from home.actions.denials import refusals_logged
from home.errors import NotAllowed, RuleBroken
from home.models import Clinic, Person
from home.patient_words import patient_words_in
from home.selectors import memberships_of
from modules.session_codes import validate_session_code

REPORTS_A_DAY = 5
A_DAY = datetime.timedelta(days=1)
Severity, Step = Concern.Severity, ConcernEvent.Step


class AccountMissing(RuleBroken):
    """A report or a step in its review has to say something."""

    code = "CONCERN-ACCOUNT-MISSING"
    status = 422


class NamesPatient(RuleBroken):
    """The text could tell who a patient is."""

    code = "CONCERN-NAMES-PATIENT"
    status = 422


class NotASessionCode(RuleBroken):
    """The code has another shape, or tells who somebody is."""

    code = "CONCERN-SESSION-CODE"
    status = 422


class DayAhead(RuleBroken):
    """It has not happened yet."""

    code = "CONCERN-DAY-AHEAD"
    status = 422


class TooManyReports(RuleBroken):
    """One person reported as often, or as gravely, as they may in a day."""

    code = "CONCERN-TOO-MANY"
    status = 429


@dataclass(frozen=True)
class Report:
    """What somebody reports.

    Args:
        person: whom it is about, by name of the clinic's roster.
        severity: a `Concern.Severity`.
        account: what happened, in the reporter's words; never who the patient is.
        occurred_on: the day by the clinic's calendar; None when it was several.
        session_code: of the session in which it happened; may be empty.
    """

    person: Person
    severity: str
    account: str
    occurred_on: datetime.date | None = None
    session_code: str = ""


@refusals_logged("CONCERN-REPORT")
def report_concern(
    clinic: Clinic, report: Report, *, by: Person, at: datetime.datetime
) -> Concern:
    """This will put a report before a safety officer outside the treating team.

    The severity that suspends does so in the same transaction. The audit entry names
    neither whom it is about nor who reported it: the digest binds it to both.

    Raises:
        NotAllowed: not on the clinic's roster, about oneself, or about a stranger.
        AccountMissing, NamesPatient, NotASessionCode, DayAhead: told what to mend.
        TooManyReports: five in a day are there, or one that suspends.
    """
    lock_people(report.person.pk, by.pk)
    _require_colleagues(clinic, report.person, by, at)
    _require_few(by, at)
    _require_no_second(report, by, at)
    if report.occurred_on and report.occurred_on > clinic.day_of(at):
        raise DayAhead(_("This day has not come yet."))
    concern = Concern(
        person=report.person,
        clinic=clinic,
        severity=Severity(report.severity),
        account=require_account(report.account, report.person, by),
        session_code=_code_of(report.session_code),
        occurred_on=report.occurred_on,
        reported_by=by,
        reported_at=at,
    )
    put_before_officer(concern)
    suspend_if_severe(concern, at=at)
    return concern


def put_before_officer(concern: Concern) -> None:
    """This will keep a new report and give it to the officer apart who has fewest.

    The audit entry names neither whom it is about nor who reported it.
    """
    by, at = concern.reported_by, concern.reported_at
    concern.officer = _officer_with_fewest(concern, at)
    concern.save(force_insert=True)
    add_step(concern, Step.REPORTED, by=by, at=at, word=concern.severity)
    if concern.officer:
        add_step(concern, Step.ROUTED, at=at, to=concern.officer)
    record = shown_of(concern)["record"]
    audit.append("CONCERN-REPORTED", by=None, at=at, about=concern, record=record)


def require_account(text: str, *people: Person) -> str:
    """This will give a text without white space around it, if it names no patient.

    Args:
        people: who may be named in it.
    Raises:
        AccountMissing: there is none.
        NamesPatient: something in it could tell who a patient is.
    """
    text = text.strip()
    if not text:
        raise AccountMissing(_("Please say what happened, in a few sentences."))
    found = patient_words_in(text, [person.name for person in people])
    if found:
        raise NamesPatient(str(found[0]))
    return text


def add_step(
    concern: Concern,
    step: str,
    *,
    at: datetime.datetime,
    by: Person | None = None,
    **said: str | Person,
) -> ConcernEvent:
    """This will add one step: by whom, or by nobody when it followed by itself."""
    return ConcernEvent.objects.create(concern=concern, step=step, at=at, by=by, **said)


def suspend_if_severe(concern: Concern, *, at: datetime.datetime) -> None:
    """This will keep somebody from clinical work when the severity asks it (R-11).

    A suspension that this report began and that still stands is not doubled.
    """
    standing = concern.suspensions.filter(lifted_at__isnull=True)
    if concern.severity in Concern.SUSPENDS and not standing.exists():
        suspend_for_concern(concern, at=at)
        add_step(concern, Step.SUSPENDED, at=at)


def _require_colleagues(
    clinic: Clinic, person: Person, by: Person, at: datetime.datetime
) -> None:
    if not _is_at(clinic, by, at):
        raise NotAllowed(_("Only people on this clinic’s roster report here."))
    if person == by:
        raise NotAllowed(_("A report is about somebody else."))
    if not _is_at(clinic, person, at):
        raise NotAllowed(_("This person is not on the clinic’s roster."))


def _is_at(clinic: Clinic, person: Person, at: datetime.datetime) -> bool:
    return clinic.pk in {row.clinic_id for row in memberships_of(person, at)}


def _require_few(by: Person, at: datetime.datetime) -> None:
    lately = Concern.objects.filter(reported_by=by, reported_at__gt=at - A_DAY)
    if lately.count() >= REPORTS_A_DAY:
        raise TooManyReports(
            _(
                "You sent five reports within a day, which is as many as this page "
                "takes. If somebody is in danger, call the clinic now."
            )
        )


def _require_no_second(report: Report, by: Person, at: datetime.datetime) -> None:
    """One person suspends one person a day: nobody empties a clinic by reporting."""
    sent = ConcernEvent.objects.filter(
        step=Step.REPORTED, by=by, word__in=Concern.SUSPENDS, at__gt=at - A_DAY
    )
    if report.severity in Concern.SUSPENDS and sent.exists():
        raise TooManyReports(
            _(
                "You sent a report of harm within a day, and this page takes one. Talk "
                "to the safety officer or a director at once. If somebody is in "
                "danger, call the clinic now."
            )
        )


def _code_of(typed: str) -> str:
    code = typed.strip().upper()
    if code:
        try:
            validate_session_code(code)
        except ValidationError as problem:
            raise NotASessionCode(problem.messages[0]) from problem
    return code


def _officer_with_fewest(concern: Concern, at: datetime.datetime) -> Person | None:
    held = Concern.objects.filter(
        officer=OuterRef("pk"), state__in=Concern.UNDER_WAY
    ).order_by()
    counts = held.values("officer").annotate(held=Count("pk")).values("held")
    has = Coalesce(Subquery(counts, output_field=IntegerField()), 0)
    return officers_apart(concern, at).annotate(has=has).order_by("has", "pk").first()
