"""Statements: something said about a person, in the words of the closed list."""

import datetime

from django.utils.translation import gettext as _

from certificates.actions.credentials import lock_people
from certificates.actions.grant_rules import require_at
from certificates.actions.signatures import require_apart, require_not_suspended
from certificates.models import Statement
from certificates.permissions import person_directs
from certificates.requirements.statements import DIRECTOR, SELF, words_of
from home.actions import audit
from home.actions.denials import refusals_logged
from home.errors import NotAllowed, RuleBroken
from home.models import Clinic, Person, Role
from home.permissions import person_has_role


class NotStatable(RuleBroken):
    """The list has no such statement for whoever would make it."""

    code = "STATEMENT-NOT-ON-THE-LIST"
    status = 422


@refusals_logged("STATE-ABOUT-SELF")
def state_about_self(
    person: Person, clinic: Clinic, code: str, *, by: Person, at: datetime.datetime
) -> Statement:
    """This will keep what somebody states about themselves at a clinic.

    The same statement twice on one day is one.

    Raises:
        NotAllowed: somebody else, or no therapist of the clinic.
        NotStatable: it is not theirs to state.
    """
    if by != person or not person_has_role(person, clinic, Role.THERAPIST, at):
        raise NotAllowed(_("Only a therapist of this clinic states this, themselves."))
    return _state(person, clinic, (code, SELF), by, at)


@refusals_logged("STATE-ABOUT-PERSON")
def state_about_person(
    person: Person, clinic: Clinic, code: str, *, by: Person, at: datetime.datetime
) -> Statement:
    """This will keep what a director states about somebody at their clinic.

    Raises:
        NotAllowed: not an independent clinical director of the clinic.
        NotAtThisClinic: the person has no role at the clinic today.
        NotStatable: it is not a director's to state.
    """
    if not person_directs(by, clinic, at):
        raise NotAllowed(_("Only a clinical director of this clinic can state this."))
    require_apart(by, person)
    require_not_suspended(by, at)
    require_at(clinic, person, at)
    return _state(person, clinic, (code, DIRECTOR), by, at)


def _state(
    person: Person,
    clinic: Clinic,
    what: tuple[str, str],
    by: Person,
    at: datetime.datetime,
) -> Statement:
    words, today = words_of(*what), clinic.day_of(at)
    if words is None:
        raise NotStatable(_("This is not on the list of what can be stated."))
    lock_people(person.pk)
    told = {"person": person, "clinic": clinic, "code": what[0], "by": by, "on": today}
    made = Statement.objects.filter(**told).first()
    if made:
        return made
    statement = Statement.objects.create(**told, words=words, recorded_at=at)
    audit.append(
        "STATEMENT-MADE",
        by=by,
        at=at,
        about=statement,
        person=person.pk,
        code=statement.code,
    )
    return statement
