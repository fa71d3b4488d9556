"""Entering an observed session from the assessor's form (R-07, R-08)."""

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from certificates.models import Credential, CredentialType
from certificates.models.sessions import OPAQUE_CODE
from certificates.permissions import are_related, person_directs
from home.actions import audit
from home.errors import NotAllowed, RuleBroken
from home.models import Clinic, Person, Role
from home.permissions import person_has_role
from modules.models import Observation, PracticumForm

Moment = datetime.datetime


class NotAnAssessor(RuleBroken):
    """The person named may not rate this therapist."""

    code = "NOT-AN-ASSESSOR"
    status = 400


class FormIncomplete(RuleBroken):
    """A rating is missing or is none of the form's levels; or the day is to come."""

    code = "OBSERVATION-INCOMPLETE"
    status = 400


@dataclass(frozen=True)
class ObservationEntry:
    """What an assessor wrote down. `ratings` gives a level 1 to 5 for each domain."""

    clinic: Clinic
    assessor: Person
    form: PracticumForm
    kind: str
    session_code: str
    observed_on: datetime.date
    ratings: dict[str, int]
    supervision: str = Observation.Supervision.DIRECT
    had_critical_fail: bool = False


@transaction.atomic
def record_observation(
    person: Person, entry: ObservationEntry, *, by: Person, at: Moment
) -> Observation:
    """This will put an observed session into somebody's file.

    It is entered by the assessor or, from a paper form, by a clinical director.

    Raises:
        NotAllowed: entered by somebody else, or about oneself.
        NotAnAssessor: whoever rated holds no Endorsement S here, or is tied to the
            person.
        FormIncomplete: not every domain has a level, or the day is to come.
        ValidationError: the session code is none.
    """
    _require_scribe(person, entry, by, at)
    _require_assessor(person, entry, at)
    _require_complete(entry, at)
    OPAQUE_CODE(entry.session_code)
    observation = _create(person, entry, at)
    audit.append(
        "OBSERVATION-RECORDED",
        by=by,
        at=at,
        about=observation,
        person=person.pk,
        assessor=entry.assessor.pk,
    )
    return observation


def domain_codes(form: PracticumForm) -> list[str]:
    """This will list the codes of a form's domains, in order."""
    return [domain["code"] for domain in form.content.get("domains", [])]


def holds_assessor_endorsement(
    person: Person, clinic: Clinic, today: datetime.date
) -> bool:
    """This will say whether somebody may rate at the clinic on a day."""
    return Credential.objects.filter(
        person=person,
        clinic=clinic,
        type=CredentialType.S,
        state=Credential.State.ACTIVE,
        valid_from__lte=today,
        valid_to__gte=today,
    ).exists()


def _create(person: Person, entry: ObservationEntry, at: Moment) -> Observation:
    return Observation.objects.create(
        person=person,
        assessor=entry.assessor,
        clinic=entry.clinic,
        form_code=entry.form.code,
        form_content=entry.form.content,
        kind=entry.kind,
        supervision=entry.supervision,
        session_code=entry.session_code,
        observed_on=entry.observed_on,
        ratings=entry.ratings,
        had_critical_fail=entry.had_critical_fail,
        recorded_at=at,
    )


def _require_scribe(person, entry: ObservationEntry, by: Person, at: Moment) -> None:
    is_director = person_directs(by, entry.clinic, at)
    is_assessor = by == entry.assessor
    if by == person or not (is_director or is_assessor):
        raise NotAllowed(_("Only the assessor or a clinical director can enter this."))


def _require_assessor(person: Person, entry: ObservationEntry, at: Moment) -> None:
    assessor, clinic = entry.assessor, entry.clinic
    if assessor == person:
        raise NotAnAssessor(_("Nobody rates themselves."))
    today = clinic.day_of(at)
    if not (
        person_has_role(assessor, clinic, Role.ASSESSOR, at)
        and holds_assessor_endorsement(assessor, clinic, today)
    ):
        raise NotAnAssessor(
            _("An assessor of this clinic with Endorsement S has to rate.")
        )
    if are_related(assessor, person):
        raise NotAnAssessor(_("This assessor has a declared tie to the person rated."))


def _require_complete(entry: ObservationEntry, at: Moment) -> None:
    asked = domain_codes(entry.form)
    levels = entry.ratings.values()
    complete = set(entry.ratings) == set(asked) and bool(asked)
    if not complete or not all(level in range(1, 6) for level in levels):
        raise FormIncomplete(_("Every domain needs a level from 1 to 5."))
    if entry.observed_on > entry.clinic.day_of(at):
        raise FormIncomplete(_("This day has not come yet."))
