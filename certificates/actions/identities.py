"""What an outside register knows somebody by: for the credentials office only."""

import datetime
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from certificates.actions.credentials import lock_people
from certificates.actions.file_keepers import require_keeper_of_another
from certificates.exclusions.npi import is_npi
from certificates.models import ProviderIdentity
from certificates.selectors.exclusions import is_found
from home.actions import audit
from home.actions.denials import refusals_logged
from home.errors import RuleBroken
from home.models import Person


class NpiWrong(RuleBroken):
    """The number is none that was ever given out."""

    code = "NPI-WRONG"
    status = 422


class NpiTaken(RuleBroken):
    """An NPI is one person's for life."""

    code = "NPI-TAKEN"


class MatchStands(RuleBroken):
    """What a match was found by stays until two people have dismissed it."""

    code = "MATCH-STANDS"


class BornInTheFuture(RuleBroken):
    """Nobody is born after today."""

    code = "BORN-IN-THE-FUTURE"
    status = 422


@dataclass(frozen=True)
class IdentityEntry:
    """What stands in the register.

    Args:
        npi: ten digits, or empty for somebody who has none.
        other_last_names: one a line.
    """

    first_name: str
    last_name: str
    middle_name: str = ""
    other_last_names: str = ""
    npi: str = ""
    born_on: datetime.date | None = None


@refusals_logged("IDENTITY-RECORD")
def record_identity(
    person: Person, entry: IdentityEntry, *, by: Person, at: datetime.datetime
) -> ProviderIdentity:
    """This will keep or change what an outside register knows somebody by.

    The log says that it happened, and never a name, a number or a date of birth.

    Raises:
        NotAllowed: one's own or that of somebody close, not where the person works,
            or while suspended.
        NpiWrong: the check digit does not fit.
        NpiTaken: somebody else on record has this NPI.
        BornInTheFuture: after today.
        MatchStands: the exclusion list may have them; what is known is not changed
            while that is looked into.
    """
    require_keeper_of_another(by, person, at)
    lock_people(person.pk)
    _require_nothing_found(person)
    if entry.npi and not is_npi(entry.npi):
        raise NpiWrong(
            _("This is no NPI: ten digits, and the last has to fit the others.")
        )
    if entry.born_on and entry.born_on > at.date():
        raise BornInTheFuture(_("This day has not come yet."))
    told = vars(entry) | {"recorded_at": at, "recorded_by": by}
    try:
        with transaction.atomic():
            row, is_new = ProviderIdentity.objects.update_or_create(
                person=person, defaults=told
            )
    except IntegrityError as problem:
        raise NpiTaken(_("Somebody else on record has this NPI.")) from problem
    action = "IDENTITY-RECORDED" if is_new else "IDENTITY-CHANGED"
    audit.append(action, by=by, at=at, about=row, person=person.pk)
    return row


def _require_nothing_found(person: Person) -> None:
    known = ProviderIdentity.objects.filter(person=person)
    if known.exists() and is_found(person):
        raise MatchStands(
            _(
                "The exclusion list may have this person. Two people settle that "
                "first, under Exclusion matches; then this can be changed."
            )
        )
