"""Signing for an exception: one session, one open reason, freshly signed in."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from certificates.actions.exceptions import show_exception, sign_exception
from certificates.actions.signatures import digest_of_shown
from certificates.admin.signing import signer_of
from certificates.forms.credentials import ShownForm
from certificates.models import Session
from certificates.views.sessions_finding import found_session
from certificates.views.sessions_words import SIGNED_FOR, When, names_in, team_of
from home.access import PEOPLE, access, caller
from home.errors import RuleBroken

UNUSABLE = 422
# The other way, where there is one beside signing.
INSTEAD = {
    "RELATION-DECLARED": gettext_lazy("Another pair is chosen."),
    "COMPOSITION": gettext_lazy("Another team is chosen."),
    "CONSENT-EARLIER-DAY": gettext_lazy("Another day is chosen."),
    "COURSE-LENGTH": gettext_lazy("The session is cancelled."),
}
FIELD_OF = {
    "PASSWORD-WRONG": "password",
    "TOO-MANY-TRIES": "password",
    "SIGN-IN-NOT-FRESH": "password",
    "REASON-MISSING": "reason",
    "REASON-NAMES-PATIENT": "reason",
}


@sensitive_post_parameters("reason", "password")
@access(PEOPLE)
@never_cache
@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest, code: str, criterion: str) -> HttpResponse:
    """This will show what waits for a signature, and keep it once it is given."""
    session, by, now = found_session(request, code), caller(request), timezone.now()
    try:
        shown = show_exception(session, criterion, by=by, at=now)
    except RuleBroken as refusal:
        messages.error(request, refusal.message)
        return redirect("session", session.code)
    digest = digest_of_shown(shown)
    form = ShownForm(request.POST or None, initial={"shown": digest})
    status = UNUSABLE if form.errors else 200
    if form.is_valid():
        try:
            data = form.cleaned_data
            signer = signer_of(request, form)
            carried = data["shown"]
            sign_exception(
                session, criterion, data["reason"], shown_sha256=carried, signer=signer
            )
        except RuleBroken as refusal:
            form.add_error(FIELD_OF.get(refusal.code), refusal.message)
            form.data = {**request.POST.dict(), "shown": digest}
            status = refusal.status
        else:
            messages.success(request, _("Signed, for this session and this team."))
            return redirect("session", session.code)
    context = _page(session, shown, criterion) | {"form": form}
    return render(request, "certificates/sessions/sign.html", context, status=status)


def _page(session: Session, shown: dict[str, Any], criterion: str) -> dict[str, Any]:
    when = When(session.clinic, timezone.now())
    about = names_in(session).get(shown["subject"], "")
    return {
        "session": session,
        "title": SIGNED_FOR.get(criterion, criterion),
        "day": when.day(session.starts_at),
        "span": when.span(session),
        "team": team_of(session),
        "reason": {
            "code": criterion,
            "subject": about,
            "sentence": shown["reason"],
            "remedy": INSTEAD.get(criterion, ""),
            "verdict": "SIGN",
        },
    }
