"""What an assessor saw: rated by domain, kept for good, corrected by a new row."""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from home.actions import audit
from home.errors import RuleBroken
from home.models import Person
from modules.actions.admitting import ObservationRefused, Observed, require_admitted
from modules.models import Observation
from modules.rating_rules import LEVELS
from modules.signals import critical_fail_recorded


class RecordedAlready(RuleBroken):
    """The same assessor has rated this person on this form for this session."""

    code = "PRACTICUM-RECORDED"


def record_observation(
    person: Person, observed: Observed, *, by: Person, at: datetime.datetime
) -> Observation:
    """This will keep an observed session, rated on paper, with the form as it stands.

    The assessor enters it, or a clinical director from the assessor's paper. What is
    rated on the page is signed instead (`sign_observation`). Apps above add rules on
    the assessor (`assessor_rules`) and hear of critical fails.

    Raises:
        NotTheirAssessor, ObservationRefused, RuleBroken: as `require_admitted`, and
            for a rating that is missing.
        RecordedAlready: it was entered before.
    """
    require_admitted(person, observed, by=by, at=at)
    with transaction.atomic():
        observation = keep_observation(person, observed, by=by, at=at)
        tell_of_fail(observation)
    return observation


def keep_observation(
    person: Person, observed: Observed, *, by: Person, at: datetime.datetime
) -> Observation:
    """This will keep an admitted session, inside the caller's transaction.

    Raises:
        ObservationRefused: a rating is missing.
        RecordedAlready: it was entered before.
    """
    _refuse_gaps(observed)
    hold_still(person)
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
        **({"corrects": observed.corrects.pk} if observed.corrects else {}),
    )
    return observation


def hold_still(person: Person) -> None:
    """This will let whoever keeps something of the same person wait.

    A form that is sent twice waits here and finds the first one's row.
    """
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)


def tell_of_fail(observation: Observation) -> None:
    """This will tell of a critical fail that no earlier row told of."""
    earlier = observation.corrects
    if observation.had_critical_fail and not (earlier and earlier.had_critical_fail):
        critical_fail_recorded.send(Observation, observation_id=observation.pk)


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
        corrects=observed.corrects,
    )


def _refuse_gaps(observed: Observed) -> None:
    """Every domain has its level, but where a critical fail stopped the rating."""
    domains = {domain["code"] for domain in observed.form.content["domains"]}
    rated, levels = set(observed.ratings), observed.ratings.values()
    is_whole = rated == domains or (observed.had_critical_fail and rated <= domains)
    if not is_whole or not all(
        type(level) is int and level in LEVELS for level in levels
    ):
        raise ObservationRefused(
            _("Every domain needs a level from 1 to 5. Rate those that are left.")
        )


def _refuse_twice(person: Person, observed: Observed) -> None:
    earlier = Observation.objects.filter(
        person=person,
        assessor=observed.assessor,
        form_code=observed.form.code,
        kind=observed.kind,
        session_code=observed.session_code,
        corrected_by__isnull=True,
    )
    if observed.corrects:
        earlier = earlier.exclude(pk=observed.corrects.pk)
    if earlier.exists():
        raise RecordedAlready(
            _(
                "This assessor’s rating of this session is on record already. For "
                "another session, enter its own code."
            )
        )
