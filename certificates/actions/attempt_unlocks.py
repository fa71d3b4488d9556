"""One more attempt at an assessment, opened by a director who is free to say so."""

import datetime

from certificates.actions.signatures import require_apart, require_not_suspended
from home.actions.denials import refusals_logged
from home.models import Clinic, Person
from modules.actions.unlocks import Opening, unlock_attempt
from modules.models import Assessment, AttemptUnlock


@refusals_logged("ATTEMPT-UNLOCK")
def open_one_more(
    person: Person,
    clinic: Clinic,
    told: tuple[Assessment, str],
    *,
    by: Person,
    at: datetime.datetime,
) -> AttemptUnlock:
    """This will let somebody begin once more, for a reason that is kept.

    Args:
        told: which assessment, and why.
    Raises:
        NotAllowed: not an independent clinical director of the clinic.
        NothingToOpen, ReasonRefused: see `modules.actions.unlocks`.
    """
    require_apart(by, person)
    require_not_suspended(by, at)
    assessment, reason = told
    opening = Opening(person, assessment, clinic, reason)
    return unlock_attempt(opening, by=by, at=at)
