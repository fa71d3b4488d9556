"""What was signed about an application."""

from django.db.models import QuerySet

from certificates.models import Application, Credential, Signature
from home.models import Person


def signatures_of(application: Application) -> QuerySet[Signature]:
    """This will give every signature under an application, oldest first."""
    rows = Signature.objects.filter(
        subject_kind=Application._meta.label, subject_id=str(application.pk)
    )
    return rows.order_by("at", "id")


def first_signature_of(application: Application) -> Signature | None:
    """This will find the first of two signatures, while the second is awaited."""
    if application.first_by_id is None or application.first_at is None:
        return None
    rows = signatures_of(application).select_related("clinic", "by")
    return rows.filter(by=application.first_by_id, at=application.first_at).last()


def first_signers_of(application: Application) -> QuerySet[Person]:
    """This will give who signed first, as it stands now: one or none."""
    rows = Application.objects.filter(pk=application.pk, first_by__isnull=False)
    return Person.objects.filter(pk__in=rows.values("first_by"))


def signed_before_hearing(application: Application) -> set:
    """This will collect who signed anything up to the hearing that opened it again.

    Empty for an application that was never opened again.
    """
    if application.heard_at is None:
        return set()
    rows = signatures_of(application).filter(at__lte=application.heard_at)
    return set(rows.values_list("by", flat=True))


def shown_of_credential(credential: Credential) -> dict[str, str]:
    """This will give what whoever decides about one credential has in view."""
    return {
        "credential": str(credential.pk),
        "person": credential.person.name,
        "clinic": credential.clinic.name,
        "type": credential.type,
        "target": credential.target,
        "state": credential.state,
        "basis": credential.basis,
        "valid_from": credential.valid_from.isoformat(),
        "valid_to": credential.valid_to.isoformat(),
    }
