"""What a test entered past the log, bound as it stands, so that the log is sound."""

from django.apps import apps
from django.db import transaction

from certificates.models import Credential, CredentialEvent
from home.actions import audit
from home.sealing_standing import seal_standing
from tests.cast import NOW


def bind_what_stands() -> None:
    """This will tell how credentials came, and bind every row."""
    with transaction.atomic():
        for credential in Credential.objects.all():
            CredentialEvent.objects.create(
                credential=credential, to_state=credential.state, at=NOW
            )
            audit.append("CREDENTIAL-ENTERED", by=None, at=NOW, about=credential)
        seal_standing(apps, NOW)
