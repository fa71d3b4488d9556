"""One session: its team, what was said and signed, and what the gate says of it now."""

import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from certificates.actions.session_steps import ask_about
from certificates.explain import readable, told_plainly
from certificates.models import Session, SessionEvent
from certificates.rules.exception_codes import (
    SIGNED_BY,
    roles_on_the_team,
    roles_that_sign,
)
from certificates.selectors.policies import policy_in_force
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
    BADGES,
    SAID,
    Sight,
    When,
    names_in,
    said_of,
    signed_for,
    team_of,
    usual_first,
)
from home.access import PEOPLE, access, caller

State = Session.State
# How often it is asked anew while somebody looks.
EVERY_SECONDS = 45
KINDS_OF_STEP = {
    "STARTED": "positive",
    "RELEASED": "positive",
    "CLOSED": "positive",
    "CANCELLED": "critical",
    "CHANGED": "caution",
    "RELIEVED": "caution",
}


@access(PEOPLE)
@never_cache
@require_GET
def session_page(request: HttpRequest, code: str) -> HttpResponse:
    """This will show a session whole, with the gate's fresh answer to its next step."""
    session, now = found_session(request, code), timezone.now()
    hands, when = hands_of(request, session), When(session.clinic, now)
    reader = reader_of(request, session.clinic)
    reads_all = hands.plans or reader.sees_team
    sight = Sight(hands.asks or reader.sees_team, reader.is_director, hands.asks)
    answer, emergency = _answer(request, hands, now), emergency_of(hands, when)
    said = said_of(session, caller(request), hands.standing, when)
    usual = usual_first(said, answer)
    context = {
        "session": session,
        "day": when.day(session.starts_at),
        "span": when.span(session),
        "badge": BADGES[session.state],
        "facts": _facts(hands, when),
        "team": team_of(session),
        "hands": hands,
        "answer": answer,
        "asked_at": when.clock(now),
        "since": when.moment(session.started_at) if session.started_at else "",
        "not_before": not_before(session, when),
        "emergency": emergency,
        "every": EVERY_SECONDS,
        "said": usual,
        "has_again": any(row["is_again"] for row in usual),
        "signed": signed_for(session, when, sight),
        "events": _events(session, when, sight, with_answers=reads_all),
        "emergency_url": "" if emergency else _emergency_url(hands),
    }
    return render(request, "certificates/sessions/session.html", context)


def _answer(
    request: HttpRequest, hands: Hands, now: datetime.datetime
) -> dict[str, Any] | None:
    """Whether it is clear as planned; once it has begun, whether it can end."""
    session = hands.session
    action = "book" if session.state == State.BOOKED else next_action(session)
    if not action or not hands.asks:
        return None
    answer = ask_about(session, action, caller(request), now)
    data = readable(answer, reader_of(request, session.clinic))
    told = told_plainly(data, session.clinic, names_in(session))
    _link_signatures(told["reasons"], hands, now)
    outlook = outlooks_of([session], now).get(session.code)
    return told | {
        "action": action,
        "sentence": _sentence(action, told),
        "lasts": lasts(answer.decision.valid_until, now),
        "needs_relief": bool(outlook and outlook.needs_relief),
    }


def _sentence(action: str, told: dict[str, Any]) -> str:
    if action == "book":
        if told["permitted"]:
            return _("Clear as planned. At the door the gate asks again.")
        return _("Not clear as planned.")
    if action == "release":
        if told["permitted"]:
            return _("The patient may be released.")
        return _("Under way. The patient is not to be released yet.")
    return _("It may be closed.") if told["permitted"] else _("Not to be closed yet.")


def _link_signatures(
    reasons: list[dict[str, Any]], hands: Hands, now: datetime.datetime
) -> None:
    """Lead those who may sign for something to where they do."""
    waiting = [row for row in reasons if row["verdict"] == "SIGN"]
    if not waiting:
        return
    session = hands.session
    policy, _row = policy_in_force(now, session.clinic)
    parameters = {row.code: row.parameters for row in policy.criteria}
    for row in waiting:
        code = row["code"]
        if code not in SIGNED_BY or code not in parameters:
            continue
        if set(hands.standing.roles) & _who_signs(code, parameters[code], hands):
            row["url"] = reverse("session_sign", args=[session.code, code])
            row["link"] = _("Read it and sign, or leave it")


def _who_signs(code: str, parameters: Any, hands: Hands) -> set[str]:
    seats = set(hands.standing.seats)
    if not seats:
        return set(roles_that_sign(code, parameters))
    is_of_record = seats == {"medical_clinician"}
    return set(roles_on_the_team(code, parameters)) if is_of_record else set()


def _facts(hands: Hands, when: When) -> list[dict[str, Any]]:
    session = hands.session
    preference = session.get_preference_display() if hands.asks else ""
    told = [
        (_("Kind"), session.get_kind_display()),
        (_("Route"), session.route),
        (_("Number in the course"), session.ordinal),
        (_("Staffing code"), session.get_staffing_code_display()),
        (_("Said about the team"), preference),
        (_("Started"), when.moment(session.started_at) if session.started_at else ""),
        (
            _("Patient released"),
            when.moment(session.released_at) if session.released_at else "",
        ),
    ]
    return [{"term": term, "value": value} for term, value in told if value]


def _events(
    session: Session, when: When, sight: Sight, *, with_answers: bool
) -> list[dict[str, Any]]:
    """What happened, in its order; each with the answer it was done on."""
    return [
        {
            "at": when.moment(row.at),
            "datetime": row.at.isoformat(),
            "title": row.get_step_display(),
            "text": _of_event(row, sight),
            "kind": KINDS_OF_STEP.get(row.step, ""),
            "url": reverse("session_why", args=[session.code, row.decision_id])
            if row.decision_id and with_answers
            else "",
        }
        for row in session.events.all()
    ]


def _of_event(row: SessionEvent, sight: Sight) -> str:
    who = _("the clinic’s own roster")
    if row.by:
        who = row.by.name
    elif row.token:
        who = row.token.name
    void = [code for code in row.voided if code in SAID or sight.all_of_them]
    if not void:
        return who
    codes = ", ".join(str(SAID.get(code) or sight.label(code)) for code in void)
    return _("%(who)s. Void since then: %(codes)s.") % {"who": who, "codes": codes}


def _emergency_url(hands: Hands) -> str:
    if not hands.may_break_glass:
        return ""
    session = hands.session
    return reverse("credentialing_emergency", args=[session.clinic.slug, session.code])
