"""Who looks at a session, and what they may do with it now."""

import datetime
import zoneinfo
from dataclasses import dataclass

from django.http import Http404, HttpRequest

from certificates.actions.session_actors import AT_THE_DOOR, DIRECTORS, PLANNERS
from certificates.explain import Reader
from certificates.models import Session
from certificates.permissions import MAY_ASK_ABOUT_ANYBODY
from certificates.rules.attesting import Standing
from certificates.selectors.sessions import session_at
from home.access import caller, clinics_of, memberships_in_force
from home.models import Clinic, Role

State = Session.State
LASTS_SECONDS = 60
PLANNING_ROLES = (Role.SCHEDULER, Role.CLINICAL_DIRECTOR, Role.MEDICAL_DIRECTOR)


def found_session(request: HttpRequest, code: str) -> Session:
    """This will give a session of the caller's clinics, with all that belongs to it.

    Raises:
        Http404: there is none, or it is another clinic's.
    """
    session = session_at(clinics_of(request), code)
    if session is None:
        raise Http404
    return session


def reader_of(request: HttpRequest, clinic: Clinic) -> Reader:
    """This will tell what of an answer about the clinic the caller may read."""
    held = roles_of(request, clinic)
    return Reader(
        caller(request),
        is_director=Role.CLINICAL_DIRECTOR in held,
        sees_team=bool(held & {*MAY_ASK_ABOUT_ANYBODY, Role.AUDITOR}),
    )


def roles_of(request: HttpRequest, clinic: Clinic) -> frozenset[str]:
    """This will give the roles that the caller holds at a clinic today."""
    rows = memberships_in_force(request)
    return frozenset(row.role for row in rows if row.clinic_id == clinic.pk)


@dataclass(frozen=True)
class Hands:
    """What the caller may do with one session now. It never asks the gate."""

    session: Session
    standing: Standing

    @property
    def plans(self) -> bool:
        """Whether they plan the sessions of its clinic."""
        return bool(PLANNERS & set(self.standing.roles))

    @property
    def directs(self) -> bool:
        """Whether they direct its clinic."""
        return bool(DIRECTORS & set(self.standing.roles))

    @property
    def is_at_the_door(self) -> bool:
        """Whether they begin and end it."""
        return self.directs or bool(AT_THE_DOOR & set(self.standing.seats))

    @property
    def asks(self) -> bool:
        """Whether the gate answers them about it; the others see its state alone.

        Whoever has a seat in it, and who plans or directs. They also read what the
        patient said about the team; for others that would tell somebody's gender.
        """
        return bool(self.standing.seats) or bool(
            set(MAY_ASK_ABOUT_ANYBODY) & set(self.standing.roles)
        )

    @property
    def may_change(self) -> bool:
        """Whether they may plan it anew, or cancel it."""
        return self.plans and self.session.state == State.BOOKED

    @property
    def may_relieve(self) -> bool:
        """Whether they may change the team of what is under way."""
        is_let = self.plans or self.is_at_the_door
        return is_let and self.session.state == State.STARTED

    @property
    def may_break_glass(self) -> bool:
        """Whether an emergency would be theirs to sign for."""
        is_under_way = self.session.state == State.STARTED
        return is_under_way and self.directs and not self.standing.seats


def hands_of(request: HttpRequest, session: Session) -> Hands:
    """This will tell what the caller may do, from what is fetched already."""
    me = caller(request).pk
    seats = {row.role for row in session.members.all() if row.person_id == me}
    return Hands(session, Standing(roles_of(request, session.clinic), seats))


def next_action(session: Session) -> str:
    """This will name the step that a session comes to next; empty when it is over."""
    is_medication = session.kind == Session.Kind.MEDICATION
    return {
        State.BOOKED: "start",
        State.STARTED: "release" if is_medication else "close",
        State.RELEASED: "close",
    }.get(State(session.state), "")


def lasts(until: datetime.datetime | None, now: datetime.datetime) -> int:
    """This will tell for how many seconds a screen may show an answer."""
    if until is None:
        return LASTS_SECONDS
    return max(0, min(LASTS_SECONDS, int((until - now).total_seconds())))


def zone_of(clinic: Clinic) -> zoneinfo.ZoneInfo:
    """This will give the zone by whose clocks the clinic goes."""
    return zoneinfo.ZoneInfo(clinic.time_zone)
