"""What somebody signs about, as words on the page: a label and what it says."""

import datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from certificates.clearance.days import in_words
from certificates.models import Credential, Suspension
from certificates.selectors.requirements import title_of
from certificates.selectors.suspensions import suspended_credentials
from home.models import Clinic

Facts = list[tuple[str, str]]


def facts_of_credential(row: Credential) -> Facts:
    """This will tell one credential."""
    return [
        (_("Credential"), title_of(row.type, row.target)),
        (_("State"), str(row.get_state_display())),
        (_("Basis"), str(row.get_basis_display())),
        (_("Valid"), period_words(row)),
    ]


def facts_of_lift(row: Suspension, clinic: Clinic) -> Facts:
    """This will tell a suspension that is to be lifted, and what comes back."""
    back = suspended_credentials(row, clinic)
    comes_back = "\n".join(
        f"{title_of(one.type, one.target)}, {period_words(one)}" for one in back
    )
    return [
        (_("Suspension"), str(row.get_kind_display())),
        (_("Since"), moment_words(row.starts_at, clinic)),
        (_("Suspended by"), row.by.name if row.by else _("Automatic")),
        (_("Reason"), row.reason or _("Not given: it came with a roster")),
        (_("Comes back"), comes_back or _("No credential was suspended with it")),
    ]


def facts_of_proposal(row: Suspension, clinic: Clinic) -> Facts:
    """This will tell the first of the two signatures."""
    if row.lift_proposed_by is None or row.lift_proposed_at is None:
        return []
    when = moment_words(row.lift_proposed_at, clinic)
    who = row.lift_proposed_by.name
    return [
        (_("Signed first"), _("%(who)s, %(when)s") % {"who": who, "when": when}),
        (_("Why it may end"), row.lift_reason),
    ]


def period_words(row: Credential) -> str:
    """This will give the first and the last day."""
    told = {"first": in_words(row.valid_from), "last": in_words(row.valid_to)}
    return _("%(first)s to %(last)s") % told


def moment_words(at: datetime.datetime, clinic: Clinic) -> str:
    """This will give a moment by the clinic's clock."""
    return date_format(at.astimezone(ZoneInfo(clinic.time_zone)), "j F Y, H:i")
