"""The list of sessions: clear or not, in one glance."""

import datetime
from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from certificates.explain import Reader, for_reader, told_plainly
from certificates.forms.sessions import MINE, PAST, TODAY, UNDATED, SessionListForm
from certificates.models import Session
from certificates.selectors.session_outlooks import Outlook, outlooks_of
from certificates.selectors.sessions import SessionFilter, sessions_at
from certificates.views.sessions_finding import (
    PLANNING_ROLES,
    hands_of,
    reader_of,
    zone_of,
)
from certificates.views.sessions_words import BADGES, When, names_in, team_of
from home.access import PEOPLE, access, caller, clinics_of
from home.models import Clinic

PER_PAGE = 25
# How often it is looked at anew while somebody looks, and how long it may stand.
EVERY_SECONDS, LASTS_SECONDS = 60, 90
UNDER_WAY = (Session.State.STARTED, Session.State.RELEASED)
NO_DATE = Q(starts_at__isnull=True)


@access(PEOPLE)
@never_cache
@require_GET
def sessions(request: HttpRequest) -> HttpResponse:
    """This will list the sessions of the caller's clinics, grouped by day."""
    now, plans = timezone.now(), clinics_of(request, *PLANNING_ROLES)
    form = SessionListForm(_asked(request), clinics=clinics_of(request))
    rows = _wanted(form, request, now)
    page_obj = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    found = list(page_obj)
    hands = {row.code: hands_of(request, row) for row in found}
    asked = [row for row in found if hands[row.code].asks]
    outlooks = outlooks_of(asked, now)
    many = len(form.at_clinics) > 1
    lines = [
        _line(row, outlooks.get(row.code), reader_of(request, row.clinic), now)
        for row in found
    ]
    context = {
        "form": form,
        "groups": _by_day(lines),
        "every": EVERY_SECONDS,
        "lasts": LASTS_SECONDS,
        "here": request.get_full_path(),
        "page_obj": page_obj,
        "query": _query(request),
        "may_book": bool(plans),
        "is_past": form.wanted("when") == PAST,
        "is_filtered": bool(_query(request)),
        "many_clinics": many,
        "looked_at": When(form.at_clinics[0], now).clock(now),
    }
    return render(request, "certificates/sessions/list.html", context)


def _asked(request: HttpRequest) -> dict[str, str]:
    """The filters; somebody who plans nothing sees their own sessions first."""
    asked = _without_page(request)
    if not asked and not clinics_of(request, *PLANNING_ROLES):
        asked = {"whose": MINE}
    return asked


def _wanted(
    form: SessionListForm, request: HttpRequest, now: datetime.datetime
) -> QuerySet[Session]:
    clinics, when = form.at_clinics, form.wanted("when")
    begun, ended = _today(clinics, now)
    state, kind = form.wanted("state"), form.wanted("kind")
    wanted = SessionFilter(
        states=[state] if state else (),
        kinds=[kind] if kind else (),
        person=caller(request) if form.wanted("whose") == MINE else None,
    )
    rows = sessions_at(clinics, wanted)
    if when == PAST:
        return rows.filter(starts_at__lt=begun).order_by("-starts_at", "code")
    if when == UNDATED:
        return rows.filter(NO_DATE)
    if when == TODAY:
        rows = rows.filter(Q(starts_at__lt=ended) | NO_DATE)
    # What began before midnight and goes on is today's as well, and a plan of which
    # nobody knows the day may be.
    undated = NO_DATE & Q(state=Session.State.BOOKED)
    return rows.filter(Q(starts_at__gte=begun) | Q(state__in=UNDER_WAY) | undated)


def _today(
    clinics: list[Clinic], now: datetime.datetime
) -> tuple[datetime.datetime, datetime.datetime]:
    """When today begins at the first of the clinics, and ends at the last."""
    midnights = []
    for clinic in clinics:
        day = clinic.day_of(now)
        for one in (day, day + datetime.timedelta(days=1)):
            at = datetime.datetime.combine(one, datetime.time(), zone_of(clinic))
            midnights.append(at.astimezone(datetime.UTC))
    return min(midnights), max(midnights)


def _line(
    session: Session, outlook: Outlook | None, reader: Reader, now: datetime.datetime
) -> dict[str, Any]:
    when = When(session.clinic, now)
    return {
        "session": session,
        "day": when.day(session.starts_at),
        "begins": when.clock(session.starts_at),
        "span": when.span(session),
        "team": team_of(session),
        "badge": BADGES[session.state],
        "clear": _clear(session, outlook, reader) if outlook else None,
    }


def _clear(session: Session, outlook: Outlook, reader: Reader) -> dict[str, Any]:
    """Clear or not, with the first thing to mend, as its reader may know it."""
    if session.state != Session.State.BOOKED:
        return _under_way(session, outlook)
    data = outlook.decision.as_json("")
    if reader.is_director:
        data = outlook.decision.as_confidential_json("")
    told = told_plainly(for_reader(data, reader), session.clinic, names_in(session))
    if told["permitted"]:
        return {"kind": "positive", "label": _("Clear")}
    label = _("Not clear") if outlook.is_forbidden else _("Not clear yet")
    return {
        "kind": "critical" if outlook.is_forbidden else "caution",
        "label": label,
        "first": told["reasons"][0],
        "others": len(told["reasons"]) - 1,
    }


def _under_way(session: Session, outlook: Outlook) -> dict[str, Any]:
    """Nobody is sent out of a session that began; but relief is to be arranged."""
    if outlook.needs_relief:
        return {"kind": "critical", "label": _("Under way: needs relief")}
    return {"kind": "accent", "label": session.get_state_display()}


def _by_day(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    grouped = groupby(lines, key=lambda line: line["day"])
    return [{"day": day, "lines": list(rows)} for day, rows in grouped]


def _query(request: HttpRequest) -> str:
    kept = {name: value for name, value in _without_page(request).items() if value}
    return f"{urlencode(kept)}&" if kept else ""


def _without_page(request: HttpRequest) -> dict[str, str]:
    return {name: str(request.GET[name]) for name in request.GET if name != "page"}
