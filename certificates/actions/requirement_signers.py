"""Who may bring a version into force, or retire it: another hand than wrote it."""

from django.utils.translation import gettext as _

from certificates.models import RequirementSet
from certificates.selectors.activation import Preview
from home.errors import NotAllowed
from home.models import AuditEntry, Person, Role

SIGNERS = (Role.CLINICAL_DIRECTOR, Role.MEDICAL_DIRECTOR)
WRITTEN = ("REQUIREMENTS-DRAFTED", "REQUIREMENTS-EDITED")


def why_not_sign(row: RequirementSet, preview: Preview, person: Person) -> str:
    """This will say why somebody cannot sign for a version; empty when they can.

    Args:
        row: the draft that comes into force, or the clinic's version that is retired.
        preview: whom that would touch.
    """
    if _has_written(row, person):
        return _(
            "You wrote on this version. Another clinical director, or a medical "
            "director, signs for it."
        )
    if str(person.pk) in {one.person_id for one in preview.gains}:
        return _("You would gain by it yourself. Another director signs for it.")
    return ""


def require_other_hand(row: RequirementSet, preview: Preview, person: Person) -> None:
    """This will refuse whoever wrote on a version, or would gain by the change.

    Raises:
        NotAllowed: they did, or would.
    """
    reason = why_not_sign(row, preview, person)
    if reason:
        raise NotAllowed(reason)


def _has_written(row: RequirementSet, person: Person) -> bool:
    """The row keeps the last one only; the log keeps all who ever edited it."""
    told = AuditEntry.objects.filter(
        subject_kind=row._meta.label, subject_id=str(row.pk), action__in=WRITTEN
    )
    return row.edited_by_id == person.pk or told.filter(by=person.pk).exists()
