"""What an assessor saw: rated by domain, kept for good, corrected by a new row."""

import datetime
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from home.actions import audit
from home.errors import NotAllowed, RuleBroken
from home.models import Clinic, DeclaredRelationship, Person, Role
from home.selectors import clinics_where, memberships_of
from modules.models import Observation, PracticumForm
from modules.session_codes import validate_session_code

LEVELS = range(1, 6)
_Kind = Observation.SessionKind

# What is watched on each of the starter forms; a form of the clinic's own, anything.
KINDS: dict[str, tuple[str, ...]] = {
    "PI": (_Kind.PREPARATION, _Kind.INTEGRATION),
    "MS": (_Kind.MEDICATION,),
    "CT": (_Kind.CO_THERAPY,),
}


class NotTheirAssessor(NotAllowed):
    """This person may not rate that person; the message says why."""

    code = "PRACTICUM-NOT-THEIR-ASSESSOR"


class ObservationRefused(RuleBroken):
    """What was entered cannot stand."""

    code = "PRACTICUM-REFUSED"
    status = 422


class RecordedAlready(RuleBroken):
    """The same assessor has rated this person on this form for this session."""

    code = "PRACTICUM-RECORDED"


@dataclass(frozen=True)
class Observed:
    """What the assessor enters.

    Args:
        observed_on: the day of the session, by the clinic's calendar.
        ratings: a level of 1 to 5 for every domain of the form, by its code.
        had_critical_fail: the ratings are kept, and the session counts for nothing.
    """

    form: PracticumForm
    clinic: Clinic
    kind: str
    supervision: str
    session_code: str
    observed_on: datetime.date
    ratings: dict[str, int]
    had_critical_fail: bool


def record_observation(
    person: Person, observed: Observed, *, by: Person, at: datetime.datetime
) -> Observation:
    """This will keep one observed session with the form as it stands today.

    Whether the assessor holds the endorsement is judged where credentials are.

    Raises:
        NotTheirAssessor: no assessor at this clinic, oneself, somebody who does not
            work there, or a declared relationship between the two.
        ObservationRefused: a rating is missing, the day is to come, the code could
            name a patient, or the kind of session does not suit the form.
        RecordedAlready: it was entered before.
    Source: rule R-08 of the curriculum.
    """
    refuse_unless_assessor(person, observed.clinic, by=by, at=at)
    _check(observed, at)
    with transaction.atomic():
        # A form that is sent twice waits here and finds the first one's row.
        Person.objects.select_for_update(no_key=True).get(pk=person.pk)
        _refuse_twice(person, observed, by)
        observation = _keep(person, observed, by, at)
        audit.append(
            "OBSERVATION-RECORDED",
            by=by,
            at=at,
            about=observation,
            person=person.pk,
            form=observed.form.code,
            critical_fail=observed.had_critical_fail,
        )
    return observation


def refuse_unless_assessor(
    person: Person, clinic: Clinic, *, by: Person, at: datetime.datetime
) -> None:
    """This will stop anybody who may not rate this person at this clinic.

    Raises:
        NotTheirAssessor: with the reason.
    """
    if by.pk == person.pk:
        raise NotTheirAssessor(_("Nobody rates themselves."))
    if clinic not in clinics_where(by, {Role.ASSESSOR}, at):
        raise NotTheirAssessor(_("You are not an assessor at this clinic."))
    if clinic.pk not in {row.clinic_id for row in memberships_of(person, at)}:
        raise NotTheirAssessor(_("This person does not work at this clinic."))
    ties = DeclaredRelationship.objects.filter(
        Q(one=by, other=person) | Q(one=person, other=by)
    )
    if ties.exists():
        raise NotTheirAssessor(
            _("A declared relationship stands between you. Another assessor rates.")
        )


def kinds_of(form_code: str) -> tuple[str, ...]:
    """This will tell which kinds of session are watched on a form."""
    return KINDS.get(form_code, tuple(_Kind.values))


def _keep(
    person: Person, observed: Observed, by: Person, at: datetime.datetime
) -> Observation:
    return Observation.objects.create(
        person=person,
        assessor=by,
        clinic=observed.clinic,
        form_code=observed.form.code,
        form_content=observed.form.content,
        kind=observed.kind,
        supervision=observed.supervision,
        session_code=observed.session_code,
        observed_on=observed.observed_on,
        ratings=observed.ratings,
        had_critical_fail=observed.had_critical_fail,
        recorded_at=at,
    )


def _check(observed: Observed, at: datetime.datetime) -> None:
    domains = {domain["code"] for domain in observed.form.content["domains"]}
    levels = observed.ratings.values()
    if set(observed.ratings) != domains or not all(
        type(level) is int and level in LEVELS for level in levels
    ):
        raise ObservationRefused(_("Every domain needs a level from 1 to 5."))
    if observed.kind not in kinds_of(observed.form.code):
        raise ObservationRefused(_("This form is not for that kind of session."))
    if observed.supervision not in Observation.Supervision.values:
        raise ObservationRefused(_("Say who supervised."))
    if observed.observed_on > observed.clinic.day_of(at):
        raise ObservationRefused(_("The session cannot be in the future."))
    try:
        validate_session_code(observed.session_code)
    except ValidationError as error:
        raise ObservationRefused(error.messages[0]) from error


def _refuse_twice(person: Person, observed: Observed, by: Person) -> None:
    earlier = Observation.objects.filter(
        person=person,
        assessor=by,
        form_code=observed.form.code,
        kind=observed.kind,
        session_code=observed.session_code,
        corrected_by__isnull=True,
    )
    if earlier.exists():
        raise RecordedAlready(
            _("You have recorded this session for this person already.")
        )
