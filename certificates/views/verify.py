"""Anybody may check a certificate: by its address, or by typing its code."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET
from django_stubs_ext import StrOrPromise

from certificates.codes import normalised
from certificates.rules.live_states import LiveState
from certificates.selectors.verification import Answer, verify
from home.access import ANYONE, access
from home.client_address import client_address
from home.throttle import may_try

TRIES, SECONDS = 30, 60
TOO_MANY, UNKNOWN = 429, 404


@access(ANYONE)
@require_GET
def verify_typed(request: HttpRequest) -> HttpResponse:
    """This will ask for a code and lead to its answer."""
    typed = request.GET.get("code", "")
    if not typed:
        return _page(request, {})
    if not _within_limit(request):
        return _too_many(request, typed)
    if verify(typed, timezone.now()) is None:
        return _unknown(request, typed)
    return redirect("verify_code", normalised(typed))


@access(ANYONE)
@require_GET
def verify_code(request: HttpRequest, code: str) -> HttpResponse:
    """This will say what a certificate is worth at this moment."""
    if not _within_limit(request):
        return _too_many(request, code)
    answer = verify(code, timezone.now())
    if answer is None:
        return _unknown(request, code)
    if _wants_json(request):
        return _private(JsonResponse(answer.as_json()))
    return _page(request, {"answer": answer, "told": told(answer)})


def told(answer: Answer) -> dict[str, StrOrPromise]:
    """This will give the answer's words and the look they are shown in."""
    word, sentence, kind = _TOLD[answer.state]
    return {"word": word, "sentence": sentence, "kind": kind}


def _unknown(request: HttpRequest, typed: str) -> HttpResponse:
    """Unknown, mistyped and deleted look the same."""
    if _wants_json(request):
        return _private(JsonResponse({"state": "UNKNOWN"}, status=UNKNOWN))
    problem = _(
        "No certificate has this code. Compare it with the paper: it has 26 letters "
        "and digits."
    )
    return _page(request, {"typed": typed, "problem": problem}, UNKNOWN)


def _too_many(request: HttpRequest, typed: str) -> HttpResponse:
    problem = _("Too many codes were tried from here. Wait a minute and try again.")
    return _page(request, {"typed": typed, "problem": problem}, TOO_MANY)


def _page(request: HttpRequest, context: dict, status: int = 200) -> HttpResponse:
    return _private(render(request, "certificates/verify.html", context, status=status))


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _wants_json(request: HttpRequest) -> bool:
    if "format" in request.GET:
        return request.GET["format"] == "json"
    preferred = request.get_preferred_type(["text/html", "application/json"])
    return preferred == "application/json"


def _within_limit(request: HttpRequest) -> bool:
    caller = client_address(request) or ""
    return may_try("verify", caller, limit=TRIES, seconds=SECONDS)


_TOLD = {
    LiveState.VALID: (
        gettext_lazy("Valid"),
        gettext_lazy("This credential is in force today."),
        "positive",
    ),
    LiveState.PROVISIONAL: (
        gettext_lazy("Provisional"),
        gettext_lazy(
            "The clinic granted this credential for the period below and has not "
            "confirmed it yet. Until it does, its holder may not work in a session "
            "on the strength of it."
        ),
        "caution",
    ),
    LiveState.NOT_YET_VALID: (
        gettext_lazy("Not yet valid"),
        gettext_lazy("This credential has been granted and begins later."),
        "caution",
    ),
    LiveState.EXPIRED: (
        gettext_lazy("Expired"),
        gettext_lazy("This credential was genuine and has ended."),
        "caution",
    ),
    LiveState.SUPERSEDED: (
        gettext_lazy("Superseded"),
        gettext_lazy(
            "This credential was genuine and has been replaced by a newer one."
        ),
        "caution",
    ),
    LiveState.SUSPENDED: (
        gettext_lazy("Suspended"),
        gettext_lazy("This credential is not in force at present."),
        "critical",
    ),
    LiveState.REVOKED: (
        gettext_lazy("Revoked"),
        gettext_lazy("This credential was taken back and is not in force."),
        "critical",
    ),
    LiveState.RELINQUISHED: (
        gettext_lazy("Given back"),
        gettext_lazy("This credential was given back by its holder."),
        "caution",
    ),
}
