"""Reporting a concern about somebody at one's own clinic."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from certificates.actions.concerns import report_concern
from certificates.forms.concerns import ConcernForm
from home.access import PEOPLE, access, caller, clinics_of
from home.errors import RuleBroken
from home.models import Clinic

UNUSABLE = 422
FIELD_OF = {
    "CONCERN-ACCOUNT-MISSING": "account",
    "CONCERN-NAMES-PATIENT": "account",
    "CONCERN-SESSION-CODE": "session_code",
    "CONCERN-DAY-AHEAD": "occurred_on",
}


@sensitive_post_parameters("person", "account", "severity", "session_code")
@access(PEOPLE)
@never_cache
@require_http_methods(["GET", "POST"])
def concern_report(request: HttpRequest) -> HttpResponse:
    """This will take a report; afterwards nobody but a safety officer reads it."""
    clinics, now, me = clinics_of(request), timezone.now(), caller(request)
    clinic = _chosen(request, clinics)
    form = ConcernForm(request.POST or None, clinic=clinic, by=me, at=now)
    status = UNUSABLE if form.errors else 200
    if form.is_valid():
        try:
            report_concern(clinic, form.report(), by=me, at=now)
        except RuleBroken as refusal:
            form.add_error(FIELD_OF.get(refusal.code), refusal.message)
            status = refusal.status
        else:
            return redirect("concern_sent")
    context = {"form": form, "clinic": clinic, "clinics": clinics}
    return render(request, "certificates/concern.html", context, status=status)


@access(PEOPLE)
@never_cache
@require_GET
def concern_sent(request: HttpRequest) -> HttpResponse:
    """This will say what happens next; it shows nothing of what was sent."""
    return render(request, "certificates/concern_sent.html")


def _chosen(request: HttpRequest, clinics: list[Clinic]) -> Clinic:
    asked = request.POST.get("clinic") or request.GET.get("clinic")
    for clinic in clinics:
        if asked in (None, "", clinic.slug):
            return clinic
    raise Http404
