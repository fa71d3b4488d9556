"""A therapist's own credentials, and what each next one asks."""

from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from django_stubs_ext import StrOrPromise

from certificates.actions.applications import (
    Wish,
    submit_application,
    withdraw_application,
)
from certificates.models import Application, ApplicationEvent
from certificates.selectors.ladders import ladder_of, past_ladders_of
from certificates.selectors.requirements import title_of
from home.access import OWN_RECORD, PEOPLE, access, caller, clinics_of, roles
from home.errors import RuleBroken
from home.models import Role

SENTENCES: dict[str, StrOrPromise] = {
    Application.State.SUBMITTED: gettext_lazy(
        "It is with the clinical director, who sees your whole record."
    ),
    Application.State.RETURNED: gettext_lazy(
        "It came back with something to mend. Nothing is lost: apply again when it is."
    ),
    Application.State.APPROVED: gettext_lazy("It was approved."),
    Application.State.DECLINED: gettext_lazy("It was declined."),
    Application.State.WITHDRAWN: gettext_lazy("You took it back."),
}
KINDS = {"APPROVED": "positive", "RETURNED": "caution", "DECLINED": "critical"}


@access(OWN_RECORD)
@never_cache
@require_GET
def credentials(request: HttpRequest) -> HttpResponse:
    """This will show what the caller holds, what comes next and what is decided."""
    person, now = caller(request), timezone.now()
    clinics = clinics_of(request, Role.THERAPIST)
    ladders = [ladder_of(person, clinic, now) for clinic in clinics]
    ladders += past_ladders_of(person, clinics, now)
    return render(
        request,
        "certificates/credentials.html",
        {"ladders": ladders, "many_clinics": len(ladders) > 1},
    )


@access(roles(Role.THERAPIST))
@require_POST
def apply(request: HttpRequest) -> HttpResponse:
    """This will put an application before the directors of one clinic."""
    clinics = clinics_of(request, Role.THERAPIST)
    slug = request.POST.get("clinic", "")
    clinic = next((clinic for clinic in clinics if clinic.slug == slug), None)
    if clinic is None:
        raise Http404
    kind, target = request.POST.get("type", ""), request.POST.get("target", "")
    try:
        application = submit_application(
            caller(request), Wish(clinic, kind, target), at=timezone.now()
        )
    except RuleBroken as refusal:
        messages.error(request, refusal.message)
        return redirect("credentials")
    messages.success(request, _("Your application is with the clinical director."))
    return redirect("application", application.pk)


@access(OWN_RECORD)
@never_cache
@require_GET
def application(request: HttpRequest, pk) -> HttpResponse:
    """This will show one of the caller's applications and what became of it."""
    found = _own(request, pk)
    is_open = found.state == Application.State.SUBMITTED
    context = {
        "application": found,
        "title": title_of(found.credential_type, found.target),
        "trail": [{"label": _("Credentials"), "url": reverse("credentials")}],
        "sentence": SENTENCES[found.state],
        "events": [_told(event, found) for event in found.events.select_related("by")],
        "is_open": is_open,
        "may_withdraw": is_open and PEOPLE.allows(request),
    }
    return render(request, "certificates/application.html", context)


@access(PEOPLE)
@require_POST
def withdraw(request: HttpRequest, pk) -> HttpResponse:
    """This will take one of the caller's applications back."""
    found = _own(request, pk)
    withdraw_application(found, by=caller(request), at=timezone.now())
    messages.success(request, _("Your application is withdrawn."))
    return redirect("application", pk)


def _own(request: HttpRequest, pk) -> Application:
    rows = Application.objects.select_related("clinic", "decided_by")
    return get_object_or_404(rows, pk=pk, person=caller(request))


def _told(event: ApplicationEvent, application: Application) -> dict[str, str]:
    """One line of the timeline, by the clinic's clock."""
    moment = timezone.localtime(event.at, ZoneInfo(application.clinic.time_zone))
    return {
        "at": date_format(moment, "j F Y, H:i"),
        "datetime": event.at.isoformat(),
        "title": _("%(what)s by %(who)s")
        % {"what": WORDS[event.state], "who": event.by.name},
        "kind": KINDS.get(event.state, ""),
    }


WORDS: dict[str, StrOrPromise] = {
    Application.State.SUBMITTED: gettext_lazy("Submitted"),
    Application.State.RETURNED: gettext_lazy("Returned"),
    Application.State.APPROVED: gettext_lazy("Approved"),
    Application.State.DECLINED: gettext_lazy("Declined"),
    Application.State.WITHDRAWN: gettext_lazy("Withdrawn"),
}
