"""What an assessor saw: rated by domain, kept for good, corrected by a new row."""

import datetime
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from home.actions import audit
from home.errors import NotAllowed, RuleBroken
from home.models import Clinic, DeclaredRelationship, Membership, Person, Role
from home.permissions import person_has_role
from home.selectors import memberships_of
from modules.assessor_rules import require_all
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
    """What the assessor saw, entered by them or from their paper form.

    Args:
        assessor: who rated, whoever enters it.
        observed_on: the day of the session, by the clinic's calendar.
        ratings: a level of 1 to 5 for every domain of the form, by its code.
        had_critical_fail: the ratings are kept, and the session counts for nothing.
    """

    form: PracticumForm
    clinic: Clinic
    assessor: Person
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

    It is the only way in: for the assessor, and for a clinical director who enters
    the assessor's paper. Apps above add rules on the assessor (`assessor_rules`).

    Raises:
        NotTheirAssessor: entered by anybody else or about oneself; rated by somebody
            who was no assessor here that day, by oneself or with a declared
            relationship; or the person does not work here.
        ObservationRefused: a rating is missing, the day is to come, the code could
            name a patient, or the kind of session does not suit the form.
        RecordedAlready: it was entered before.
        RuleBroken: an added rule refuses the assessor.
    Source: rule R-08 of the curriculum.
    """
    _refuse_other_hands(person, observed, by, at)
    refuse_unless_apart(person, observed.assessor, observed.clinic, at=at)
    _check(observed, at)
    _refuse_unless_in_role(observed)
    require_all(observed.assessor, observed.clinic, observed.observed_on, at)
    with transaction.atomic():
        # A form that is sent twice waits here and finds the first one's row.
        Person.objects.select_for_update(no_key=True).get(pk=person.pk)
        _refuse_twice(person, observed)
        observation = _keep(person, observed, by, at)
        audit.append(
            "OBSERVATION-RECORDED",
            by=by,
            at=at,
            about=observation,
            person=person.pk,
            assessor=observed.assessor.pk,
            form=audit.code_or_digest(observed.form.code),
            critical_fail=observed.had_critical_fail,
        )
    return observation


def refuse_unless_apart(
    person: Person, assessor: Person, clinic: Clinic, *, at: datetime.datetime
) -> None:
    """This will stop an assessor who stands too near to the person, or elsewhere.

    Raises:
        NotTheirAssessor: with the reason.
    """
    if assessor.pk == person.pk:
        raise NotTheirAssessor(
            _("Nobody rates themselves. Ask another assessor to observe.")
        )
    if clinic.pk not in {row.clinic_id for row in memberships_of(person, at)}:
        raise NotTheirAssessor(
            _(
                "%(name)s does not work at this clinic today. Once a role here is on "
                "record, the session can be entered."
            )
            % {"name": person.name}
        )
    ties = DeclaredRelationship.objects.filter(
        Q(one=assessor, other=person) | Q(one=person, other=assessor)
    )
    if ties.exists():
        raise NotTheirAssessor(
            _(
                "A declared relationship stands between the assessor and the person "
                "observed. Another assessor has to observe."
            )
        )


def kinds_of(form_code: str) -> tuple[str, ...]:
    """This will tell which kinds of session are watched on a form."""
    return KINDS.get(form_code, tuple(_Kind.values))


def _refuse_other_hands(
    person: Person, observed: Observed, by: Person, at: datetime.datetime
) -> None:
    """Who may enter it. Whether the assessor may rate is asked apart from that."""
    if by == person:
        raise NotTheirAssessor(
            _("Nobody enters a session of their own. Ask the assessor to enter it.")
        )
    if by == observed.assessor:
        role = Role.ASSESSOR
        refusal = _(
            "You are not an assessor at this clinic today. A clinical director can "
            "enter the session from your paper."
        )
    else:
        role = Role.CLINICAL_DIRECTOR
        refusal = _(
            "Only the assessor or a clinical director of this clinic can enter this "
            "session. Ask one of them."
        )
    if not person_has_role(by, observed.clinic, role, at):
        raise NotTheirAssessor(refusal)


def _refuse_unless_in_role(observed: Observed) -> None:
    on_the_day = Membership.objects.in_force(observed.observed_on)
    if not on_the_day.filter(
        person=observed.assessor, clinic=observed.clinic, role=Role.ASSESSOR
    ).exists():
        raise NotTheirAssessor(
            _(
                "%(name)s was not an assessor at this clinic on the day of the "
                "session. Check the day, or have a session observed by one who is."
            )
            % {"name": observed.assessor.name}
        )


def _keep(
    person: Person, observed: Observed, by: Person, at: datetime.datetime
) -> Observation:
    return Observation.objects.create(
        person=person,
        assessor=observed.assessor,
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
        recorded_by=by,
    )


def _check(observed: Observed, at: datetime.datetime) -> None:
    domains = {domain["code"] for domain in observed.form.content["domains"]}
    levels = observed.ratings.values()
    if set(observed.ratings) != domains or not all(
        type(level) is int and level in LEVELS for level in levels
    ):
        raise ObservationRefused(
            _("Every domain needs a level from 1 to 5. Rate those that are left.")
        )
    if observed.kind not in kinds_of(observed.form.code):
        raise ObservationRefused(
            _("This form is not for that kind of session. Choose another form.")
        )
    if observed.supervision not in Observation.Supervision.values:
        raise ObservationRefused(_("Say how the session was supervised."))
    if observed.observed_on > observed.clinic.day_of(at):
        raise ObservationRefused(
            _("The session cannot be in the future. Check the day.")
        )
    try:
        validate_session_code(observed.session_code)
    except ValidationError as error:
        raise ObservationRefused(error.messages[0]) from error


def _refuse_twice(person: Person, observed: Observed) -> None:
    earlier = Observation.objects.filter(
        person=person,
        assessor=observed.assessor,
        form_code=observed.form.code,
        kind=observed.kind,
        session_code=observed.session_code,
        corrected_by__isnull=True,
    )
    if earlier.exists():
        raise RecordedAlready(
            _(
                "This assessor’s rating of this session is on record already. For "
                "another session, enter its own code."
            )
        )
