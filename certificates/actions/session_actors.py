"""Who does something with a session: a person, or an outside system with its token."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from certificates.actions.clearance import Asker
from certificates.models import ApiToken, Session
from certificates.permissions import is_barred
from certificates.rules.attesting import Standing
from home.errors import NotAllowed, RuleBroken
from home.models import Clinic, Person, Role
from home.selectors import memberships_of

PLANNERS = frozenset(
    {Role.SCHEDULER, Role.CLINICAL_DIRECTOR, Role.MEDICAL_DIRECTOR},
)
DIRECTORS = frozenset({Role.CLINICAL_DIRECTOR, Role.MEDICAL_DIRECTOR})
# Those of the team who begin and end a session.
AT_THE_DOOR = frozenset({"lead", "co_therapist", "medical_clinician"})
BOOK = "book"


class SessionUnknown(RuleBroken):
    """No such session, as far as this person or system may know."""

    code = "SESSION-UNKNOWN"
    status = 404


@dataclass(frozen=True)
class Actor:
    """A person, or nobody but a token, which may plan and nothing else."""

    person: Person | None
    token: ApiToken | None = None

    def asker(self, clinic: Clinic, purpose: str) -> Asker:
        """This will give the actor as somebody who asks the gate."""
        if self.token:
            purpose = self.token.purpose
        return Asker(clinic, self.person, self.token, purpose)


def require_planner(actor: Actor, clinic: Clinic, at: datetime.datetime) -> None:
    """This will let only schedulers, directors and booking systems plan at a clinic.

    Raises:
        NotAllowed: another role, a director who is suspended, or a token that may
            not book, is of another clinic, has expired or was revoked.
    """
    if actor.token is not None:
        is_let = actor.person is None and _may_book(actor.token, clinic, at)
    else:
        is_let = _plans(actor.person, clinic, at)
    if not is_let:
        raise NotAllowed(
            _("Only a scheduler or a director of this clinic can plan its sessions.")
        )


def require_known(actor: Actor, session: Session, at: datetime.datetime) -> None:
    """This will hide a session of a clinic to which the actor does not belong.

    Raises:
        SessionUnknown: it is another clinic's.
    """
    if actor.token is not None:
        is_theirs = actor.token.clinic_id == session.clinic_id
    else:
        is_theirs = bool(roles_at(actor.person, session.clinic, at))
    if not is_theirs:
        raise SessionUnknown(_("There is no such session."))


def require_at_the_door(by: Person, session: Session, at: datetime.datetime) -> None:
    """This will let only the team, or a director of the clinic, begin and end it.

    Raises:
        SessionUnknown: it is another clinic's.
        NotAllowed: neither a therapist or the medical clinician of the team, nor a
            director.
    """
    require_known(Actor(by), session, at)
    if not (AT_THE_DOOR & seats_of(by, session)) and not (
        DIRECTORS & roles_at(by, session.clinic, at)
    ):
        raise NotAllowed(
            _(
                "Only a therapist or the medical clinician of this session, or a "
                "director of the clinic, can do this."
            )
        )


def standing_of(by: Person, session: Session, at: datetime.datetime) -> Standing:
    """This will tell what somebody is to a session now."""
    return Standing(roles_at(by, session.clinic, at), seats_of(by, session))


def roles_at(
    person: Person | None, clinic: Clinic, at: datetime.datetime
) -> frozenset[str]:
    """This will give the roles that somebody holds at a clinic now."""
    if person is None:
        return frozenset()
    rows = memberships_of(person, at)
    return frozenset(row.role for row in rows if row.clinic_id == clinic.pk)


def seats_of(person: Person, session: Session) -> frozenset[str]:
    """This will give the roles in which somebody is booked in a session."""
    rows: Iterable[str] = session.members.filter(person=person).values_list(
        "role", flat=True
    )
    return frozenset(rows)


def _plans(person: Person | None, clinic: Clinic, at: datetime.datetime) -> bool:
    """Whether they plan at a clinic: a director does while nobody suspends them."""
    held = PLANNERS & roles_at(person, clinic, at)
    if person is None or not held:
        return False
    return Role.SCHEDULER in held or not is_barred(person, at)


def _may_book(token: ApiToken, clinic: Clinic, at: datetime.datetime) -> bool:
    """Whether a token is live now, read afresh, and made for booking at the clinic."""
    rows = ApiToken.objects.filter(
        pk=token.pk, clinic=clinic, revoked_at__isnull=True, expires_at__gt=at
    )
    return any(BOOK in scopes for scopes in rows.values_list("scopes", flat=True))
