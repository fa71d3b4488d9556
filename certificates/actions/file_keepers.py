"""Who may put what into somebody's file."""

import datetime

from django.utils.translation import gettext as _

from certificates.actions.signatures import require_not_suspended
from certificates.permissions import are_related, person_keeps_file_of
from home.errors import NotAllowed
from home.models import Person, Role

KEEPERS = {Role.CLINICAL_DIRECTOR, Role.STAFF}


def require_keeper(by: Person, person: Person, at: datetime.datetime) -> None:
    """This will let only the office of a clinic where the person works act.

    Raises:
        NotAllowed: not a director or staff member there.
    """
    if not person_keeps_file_of(by, person, KEEPERS, at):
        raise NotAllowed(_("Only a director or staff of the clinic can do this."))


def require_keeper_of_another(
    by: Person, person: Person, at: datetime.datetime
) -> None:
    """This will let only somebody independent of the person vouch for them.

    Raises:
        NotAllowed: not of the office, the same person, one with a declared tie to
            them, or suspended.
    """
    require_keeper(by, person, at)
    if by.pk == person.pk:
        raise NotAllowed(_("Nobody vouches for themselves. Ask somebody else."))
    if are_related(by, person):
        raise NotAllowed(
            _("You have a declared tie to this person. Ask somebody else.")
        )
    require_not_suspended(by, at)
