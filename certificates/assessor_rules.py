"""Rule R-08: whoever rates holds Endorsement S together with L3.

It is asked once, when an observed session is entered, and for the day of the session.
Judging a requirement does not ask again: what was seen by somebody who was an
assessor then still counts after their endorsement has ended.
"""

import datetime

from django.utils.translation import gettext as _

from certificates.clearance.days import in_words
from certificates.models import Credential, CredentialType, Suspension
from certificates.selectors.person_files import is_open
from home.errors import NotAllowed
from home.models import Clinic, Person

NEEDED = (CredentialType.S, CredentialType.L3)
# What was taken away since is not trusted for a form that comes in late.
TAKEN = (Credential.State.SUSPENDED, Credential.State.REVOKED)


class AssessorNotEndorsed(NotAllowed):
    """The assessor did not hold what rating asks for; the message says what."""

    code = "ASSESSOR-NOT-ENDORSED"


def require_endorsement(
    assessor: Person, clinic: Clinic, day: datetime.date, at: datetime.datetime
) -> None:
    """This will stop an assessor without Endorsement S and L3 at the clinic.

    Args:
        day: when the session was; both have to be active and in date then.
        at: the moment of entering; neither may be suspended or revoked by then.
    Raises:
        AssessorNotEndorsed: with what is missing.
    Source: rule R-08 of the curriculum.
    """
    if _is_suspended(assessor, clinic, day, at):
        raise AssessorNotEndorsed(
            _(
                "A suspension of %(name)s is open, or was on the day of the session. "
                "A clinical director decides how it is settled; until then another "
                "assessor rates."
            )
            % {"name": assessor.name}
        )
    held = _held_on(assessor, clinic, day)
    missing = [type_ for type_ in NEEDED if type_ not in held]
    if missing:
        raise AssessorNotEndorsed(
            _(
                "%(name)s does not hold “%(missing)s” at this clinic on %(day)s. "
                "Whoever rates holds Endorsement S and L3 on the day of the session. "
                "Check the day, or have a session observed by somebody who holds both."
            )
            % {
                "name": assessor.name,
                "missing": "”, “".join(str(type_.label) for type_ in missing),
                "day": in_words(day),
            }
        )


def _held_on(person: Person, clinic: Clinic, day: datetime.date) -> set[str]:
    rows = Credential.objects.filter(
        person=person,
        clinic=clinic,
        type__in=NEEDED,
        valid_from__lte=day,
        valid_to__gte=day,
    )
    kept = rows.exclude(state__in=TAKEN).prefetch_related("events")
    return {row.type for row in kept if _was_active(row, clinic, day)}


def _was_active(credential: Credential, clinic: Clinic, day: datetime.date) -> bool:
    """Tell by its events. One entered from a roster stood before as it came."""
    events = list(credential.events.all())
    states = [row.to_state for row in events if clinic.day_of(row.at) <= day]
    first = events[0].to_state if events else credential.state
    return (states[-1] if states else first) == Credential.State.ACTIVE


def _is_suspended(
    person: Person, clinic: Clinic, day: datetime.date, at: datetime.datetime
) -> bool:
    """Whether one that covers the clinic stands now, or stood when the day ended."""
    rows = [
        row
        for row in Suspension.objects.filter(person=person)
        if row.clinic_id in (None, clinic.pk)
    ]
    return any(is_open(row, at) or _stood_on(row, clinic, day) for row in rows)


def _stood_on(row: Suspension, clinic: Clinic, day: datetime.date) -> bool:
    lifted = row.lifted_at and clinic.day_of(row.lifted_at)
    return clinic.day_of(row.starts_at) <= day and (lifted is None or day < lifted)
