"""Credentials entered from a roster by one director, until another confirms them."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from certificates.models import Credential, Signature
from certificates.selectors.signed import shown_of_credential
from home.models import Clinic

ENTERED = Signature.Meaning.ENTERED


def shown_of_entry(credential: Credential, source: str) -> dict[str, Any]:
    """This will give what both who sign an entry have in view, as plain data."""
    return {**shown_of_credential(credential), "source": source}


def first_entry_of(credential: Credential) -> Signature | None:
    """This will find the signature of whoever entered it; None when nobody did."""
    rows = Signature.objects.filter(
        subject_kind=credential._meta.label,
        subject_id=str(credential.pk),
        meaning=ENTERED,
    )
    return rows.order_by("at", "pk").select_related("by").first()


def first_hands(rows: Iterable[Credential]) -> dict[str, Any]:
    """This will tell who signed first for each of these, by the credential's id."""
    ids = [str(row.pk) for row in rows]
    signed = Signature.objects.filter(
        subject_kind=Credential._meta.label, subject_id__in=ids, meaning=ENTERED
    )
    return dict(signed.order_by("-at").values_list("subject_id", "by"))


def unconfirmed(clinics: Iterable[Clinic]) -> QuerySet[Credential]:
    """This will give what came with a roster and waits for a second director."""
    rows = Credential.objects.filter(clinic__in=clinics, basis=Credential.Basis.ROSTER)
    # Once its certificate is issued nothing waits: it was entered as provisional.
    rows = rows.filter(
        state=Credential.State.PROVISIONAL,
        certificates__isnull=True,
    )
    return rows.select_related("person", "clinic").order_by("awarded_at", "pk")
