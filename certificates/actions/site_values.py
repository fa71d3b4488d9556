"""The values without which no medication session opens at a clinic."""

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from certificates.models import SiteValues
from home.actions import audit
from home.errors import NotAllowed
from home.models import Clinic, Person, Role
from home.permissions import person_has_role


@dataclass(frozen=True)
class Values:
    """What the medical director decides for one clinic."""

    bp_review: str
    bp_stop: str
    observe_minutes: int
    release_criteria: str


@transaction.atomic
def set_site_values(
    clinic: Clinic, values: Values, *, by: Person, at: datetime.datetime
) -> SiteValues:
    """This will set a clinic's values from today; the ones before stay on record.

    Raises:
        NotAllowed: not a medical director of the clinic.
    """
    if not person_has_role(by, clinic, Role.MEDICAL_DIRECTOR, at):
        raise NotAllowed(_("Only a medical director of this clinic can set these."))
    row = SiteValues.objects.create(
        clinic=clinic,
        set_on=clinic.day_of(at),
        set_by=by,
        recorded_at=at,
        **vars(values),
    )
    audit.append("SITE-VALUES-SET", by=by, at=at, about=row)
    return row
