"""Attesting: one person's word, on their own sign-in, that a step was done."""

import datetime

from django.utils.translation import gettext as _

from certificates.actions.session_actors import Actor, require_known, standing_of
from certificates.actions.session_events import hold_still
from certificates.actions.signatures import require_not_suspended
from certificates.models import Attestation, Session
from certificates.rules.attesting import ATTESTED, ONCE_A_DAY, is_needed_to_open
from home.actions import audit
from home.actions.denials import refusals_logged
from home.errors import NotAllowed, RuleBroken
from home.models import Person


class AttestationUnknown(RuleBroken):
    """The gate asks for no such step."""

    code = "ATTESTATION-UNKNOWN"
    status = 422


class AttestedTooEarlyOrLate(RuleBroken):
    """The step belongs to another part of the session."""

    code = "ATTESTATION-NOT-NOW"


class AlreadyAttested(RuleBroken):
    """It is counted, and this person has said it today."""

    code = "ATTESTATION-ALREADY-THERE"


@refusals_logged("SESSION-ATTEST")
def attest(
    session: Session, code: str, *, by: Person, at: datetime.datetime
) -> Attestation:
    """This will keep somebody's word that a step of a session was done.

    Args:
        at: the server's own moment; nobody attests for another day.
    Raises:
        SessionUnknown: it is another clinic's.
        AttestationUnknown: there is no such step.
        NotAllowed: it is not theirs to say; or they are suspended, for a step
            without which the session cannot begin.
        AttestedTooEarlyOrLate: the session has not come to it, or is past it.
        AlreadyAttested: it is counted, and they have said it today.
    """
    fresh = hold_still(session)
    require_known(Actor(by), fresh, at)
    _require_attester(fresh, code, by, at)
    _require_in_time(fresh, code)
    _require_not_twice(fresh, code, by, at)
    row = Attestation.objects.create(session=fresh, code=code, by=by, at=at)
    audit.append("ATTESTED", by=by, at=at, about=fresh, code=code, attestation=row.pk)
    return row


def _require_attester(session: Session, code: str, by: Person, at) -> None:
    if code not in ATTESTED:
        raise AttestationUnknown(_("The gate asks for no such step."))
    if not ATTESTED[code].may(standing_of(by, session, at)):
        raise NotAllowed(
            _("This is attested by %(who)s.") % {"who": ATTESTED[code].who}
        )
    # Whoever is suspended opens nothing, but the patient still goes home safely.
    if is_needed_to_open(code):
        require_not_suspended(by, at)


def _require_in_time(session: Session, code: str) -> None:
    if session.state not in ATTESTED[code].states:
        raise AttestedTooEarlyOrLate(
            _("This cannot be attested while the session is %(state)s.")
            % {"state": session.get_state_display().lower()}
        )


def _require_not_twice(session: Session, code: str, by: Person, at) -> None:
    if code not in ONCE_A_DAY:
        return
    said = session.attestations.filter(code=code, by=by, voided_at__isnull=True)
    days = {session.clinic.day_of(row.at) for row in said if row.at}
    if session.clinic.day_of(at) in days:
        raise AlreadyAttested(_("You have attested this today. It counts once."))
