"""The door of a session: yes or no, what is attested, and the steps themselves."""

import datetime
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from certificates.actions.attesting import attest
from certificates.actions.session_events import Outcome
from certificates.actions.session_steps import (
    ask_about,
    close_session,
    release_session,
    start_session,
)
from certificates.explain import readable, told_plainly
from certificates.models import Session
from certificates.selectors.session_outlooks import outlooks_of
from certificates.views.sessions_finding import (
    Hands,
    found_session,
    hands_of,
    lasts,
    next_action,
    reader_of,
)
from certificates.views.sessions_under_way import emergency_of, not_before
from certificates.views.sessions_words import (
    When,
    names_in,
    said_of,
    team_of,
    usual_first,
)
from home.access import PEOPLE, access, caller
from home.errors import RuleBroken
from home.models import Person

# How often it is asked anew while somebody looks.
EVERY_SECONDS = 20
STEP_OF = {
    "start": "session_start",
    "release": "session_release",
    "close": "session_close",
}
Step = Callable[..., Outcome]


@access(PEOPLE)
@never_cache
@require_GET
def door(request: HttpRequest, code: str) -> HttpResponse:
    """This will show one session as it is read at arm's length."""
    context = _at_the_door(request, code) | {"every": EVERY_SECONDS}
    return render(request, "certificates/sessions/door.html", context)


@access(PEOPLE)
@never_cache
@require_GET
def answer(request: HttpRequest, code: str) -> HttpResponse:
    """This will give the part of the door that is fetched again and again."""
    context = _at_the_door(request, code)
    return render(request, "certificates/sessions/door_answer.html", context)


@access(PEOPLE)
@never_cache
@require_POST
def attest_step(request: HttpRequest, code: str) -> HttpResponse:
    """This will keep the caller's word that one step was done."""
    session, step = found_session(request, code), request.POST.get("code", "")
    try:
        attest(session, step, by=caller(request), at=timezone.now())
    except RuleBroken as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Attested, with your name and the time."))
    return _back(request, code)


@access(PEOPLE)
@never_cache
@require_POST
def start(request: HttpRequest, code: str) -> HttpResponse:
    """This will start the session if the gate says yes to it now."""
    told = (
        _("Started. The session is under way."),
        _("The gate said no: not started."),
    )
    return _step(request, code, start_session, told)


@access(PEOPLE)
@never_cache
@require_POST
def release(request: HttpRequest, code: str) -> HttpResponse:
    """This will let the patient go home if the gate says yes to it now."""
    told = (
        _("Released. The patient may go home."),
        _("The gate said no: not released."),
    )
    return _step(request, code, release_session, told)


@access(PEOPLE)
@never_cache
@require_POST
def close(request: HttpRequest, code: str) -> HttpResponse:
    """This will close the session if the gate says yes to it now."""
    told = (_("Closed. All of it is done."), _("The gate said no: not closed."))
    return _step(request, code, close_session, told)


def _step(
    request: HttpRequest, code: str, act: Step, told: tuple[str, str]
) -> HttpResponse:
    session = found_session(request, code)
    done, refused = told
    try:
        outcome = act(session, by=caller(request), at=timezone.now())
    except RuleBroken as refusal:
        messages.error(request, refusal.message)
    else:
        if outcome.answer.decision.decision:
            messages.success(request, done)
        else:
            messages.error(request, refused)
    return _back(request, code)


def _back(request: HttpRequest, code: str) -> HttpResponse:
    is_page = request.POST.get("back") == "session"
    return redirect("session" if is_page else "session_door", code)


def _at_the_door(request: HttpRequest, code: str) -> dict[str, Any]:
    session, now = found_session(request, code), timezone.now()
    hands, when = hands_of(request, session), When(session.clinic, now)
    said = said_of(session, caller(request), hands.standing, when)
    told = _answer(request, hands, now)
    usual = usual_first(said, told)
    return {
        "session": session,
        "clinic": session.clinic,
        "day": when.day(session.starts_at),
        "span": when.span(session),
        "since": when.moment(session.started_at) if session.started_at else "",
        "team": team_of(session),
        "answer": told,
        "hands": hands,
        "step": next_action(session),
        "step_url": STEP_OF.get(next_action(session), ""),
        "may_step": bool(told and told["permitted"] and hands.is_at_the_door),
        "not_before": not_before(session, when),
        "emergency": emergency_of(hands, when),
        "said": usual,
        "has_again": any(row["is_again"] for row in usual),
        "unusual": [row for row in said if row["is_unusual"] and row["may"]],
        "asked_at": when.clock(now),
    }


def _answer(
    request: HttpRequest, hands: Hands, now: datetime.datetime
) -> dict[str, Any] | None:
    """Ask afresh, once for every look; None when there is nothing left to ask."""
    session, action = hands.session, next_action(hands.session)
    if not action or not hands.asks:
        return None
    me: Person = caller(request)
    answer = ask_about(session, action, me, now)
    data = readable(answer, reader_of(request, session.clinic))
    told = told_plainly(data, session.clinic, names_in(session))
    return told | {
        "action": action,
        "lasts": lasts(answer.decision.valid_until, now),
        "needs_relief": _needs_relief(session, now),
    }


def _needs_relief(session: Session, now: datetime.datetime) -> bool:
    found = outlooks_of([session], now).get(session.code)
    return bool(found and found.needs_relief)
