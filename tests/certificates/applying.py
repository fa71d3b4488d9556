"""Applications as the tests make, approve and count them."""

from certificates.actions.applications import approve_application
from certificates.models import (
    ApplicationEvent,
    Certificate,
    Credential,
    CredentialEvent,
    Signature,
)
from home.models import AuditEntry
from tests.cast import NOW
from tests.certificates.roster import days

ROWS = (
    ApplicationEvent,
    AuditEntry,
    Certificate,
    Credential,
    CredentialEvent,
    Signature,
)


def row_counts():
    return {model.__name__: model.objects.count() for model in ROWS}


def approve(application, by, **changes):
    told = {
        "by": by,
        "at": NOW + days(1),
        "shown_sha256": application.dossier_sha256,
    }
    return approve_application(application, **(told | changes))
