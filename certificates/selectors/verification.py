"""What anybody who holds a certificate's code may know about it."""

import datetime
from dataclasses import dataclass

from certificates.codes import normalised
from certificates.models import Certificate
from certificates.rules.live_states import LiveState, live_state
from certificates.selectors.suspensions import open_suspensions


@dataclass(frozen=True)
class Answer:
    """Holder, credential, clinic, dates and standing. Nothing else, ever."""

    state: LiveState
    holder: str
    credential: str
    clinic: str
    awarded_on: datetime.date
    valid_from: datetime.date
    valid_to: datetime.date
    checked_on: datetime.date

    def as_json(self) -> dict[str, str]:
        """This will give the answer as other systems read it."""
        return {name: str(value) for name, value in vars(self).items()}


def certificate_by_code(typed: str) -> Certificate | None:
    """This will find a certificate by its code, however it was typed."""
    code = normalised(typed)
    rows = Certificate.objects.select_related(
        "credential__clinic", "credential__person"
    )
    return rows.filter(code=code).first() if code else None


def verify(typed: str, at: datetime.datetime) -> Answer | None:
    """This will answer for a code; None when no certificate has it.

    The words are those on the paper; the standing is that of this moment.
    """
    certificate = certificate_by_code(typed)
    if certificate is None:
        return None
    credential, printed = certificate.credential, certificate.snapshot
    today = credential.clinic.day_of(at)
    return Answer(
        state=_state(certificate, today, at),
        holder=printed["holder_name"],
        credential=printed["credential_title"],
        clinic=printed["clinic_name"],
        awarded_on=datetime.date.fromisoformat(printed["awarded_on"]),
        valid_from=credential.valid_from,
        valid_to=credential.valid_to,
        checked_on=today,
    )


def _state(certificate: Certificate, today, at) -> LiveState:
    credential = certificate.credential
    later = Certificate.objects.filter(
        credential=credential, issued_at__gt=certificate.issued_at
    )
    found = live_state(
        credential.state,
        (credential.valid_from, credential.valid_to),
        today=today,
        is_suspended=open_suspensions(
            credential.person, credential.clinic, at
        ).exists(),
    )
    stands = found in (LiveState.VALID, LiveState.PROVISIONAL)
    reissued = stands and later.exists()
    return LiveState.SUPERSEDED if reissued else found
