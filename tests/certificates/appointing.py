"""A founding appointment as the tests make it."""

from dataclasses import replace

from certificates.actions.founding import (
    Appointment,
    appoint_founder,
)
from certificates.models import (
    Certificate,
    CredentialEvent,
    FoundingAppointment,
    Signature,
)
from home.models import AuditEntry
from tests.cast import NOW
from tests.certificates.roster import days
from tests.certificates.signing import signing

TODAY = NOW.date()
APPOINTMENT = Appointment(
    type="L3",
    experience="Six years of ketamine work at a hospital clinic, 240 sessions led.",
    reviewer_name="Prof. Ilse Winter",
    reviewer_organisation="Harbor Teaching Hospital",
    reviewed_on=TODAY - days(12),
)
ASKED = {
    "leaf": "observations",
    "form": "MS",
    "kinds": ["MEDICATION"],
    "count": 1,
    "mark": "POL",
}


def appoint(person, clinic, by, at=NOW, **changes):
    told = replace(APPOINTMENT, **changes)
    return appoint_founder(person, clinic, told, signer=signing(by, at))


def nothing_but(*codes):
    """Refusals were logged, and nothing else happened."""
    told = [(row.action, row.facts) for row in AuditEntry.objects.order_by("id")]
    wanted = [
        ("DENIED", {"attempt": "FOUNDING-APPOINT", "code": code}) for code in codes
    ]
    others = (FoundingAppointment, Signature, CredentialEvent, Certificate)
    return told == wanted and not any(model.objects.exists() for model in others)
