"""What a director may enter from an old roster, and what is for an application."""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _

from certificates.actions.grant_rules import ByApplication, Grant, PeriodUnusable
from certificates.clearance.days import add_months, in_words
from certificates.models import Application, Credential
from certificates.requirements.safeguards import LONGEST_MONTHS, signers_at_least
from certificates.selectors.requirement_versions import set_in_force
from certificates.selectors.requirements import set_name
from home.errors import RuleBroken
from home.models import Person

State = Application.State
# A draft is the applicant's own: nobody is told of it, and nothing waits.
SENT = tuple(state for state in Application.OPEN if state != State.DRAFT)
AGAINST = (State.DECLINED, State.UPHELD)
WORDS = 400


class SourceMissing(RuleBroken):
    """Nobody can look it up again."""

    code = "SOURCE-MISSING"
    status = 422


@dataclass(frozen=True)
class Terms:
    """What the requirement set in force says of an entry."""

    months: int
    signers: int


def terms_of_entry(grant: Grant) -> Terms:
    """This will read how long it may last and how many sign, never under the least."""
    name = set_name(grant.type, grant.target)
    asked, least = set_in_force(name, grant.clinic), signers_at_least(name)
    if asked is None:
        return Terms(LONGEST_MONTHS, least)
    return Terms(asked.valid_months, max(asked.signers, least))


def require_source(source: str) -> str:
    """This will give the source without white space around it.

    Raises:
        SourceMissing: there is none, or a whole book of it.
    """
    told = source.strip()
    if not 0 < len(told) <= WORDS:
        raise SourceMissing(
            _("Say in a few words from which roster or paper this comes.")
        )
    return told


def require_short(grant: Grant, terms: Terms, today: datetime.date) -> None:
    """This will refuse a last day further ahead than the requirements let it last.

    Raises:
        PeriodUnusable: it lasts longer.
    """
    latest = add_months(today, terms.months)
    if grant.valid_to > latest:
        raise PeriodUnusable(
            _("The last day is at most %(day)s: the requirements let it last so long.")
            % {"day": in_words(latest)}
        )


def require_undecided(person: Person, grant: Grant) -> None:
    """This will let no roster go around a decision, taken or awaited.

    Raises:
        ByApplication: one of this kind was revoked here, declined, or is applied for.
    """
    rows = Credential.objects.filter(person=person, clinic=grant.clinic)
    rows = rows.filter(type=grant.type, target=grant.target)
    asked = Application.objects.filter(person=person, clinic=grant.clinic)
    asked = asked.filter(credential_type=grant.type, target=grant.target)
    was_revoked = rows.filter(state=Credential.State.REVOKED).exists()
    if was_revoked or asked.filter(state__in=(*SENT, *AGAINST)).exists():
        raise ByApplication(
            _(
                "This credential was revoked or declined here, or is applied for. It "
                "can be granted by application only."
            )
        )
