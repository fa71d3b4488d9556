"""Who could run a booked session: a page for those who plan at its clinic."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from certificates.clearance.verdicts import Kind, Verdict
from certificates.models import Session, SessionMember
from certificates.rules.candidates import Candidate
from certificates.rules.who_could import Suggestion
from certificates.selectors.sessions import session_at
from certificates.selectors.who_could import TeamsFound, teams_for
from home.access import access, clinics_of, roles
from home.models import Role

PLANNERS = (Role.SCHEDULER, Role.CLINICAL_DIRECTOR, Role.MEDICAL_DIRECTOR)
ROLES = dict(SessionMember.Role.choices)
PRESENCES = dict(SessionMember.Presence.choices)


@dataclass(frozen=True)
class ShownTeam:
    """A suggestion as the page shows it; without an address where none is open."""

    people: list[tuple[str, str]]
    missing: list[tuple[str, str]]
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
    if session is None or session.state != Session.State.BOOKED:
        raise Http404
    found = teams_for(session, session.clinic, timezone.now())
    answer = found.answer
    context = {
        "session": session,
        "starts_at": _local(session),
        "anyway": [_reason(row) for row in answer.anyway],
        "clear": [_team(row, found, session) for row in answer.clear],
        "nearly": [_team(row, found, session) for row in answer.nearly],
        "clinicians": [_alone(one) for one in answer.clinicians],
        "second_staff": [_alone(one) for one in answer.second_staff],
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


def _reason(verdict: Verdict) -> tuple[str, str]:
    """What is missing, and what mends it, as a scheduler may read it."""
    if verdict.type is Kind.SIGN:
        return verdict.text, _("Needs the director’s signature.")
    return verdict.text, verdict.remedy


def _alone(one: Candidate) -> tuple[str, list[str]]:
    return one.person.name, [verdict.text for verdict in one.missing]


def _filled_in(row: Suggestion, session: Session) -> str:
    """The form that changes the session, with this team filled in."""
    told = [(member.role, member.id) for member in row.members]
    told += [("presence", m.presence) for m in row.members if m.presence]
    address = _address("session_change", session.code)
    return f"{address}?{urlencode(told)}" if address else ""


def _address(name: str, code: str) -> str:
    """An address of the planning pages; empty where they are not open."""
    try:
        return reverse(name, args=[code])
    except NoReverseMatch:
        return ""


def _local(session: Session):
    zone = session.clinic.zone
    return session.starts_at.astimezone(zone) if session.starts_at else None
