"""One more attempt after the last: a clinical director opens it, and says why."""

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from home.actions import audit
from home.errors import NotAllowed, RuleBroken
from home.models import Clinic, Person, Role
from home.patient_words import patient_words_in
from home.permissions import person_has_role
from home.selectors import memberships_of
from modules.models import Assessment, AttemptUnlock
from modules.models.assessments import LONGEST_REASON
from modules.selectors.assessments import standing_of


class NotTheirsToOpen(NotAllowed):
    """This person may not open an attempt for that one; the message says why."""

    code = "UNLOCK-NOT-THEIRS"


class NothingToOpen(RuleBroken):
    """The person has attempts left, has passed, or one was opened already."""

    code = "UNLOCK-NOT-WAITING"


class ReasonRefused(RuleBroken):
    """What was written cannot stand."""

    code = "UNLOCK-REASON-REFUSED"
    status = 422


@dataclass(frozen=True)
class Opening:
    """Whose next attempt is opened, of what, where and why."""

    person: Person
    assessment: Assessment
    clinic: Clinic
    reason: str


def unlock_attempt(
    opening: Opening, *, by: Person, at: datetime.datetime
) -> AttemptUnlock:
    """This will open one more attempt for somebody who has used them all.

    Raises:
        NotTheirsToOpen: by the person themselves, or not a clinical director of a
            clinic where the person has a role today.
        NothingToOpen: nothing waits to be opened.
        ReasonRefused: no reason, too long a one, or words about a patient.
    """
    person, clinic = opening.person, opening.clinic
    _require_theirs(person, clinic, by, at)
    reason = _fit_to_keep(opening.reason, person.name, by.name)
    with transaction.atomic():
        Person.objects.select_for_update(no_key=True).get(pk=person.pk)
        if not standing_of(person, opening.assessment, at).is_locked:
            raise NothingToOpen(
                _("%(name)s can begin this assessment without it.")
                % {"name": person.name}
            )
        unlock = AttemptUnlock.objects.create(
            person=person,
            assessment=opening.assessment,
            clinic=clinic,
            by=by,
            reason=reason,
            at=at,
        )
        audit.append(
            "ATTEMPT-UNLOCKED",
            by=by,
            at=at,
            about=unlock,
            person=person.pk,
            assessment=opening.assessment.pk,
        )
    return unlock


def _require_theirs(
    person: Person, clinic: Clinic, by: Person, at: datetime.datetime
) -> None:
    if by.pk == person.pk:
        raise NotTheirsToOpen(_("Nobody opens an attempt for themselves."))
    if not person_has_role(by, clinic, Role.CLINICAL_DIRECTOR, at):
        raise NotTheirsToOpen(
            _("Only a clinical director of this clinic opens an attempt.")
        )
    if clinic.pk not in {row.clinic_id for row in memberships_of(person, at)}:
        raise NotTheirsToOpen(_("This person has no role at this clinic today."))


def _fit_to_keep(reason: str, *names: str) -> str:
    reason = reason.strip()
    if not reason:
        raise ReasonRefused(_("Write the reason, in a sentence or two."))
    if len(reason) > LONGEST_REASON:
        words = _("This is too long. Keep it to %(most)d characters.")
        raise ReasonRefused(words % {"most": LONGEST_REASON})
    found = patient_words_in(reason, names)
    if found:
        raise ReasonRefused(" ".join(str(one) for one in found))
    return reason
