"""Rule R-41: founding appointees do not rate each other exclusively.

A new clinic begins with people whose level nobody there has observed. They may rate
everybody, each other too; but what one of them is granted next needs to have been
seen by at least one assessor whose Endorsement S is not itself such an appointment.
"""

import datetime
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from certificates.models import Application, Credential, CredentialType
from certificates.requirements.tree import leaves
from home.errors import RuleBroken
from home.models import Clinic, Person

KINDS = (CredentialType.L3, CredentialType.T, CredentialType.S)
FOUNDING = Credential.Basis.FOUNDING


class FoundersOnly(RuleBroken):
    """Only founding appointees rated a founding appointee."""

    code = "RATED-BY-FOUNDERS-ONLY"


def require_outside_rating(application: Application) -> None:
    """This will refuse L3, T or S to a founding appointee rated only by the like.

    What was rated on the forms that the requirement set asks for counts; a set that
    asks for no observed session rests on no rating.

    Raises:
        FoundersOnly: nobody else rated.
    Source: rule R-41 of the curriculum.
    """
    if application.credential_type not in KINDS:
        return
    if not is_founder(application.person, application.clinic):
        return
    rated = _ratings(application)
    if rated and all(_was_founding(application.clinic, *one) for one in rated):
        raise FoundersOnly(
            _(
                "%(name)s holds a founding appointment, and so does everybody who "
                "rated them. At least one observed session has to be rated by "
                "somebody whose Endorsement S is not a founding appointment."
            )
            % {"name": application.person.name}
        )


def is_founder(person: Person, clinic: Clinic) -> bool:
    """This will say whether somebody ever held a founding appointment there."""
    rows = Credential.objects.filter(person=person, clinic=clinic)
    return rows.filter(basis=FOUNDING).exists()


def _ratings(application: Application) -> set[tuple[str, datetime.date]]:
    """Who rated, and on which day, on the forms that are asked for."""
    asked = leaves(application.requirement_set.tree)
    forms = {leaf["form"] for leaf in asked if "form" in leaf}
    return {_told(row) for row in _observed(application) if row["form"] in forms}


def _observed(application: Application) -> list[Mapping[str, Any]]:
    return application.dossier.get("observations", [])


def _told(row: Mapping[str, Any]) -> tuple[str, datetime.date]:
    return row["assessor"]["id"], datetime.date.fromisoformat(row["on"])


def _was_founding(clinic: Clinic, assessor: str, day: datetime.date) -> bool:
    """Whether all that the assessor's S rested on that day was an appointment.

    Somebody of whom no S is on record rated elsewhere: they are not of the founders.
    """
    rows = Credential.objects.filter(
        person=UUID(assessor),
        clinic=clinic,
        type=CredentialType.S,
        valid_from__lte=day,
        valid_to__gte=day,
    )
    bases = {row.basis for row in rows}
    return bases == {FOUNDING}
