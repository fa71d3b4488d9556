"""Putting right a session entered from paper, when its assessor has left.

An assessor who still works here puts their own rating right, and signs.
"""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from home.actions import audit
from home.errors import NotAllowed
from home.models import Person, Role
from home.permissions import person_has_role
from modules.actions.admitting import Observed, require_admitted
from modules.actions.beginning_ratings import CorrectedAlready, require_reason
from modules.actions.practicum import hold_still, keep_observation, tell_of_fail
from modules.models import Observation, PaperCorrection


class NotForADirector(NotAllowed):
    """It was signed on the page, or its assessor still works here."""

    code = "PRACTICUM-NOT-FOR-A-DIRECTOR"


def correct_paper(
    observed: Observed, reason: str, *, by: Person, at: datetime.datetime
) -> Observation:
    """This will keep what the paper really says. The earlier row stays.

    Args:
        observed: what the paper says, with the row that it `corrects`.
    Raises:
        NotForADirector: the row has a signature, or its assessor is here to correct it.
        NotTheirAssessor, ObservationRefused, RuleBroken: as `require_admitted`.
        ReasonMissing, MarksRefused: the reason is missing or could name a patient.
        CorrectedAlready: a later row put it right.
    """
    earlier = _earlier(observed, at)
    require_reason(reason, earlier.person, by)
    require_admitted(earlier.person, observed, by=by, at=at)
    with transaction.atomic():
        hold_still(earlier.person)
        _refuse_twice(earlier)
        row = keep_observation(earlier.person, observed, by=by, at=at)
        kept = PaperCorrection.objects.create(
            observation=row, reason=reason.strip(), by=by, at=at
        )
        audit.append(
            "PAPER-PUT-RIGHT",
            by=by,
            at=at,
            about=row,
            corrects=earlier.pk,
            reason=audit.keyed_digest(kept.reason),
        )
        tell_of_fail(row)
    return row


def is_for_a_director(row: Observation, at: datetime.datetime) -> bool:
    """Whether it came in on paper from somebody who is no assessor here any more."""
    is_on_paper = not hasattr(row, "detail")
    return is_on_paper and not person_has_role(
        row.assessor, row.clinic, Role.ASSESSOR, at
    )


def _earlier(observed: Observed, at: datetime.datetime) -> Observation:
    earlier = observed.corrects
    if earlier is None or not is_for_a_director(earlier, at):
        raise NotForADirector(
            _("The assessor still works here, and puts this rating right.")
        )
    if observed.assessor != earlier.assessor or observed.clinic != earlier.clinic:
        raise NotForADirector(_("It stays the rating of the same assessor."))
    return earlier


def _refuse_twice(row: Observation) -> None:
    if Observation.objects.filter(corrects=row).exists():
        raise CorrectedAlready(
            _("This was put right already. Put the newer one right instead.")
        )
