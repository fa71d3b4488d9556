"""What has to hold before a clinic grants, or takes away, anything."""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _

from certificates.clearance.days import in_words
from certificates.models import Credential
from certificates.selectors.suspensions import suspensions_in_the_way
from home.errors import NotAllowed, RuleBroken
from home.models import Clinic, Person
from home.selectors import memberships_of

# Where no requirement set says how early a renewal may be.
WINDOW_DAYS = 90


class AlreadyHeld(RuleBroken):
    """A live credential of this kind is there and is not about to end."""

    code = "CREDENTIAL-ALREADY-HELD"


class HeldButSuspended(RuleBroken):
    """What is suspended is lifted or ended first; nothing new goes around it."""

    code = "CREDENTIAL-HELD-SUSPENDED"


class PeriodUnusable(RuleBroken):
    """The days that were given cannot be those of a credential in force."""

    code = "CREDENTIAL-PERIOD-UNUSABLE"
    status = 422


class ByApplication(RuleBroken):
    """Something was decided about this before: only an application goes on from it."""

    code = "CREDENTIAL-BY-APPLICATION"


class NotAtThisClinic(RuleBroken):
    """The person does not work at the clinic."""

    code = "PERSON-NOT-AT-THIS-CLINIC"
    status = 404


@dataclass(frozen=True)
class Grant:
    """A credential as a roster or a founding appointment states it."""

    clinic: Clinic
    type: str
    valid_from: datetime.date
    valid_to: datetime.date
    state: str = Credential.State.ACTIVE
    target: str = ""


def require_at(clinic: Clinic, person: Person, at: datetime.datetime) -> None:
    """This will let a clinic decide about its own people only.

    Raises:
        NotAtThisClinic: the person has no role there today.
    """
    if clinic.pk not in {row.clinic_id for row in memberships_of(person, at)}:
        raise NotAtThisClinic(
            _("%(name)s has no role at this clinic today.") % {"name": person.name}
        )


def require_none_in_the_way(
    person: Person, clinic: Clinic, at: datetime.datetime
) -> None:
    """This will let nothing be granted while a suspension is open at the clinic.

    Raises:
        NotAllowed: one is.
    """
    if suspensions_in_the_way(person, clinic, at).exists():
        raise NotAllowed(
            _(
                "A suspension of %(name)s is open. Nothing can be granted until it is "
                "lifted."
            )
            % {"name": person.name}
        )


def require_room(
    held: Credential | None, today: datetime.date, window_days: int = WINDOW_DAYS
) -> None:
    """This will refuse a second credential of a kind outside the renewal window.

    A founding appointment leaves room at any time: what follows it is no renewal.

    Args:
        window_days: how long before its last day the requirement set lets it be
            renewed.
    Raises:
        AlreadyHeld: the one that is there lasts longer than the window.
        HeldButSuspended: it is suspended, so nothing follows it yet.
    """
    if held is None:
        return
    if held.state == Credential.State.SUSPENDED:
        raise HeldButSuspended(
            _(
                "This credential is suspended. It can be renewed once the suspension "
                "is lifted."
            )
        )
    opens = held.valid_to - datetime.timedelta(days=window_days)
    if today < opens and held.basis != Credential.Basis.FOUNDING:
        raise AlreadyHeld(
            _(
                "This credential is held until %(until)s. It can be renewed from "
                "%(opens)s on."
            )
            % {"until": in_words(held.valid_to), "opens": in_words(opens)}
        )


def require_free(person: Person, grant: Grant) -> None:
    """This will refuse a grant beside a live one of the same kind.

    Raises:
        AlreadyHeld: there is one.
    """
    rows = Credential.objects.filter(person=person, clinic=grant.clinic)
    rows = rows.filter(type=grant.type, target=grant.target)
    held = rows.filter(state__in=Credential.LIVE).first()
    if held:
        raise AlreadyHeld(
            _("%(name)s holds this credential at this clinic until %(until)s.")
            % {"name": person.name, "until": in_words(held.valid_to)}
        )


def require_usable(grant: Grant, today: datetime.date) -> None:
    """This will refuse days on which a credential could not be in force.

    Raises:
        PeriodUnusable: it ends before it begins, begins later, or is over.
    """
    if grant.valid_to < grant.valid_from:
        raise PeriodUnusable(_("The last day is before the first day."))
    if grant.valid_to < today:
        raise PeriodUnusable(_("The last day is over: nothing would be in force."))
    if today < grant.valid_from:
        raise PeriodUnusable(_("The first day is still to come. Enter it then."))
