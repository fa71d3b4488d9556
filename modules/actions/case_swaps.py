"""Taking a parallel case instead of one. Nobody has to say why."""

import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from home.actions import audit
from home.errors import RuleBroken
from home.models import Person
from modules.models import CaseSwap, Enrolment, Scenario


class NoParallelCase(RuleBroken):
    """There is no other case that this person could take."""

    code = "CASE-NO-PARALLEL"


def swap_case(scenario: Scenario, *, by: Person, at: datetime.datetime) -> Scenario:
    """This will give the person the next parallel case; the choice stands.

    Returns: the case to take instead, the same however often it is asked.
    Raises:
        NoParallelCase: there is none, each was handed back, or the part was not begun.
    """
    with transaction.atomic():
        Person.objects.select_for_update(no_key=True).get(pk=by.pk)
        swaps = dict(
            CaseSwap.objects.filter(person=by).values_list("scenario", "instead")
        )
        if scenario.pk in swaps:
            return Scenario.objects.get(pk=swaps[scenario.pk])
        instead = parallels_of(scenario).exclude(pk__in=swaps).first()
        begun = Enrolment.objects.filter(person=by, track_code=scenario.track_code)
        if instead is None or not begun.exists():
            raise NoParallelCase(
                _(
                    "There is no other case to take instead yet. Tell your clinical "
                    "director that you would like another one; you need not say why."
                )
            )
        swap = CaseSwap.objects.create(
            person=by, scenario=scenario, instead=instead, at=at
        )
        audit.append(
            "CASE-SWAPPED",
            by=by,
            at=at,
            about=swap,
            case=audit.code_or_digest(scenario.code),
            instead=audit.code_or_digest(instead.code),
        )
    return instead


def parallels_of(scenario: Scenario):
    """This will give the other cases that stand for the same, in order."""
    group = scenario.group
    same = Scenario.objects.filter(Q(pk=group) | Q(parallel_to=group))
    return same.filter(track_code=scenario.track_code).exclude(pk=scenario.pk)
