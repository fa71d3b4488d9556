"""The first of two signatures: whether it stands when the second one signs."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from certificates.actions.signatures import (
    Signer,
    require_apart,
    require_no_hand_in,
    require_not_suspended,
)
from certificates.models import Signature
from certificates.permissions import are_related
from certificates.selectors.judging import Judgement
from certificates.selectors.signed import first_signature_of
from home.errors import NotAllowed
from home.models import Clinic, Person, Role
from home.permissions import person_has_role


@dataclass(frozen=True)
class Matter:
    """What two people sign about.

    Args:
        dossiers: records of which neither may have a part.
    """

    clinic: Clinic
    about: Person
    at: datetime.datetime
    dossiers: Iterable[Mapping[str, Any]] = field(default=())


def standing_first(
    judged: Judgement, same: tuple[str, str], signer: Signer
) -> Signature | None:
    """This will give the first signature under an application, where it stands.

    Args:
        same: the meaning, and the digest of what is shown, as the second would sign.
    Raises:
        NotAllowed: it stands, and they are the same or somebody close.
    """
    first = first_signature_of(judged.application)
    if first is None or (first.meaning, first.subject_sha256) != same:
        return None
    if not could_still_sign(first.by, matter_of(judged, signer.at)):
        return None
    require_apart_from_first(signer.person, first.by)
    return first


def matter_of(judged: Judgement, at: datetime.datetime) -> Matter:
    """This will give what two people sign about an application."""
    row = judged.application
    return Matter(row.clinic, row.person, at, judged.dossiers)


def could_still_sign(first: Person, matter: Matter) -> bool:
    """This will say whether whoever signed first could sign first now as well."""
    if not person_has_role(first, matter.clinic, Role.CLINICAL_DIRECTOR, matter.at):
        return False
    try:
        require_apart(first, matter.about)
        require_not_suspended(first, matter.at)
        for seen in matter.dossiers:
            require_no_hand_in(seen, first)
    except NotAllowed:
        return False
    return True


def require_apart_from_first(second: Person, first: Person) -> None:
    """This will let nobody sign second after themselves, or after somebody close.

    Raises:
        NotAllowed: the same person, or one with a declared tie to them.
    """
    if first.pk == second.pk:
        raise NotAllowed(_("You signed first. Somebody else has to sign as well."))
    if are_related(first, second):
        raise NotAllowed(
            _(
                "You have a declared tie to whoever signed first. Somebody else has "
                "to sign second."
            )
        )
