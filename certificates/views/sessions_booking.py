"""Booking a session, changing it, cancelling it, and relief for its team."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from certificates.actions.relief import relieve
from certificates.actions.session_actors import Actor
from certificates.actions.session_events import Outcome
from certificates.actions.sessions import (
    book_session,
    cancel_session,
    change_booking,
)
from certificates.explain import readable, told_plainly
from certificates.forms.sessions_booking import BookingForm
from certificates.forms.sessions_team import NOBODY, TeamForm
from certificates.models import Session
from certificates.views.sessions_finding import (
    PLANNING_ROLES,
    found_session,
    hands_of,
    reader_of,
)
from certificates.views.sessions_words import When, team_of
from certificates.views.who_could import seats_that_fit
from home.access import PEOPLE, access, caller, clinics_of, roles
from home.errors import RuleBroken
from home.models import Clinic

TYPED = require_http_methods(["GET", "POST"])
UNUSABLE, REFUSED = 422, 409
FIELD_OF = {"SESSION-CODE-REFUSED": "code", "SESSION-CODE-TAKEN": "code"}


@access(roles(*PLANNING_ROLES))
@never_cache
@TYPED
def book(request: HttpRequest) -> HttpResponse:
    """This will book a session, or tell every reason why it was not."""
    clinics, now = clinics_of(request, *PLANNING_ROLES), timezone.now()
    clinic = _clinic(request, clinics, clinics[0])
    form = BookingForm(request.POST or None, clinic=clinic, at=now)

    def act() -> Outcome:
        actor = Actor(caller(request))
        return book_session(form.booking(), clinic, actor=actor, at=now)

    frame = {
        "heading": _("Book a session"),
        "lead": _(
            "A booking is a plan and no permission: at the door the gate asks again. "
            "What is not known yet may still come; what forbids it is told at once."
        ),
        "button": _("Book it"),
        "refused": _("Nothing was booked."),
        "done": _("Booked."),
        "clinic": clinic,
        "clinics": clinics,
        "back_url": reverse("sessions"),
    }
    return _planned(request, form, act, frame)


@access(roles(*PLANNING_ROLES))
@never_cache
@TYPED
def change(request: HttpRequest, code: str) -> HttpResponse:
    """This will book a session anew; what depended on what changed becomes void."""
    session, now = found_session(request, code), timezone.now()
    if not hands_of(request, session).may_change:
        return _not_now(request, session)
    clinics = clinics_of(request, *PLANNING_ROLES)
    clinic = _clinic(request, clinics, session.clinic)
    # Who could run it comes along in the address, seat by seat.
    offered = {name: value for name, value in request.GET.items() if name != "clinic"}
    form = BookingForm(
        request.POST or None, clinic=clinic, at=now, seated=session, initial=offered
    )

    def act() -> Outcome:
        actor, booking = Actor(caller(request)), form.booking()
        return change_booking(session, booking, clinic, actor=actor, at=now)

    frame = {
        "heading": _("Change %(code)s") % {"code": session.code},
        "lead": _(
            "What was attested or signed for the team, time, place or way of giving "
            "that you change becomes void and has to be said again."
        ),
        "button": _("Change it"),
        "refused": _("Nothing was changed."),
        "done": _("Changed."),
        "clinic": clinic,
        "clinics": clinics,
        "session": session,
        "back_url": reverse("session", args=[session.code]),
    }
    return _planned(request, form, act, frame)


@access(PEOPLE)
@never_cache
@TYPED
def relief(request: HttpRequest, code: str) -> HttpResponse:
    """This will change the team of a session that is under way."""
    session, now = found_session(request, code), timezone.now()
    hands = hands_of(request, session)
    if not hands.may_relieve:
        return _not_now(request, session)
    clinic = session.clinic
    form = TeamForm(
        request.POST or None,
        clinic=clinic,
        at=now,
        seated=session,
        clear=seats_that_fit(session, now) if hands.plans else NOBODY,
        initial=request.GET.dict(),
    )

    def act() -> Outcome:
        return relieve(session, form.members(), by=caller(request), at=now)

    frame = {
        "heading": _("Relief for %(code)s") % {"code": session.code},
        "lead": _(
            "Choose the whole team as it is from now on. Whoever is there stays with "
            "the patient until somebody has come."
        ),
        "button": _("Change the team"),
        "refused": _("The team stays as it is. Nobody leaves the patient."),
        "done": _("The team is changed."),
        "clinic": clinic,
        "clinics": [clinic],
        "session": session,
        "back_url": reverse("session_door", args=[session.code]),
    }
    return _planned(request, form, act, frame)


@access(roles(*PLANNING_ROLES))
@never_cache
@TYPED
def cancel(request: HttpRequest, code: str) -> HttpResponse:
    """This will cancel a session once the caller has said so a second time."""
    session, now = found_session(request, code), timezone.now()
    if not hands_of(request, session).may_change:
        return _not_now(request, session)
    if request.method == "POST":
        try:
            cancel_session(session, actor=Actor(caller(request)), at=now)
        except RuleBroken as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, _("Cancelled. Its people are free."))
        return redirect("session", session.code)
    when = When(session.clinic, now)
    context = {
        "session": session,
        "day": when.day(session.starts_at),
        "span": when.span(session),
        "consequences": [
            _("It cannot be taken back, and the code is never used again."),
            *_freed(session),
        ],
    }
    return render(request, "certificates/sessions/cancel.html", context)


def _freed(session: Session) -> list[str]:
    """Whom a cancelled session leaves free for another one."""
    names = ", ".join(one["name"] for one in team_of(session))
    return [_("Free at once: %(names)s.") % {"names": names}] if names else []


def _planned(
    request: HttpRequest, form: TeamForm, act: Any, frame: dict[str, Any]
) -> HttpResponse:
    """Plan once the form is whole; a refusal keeps it and tells every reason."""
    status, answer = UNUSABLE if form.errors else 200, None
    if form.is_valid():
        try:
            outcome = act()
        except RuleBroken as refusal:
            form.add_error(FIELD_OF.get(refusal.code), refusal.message)
            status = refusal.status
        else:
            before = frame.get("session")
            if _is_done(outcome, before):
                _tell(request, outcome, frame["done"])
                return redirect("session", outcome.session.code)
            answer, status = _refusal(request, outcome, form, frame), REFUSED
    context = frame | {"form": form, "answer": answer}
    return render(request, "certificates/sessions/form.html", context, status=status)


def _is_done(outcome: Outcome, before: Session | None) -> bool:
    """Whether the step was taken; a refused one leaves the session as it was."""
    if outcome.session is None or before is None:
        return outcome.session is not None
    newest = outcome.session.events.order_by("-id").first()
    return newest is not None and newest.decision_id == outcome.answer.id


def _tell(request: HttpRequest, outcome: Outcome, done: str) -> None:
    if outcome.answer.decision.decision:
        words = _("%(done)s The gate says that it is clear as planned.")
        messages.success(request, words % {"done": done})
    else:
        words = _("%(done)s It is not clear yet; below stands what is open.")
        messages.warning(request, words % {"done": done})


def _refusal(
    request: HttpRequest, outcome: Outcome, form: TeamForm, frame: dict[str, Any]
) -> dict[str, Any]:
    clinic = frame["clinic"]
    data = readable(outcome.answer, reader_of(request, clinic))
    names = {pk: name for pk, (name, _roles) in form.roster.items()}
    told = told_plainly(data, clinic, names)
    session = frame.get("session")
    code = session.code if session else form.cleaned_data["code"]
    return told | {"sentence": frame["refused"], "subject": code}


def _clinic(request: HttpRequest, clinics: list[Clinic], usual: Clinic) -> Clinic:
    """The clinic that was chosen, of those that the caller plans for.

    Raises:
        Http404: it is somebody else's.
    """
    wanted = request.POST.get("clinic") or request.GET.get("clinic")
    if not wanted:
        return usual
    found = next((clinic for clinic in clinics if clinic.slug == wanted), None)
    if found is None:
        raise Http404
    return found


def _not_now(request: HttpRequest, session: Session) -> HttpResponse:
    """Say that this is not theirs, or not any more, where they can see why."""
    hands = hands_of(request, session)
    words = _("This is not yours to do. Nothing was changed.")
    if hands.plans or hands.is_at_the_door:
        # It would be theirs at another time.
        told = _("This session is %(state)s: this can no longer or not yet be done.")
        words = told % {"state": session.get_state_display().lower()}
    messages.error(request, words)
    return redirect("session", session.code)
