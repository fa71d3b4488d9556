"""Who could run a booked session: a page for those who plan at its clinic."""

import datetime
import zoneinfo
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from certificates.clearance.verdicts import Kind, Verdict
from certificates.clearance.world import MemberFacts
from certificates.models import Session, SessionMember
from certificates.rules.candidates import Candidate
from certificates.rules.who_could import MOST_SHOWN, Suggestion
from certificates.selectors.sessions import session_at
from certificates.selectors.who_could import TeamsFound, teams_for
from home.access import access, clinics_of, roles
from home.models import Role

PLANNERS = (Role.SCHEDULER, Role.CLINICAL_DIRECTOR, Role.MEDICAL_DIRECTOR)
# Once it is under way the same question is asked for its relief.
LEADS_TO = {
    Session.State.BOOKED: "session_change",
    Session.State.STARTED: "session_relieve",
}
ASKED_WHILE = frozenset(LEADS_TO)
ROLES = dict(SessionMember.Role.choices)
PRESENCES = dict(SessionMember.Presence.choices)


@dataclass(frozen=True)
class ShownTeam:
    """A suggestion as the page shows it; without an address where none is open."""

    people: list[tuple[str, str]]
    missing: list[dict[str, str]]
    warnings: list[str]
    url: str

    @property
    def names(self) -> str:
        """Everybody's name in one line, for who does not see the page."""
        return ", ".join(name for _role, name in self.people)


@access(roles(*PLANNERS))
@never_cache
@require_GET
def who_could(request: HttpRequest, code: str) -> HttpResponse:
    """This will show who would be clear, best first, and who nearly is."""
    session = session_at(clinics_of(request, *PLANNERS), code)
    if session is None or session.state not in ASKED_WHILE:
        raise Http404
    found = teams_for(session, session.clinic, timezone.now())
    answer = found.answer
    context = {
        "session": session,
        "facts": _facts(session),
        "anyway": [_reason(row) for row in answer.anyway],
        "clear": [_team(row, found, session) for row in answer.clear],
        "nearly": [_team(row, found, session) for row in answer.nearly],
        "clinicians": [_alone(one) for one in answer.clinicians[:MOST_SHOWN]],
        "second_staff": [_alone(one) for one in answer.second_staff[:MOST_SHOWN]],
        "session_url": _address("session", session.code),
    }
    return render(request, "certificates/sessions/who_could.html", context)


def _team(row: Suggestion, found: TeamsFound, session: Session) -> ShownTeam:
    people = [
        (_seat(member.role, member.presence), found.names.get(member.id, ""))
        for member in row.members
    ]
    missing = [_reason(verdict) for verdict in row.missing]
    warnings = [verdict.warning for verdict in row.warnings]
    return ShownTeam(people, missing, warnings, _filled_in(row, session))


def _seat(role: str, presence: str | None) -> str:
    label = str(ROLES[role])
    where = PRESENCES.get(presence or "")
    return f"{label}, {str(where).lower()}" if where else label


def _reason(verdict: Verdict) -> dict[str, str]:
    """What is missing, and what mends it, as a scheduler may read it."""
    is_signed_for = verdict.type is Kind.SIGN
    signed = _("Needs the director’s signature. %(how)s") % {"how": verdict.remedy}
    return {
        "sentence": verdict.text,
        "remedy": signed if is_signed_for else verdict.remedy,
        "verdict": "SIGN" if is_signed_for else verdict.result.value,
    }


def _alone(one: Candidate) -> tuple[str, list[str]]:
    return one.person.name, [verdict.text for verdict in one.missing]


def _filled_in(row: Suggestion, session: Session) -> str:
    """The form that changes the session or its team, with this team filled in."""
    address = _address(LEADS_TO[Session.State(session.state)], session.code)
    seats = seats_of(row.members, session.members.all())
    return f"{address}?{urlencode(seats)}" if address else ""


def seats_that_fit(
    session: Session, at: datetime.datetime
) -> dict[str, frozenset[str]]:
    """This will tell by seat who would be clear in it, in one team or another."""
    answer = teams_for(session, session.clinic, at).answer
    seats: dict[str, set[str]] = {}
    for team in answer.clear:
        for member in team.members:
            seats.setdefault(member.role, set()).add(member.id)
    for role, alone in (
        ("medical_clinician", answer.clinicians),
        ("second_staff", answer.second_staff),
    ):
        clear = {one.person.id for one in alone if one.is_clear}
        seats.setdefault(role, set()).update(clear)
    return {role: frozenset(ids) for role, ids in seats.items()}


def seats_of(
    team: Iterable[MemberFacts], booked: Iterable[SessionMember]
) -> dict[str, str]:
    """This will tell a team by the names of the form's fields.

    Args:
        booked: who sits there now; a seat of theirs that nobody takes is told empty.
    """
    told = dict.fromkeys(_fields_of([row.role for row in booked]), "")
    members = list(team)
    names = _fields_of([row.role for row in members])
    for name, member in zip(names, members, strict=True):
        told[name] = member.id
        if member.presence:
            number = name.rpartition("_")[2] if name != member.role else "1"
            told[f"presence_{number}"] = member.presence
    return told


def _fields_of(taken: Iterable[str]) -> list[str]:
    """The first of a seat by its own name, each further one numbered."""
    counted: Counter[str] = Counter()
    names = []
    for role in taken:
        counted[role] += 1
        number = counted[role]
        names.append(role if number == 1 else f"{role}_{number}")
    return names


def _address(name: str, code: str) -> str:
    """An address of the planning pages; empty where they are not open."""
    try:
        return reverse(name, args=[code])
    except NoReverseMatch:
        return ""


def _facts(session: Session) -> list[str]:
    """What is planned, in short: kind, time by the clinic's clock, configuration."""
    zone = zoneinfo.ZoneInfo(session.clinic.time_zone)
    starts = session.starts_at.astimezone(zone) if session.starts_at else None
    told = [str(session.get_kind_display())]
    told += [f"{date_format(starts, 'j F Y, H:i')} {starts.tzname()}"] if starts else []
    return [*told, str(session.get_staffing_code_display())]
