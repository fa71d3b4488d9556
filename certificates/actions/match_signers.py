"""Who may sign about a match, and whether the first of two signatures still counts."""

import datetime

from django.utils.translation import gettext as _

from certificates.actions.first_signers import require_apart_from_first
from certificates.actions.signatures import require_apart, require_not_suspended
from certificates.models import ExclusionMatch, Signature
from home.errors import NotAllowed
from home.models import Person, Role
from home.permissions import person_has_role

FIRST = (Role.CLINICAL_DIRECTOR, Role.STAFF)
SECOND = (Role.CLINICAL_DIRECTOR,)


def first_roles(match: ExclusionMatch) -> tuple[Role, ...]:
    """This will give who may sign first: directors alone, once it was confirmed."""
    return SECOND if match.is_confirmed else FIRST


def first_still_counts(match: ExclusionMatch, at: datetime.datetime) -> bool:
    """This will say whether whoever signed first could do it now as well."""
    if match.proposed_at is None:
        return False
    given = Signature.objects.filter(
        subject_kind=ExclusionMatch._meta.label,
        subject_id=str(match.pk),
        meaning=Signature.Meaning.MATCH_PROPOSED,
        by=match.proposed_by_id,
        at=match.proposed_at,
    ).select_related("by", "clinic")
    signature = given.first()
    if signature is None:
        return False
    first, clinic = signature.by, signature.clinic
    roles = first_roles(match)
    if not any(person_has_role(first, clinic, role, at) for role in roles):
        return False
    try:
        require_apart(first, match.person)
        require_not_suspended(first, at)
    except NotAllowed:
        return False
    return True


def require_second(
    match: ExclusionMatch, second: Person, at: datetime.datetime
) -> None:
    """This will let somebody sign second only beside a first who could sign now.

    Raises:
        NotAllowed: the same person or one close to the first; or the first one lost
            the role, is suspended or close to the person by now.
    """
    if match.proposed_by is None:
        return
    if match.proposed_by_id == second.pk:
        raise NotAllowed(
            _("A second person has to agree: the first signature is yours.")
        )
    require_apart_from_first(second, match.proposed_by)
    if not first_still_counts(match, at):
        raise NotAllowed(
            _(
                "Whoever signed first could not sign now, so that signature does not "
                "count. Take it back, and somebody else signs first."
            )
        )
