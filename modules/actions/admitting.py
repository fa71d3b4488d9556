"""Whether a session may be rated: by whom, of whom, on which form, on which day."""

import datetime
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from home.errors import NotAllowed, RuleBroken
from home.models import Clinic, DeclaredRelationship, Membership, Person, Role
from home.permissions import person_has_role
from home.selectors import memberships_of
from modules.assessor_rules import require_all
from modules.models import Observation, PracticumForm
from modules.session_codes import validate_session_code

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


@dataclass(frozen=True)
class Observed:
    """What the assessor saw, entered by them or from their paper form.

    Args:
        assessor: who rated, whoever enters it.
        observed_on: the day of the session, by the clinic's calendar.
        ratings: a level of 1 to 5 for every domain of the form, by its code.
            None is left out only where a critical fail stopped the rating.
        had_critical_fail: whatever was rated is kept, and the session counts for
            nothing.
        corrects: the observation that it puts right; None for a first one.
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
    corrects: Observation | None = None


def require_admitted(
    person: Person, observed: Observed, *, by: Person, at: datetime.datetime
) -> None:
    """This will ask everything about a rated session but the rating itself.

    Raises:
        NotTheirAssessor: entered by anybody else or about oneself; rated by somebody
            who was no assessor here that day, by oneself or with a declared
            relationship; or the person does not work here.
        ObservationRefused: the day is to come, the code could name a patient, or the
            kind of session does not suit the form.
        RuleBroken: an added rule refuses the assessor.
    Source: rule R-08 of the curriculum.
    """
    _refuse_other_hands(person, observed, by, at)
    refuse_unless_apart(person, observed.assessor, observed.clinic, at=at)
    refuse_strange_session(observed, at)
    if observed.supervision not in Observation.Supervision.values:
        raise ObservationRefused(_("Say how the session was supervised."))
    _refuse_unless_in_role(observed)
    require_all(observed.assessor, observed.clinic, observed.observed_on, at)


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


def refuse_strange_session(observed: Observed, at: datetime.datetime) -> None:
    """This will refuse a session that cannot have been watched on this form.

    Raises:
        ObservationRefused: with the reason.
    """
    if observed.kind not in kinds_of(observed.form.code):
        raise ObservationRefused(
            _("This form is not for that kind of session. Choose another form.")
        )
    if observed.observed_on > observed.clinic.day_of(at):
        raise ObservationRefused(
            _("The session cannot be in the future. Check the day.")
        )
    try:
        validate_session_code(observed.session_code)
    except ValidationError as error:
        raise ObservationRefused(error.messages[0]) from error


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
