"""Asking the gate in the browser."""

import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from certificates.actions.clearance import Asker, ask
from certificates.explain import told
from certificates.forms.clearance import (
    BookedSessionForm,
    OnePersonForm,
    PlannedSessionForm,
    QuestionForm,
)
from certificates.permissions import MAY_ASK_ABOUT_ANYBODY, MAY_ASK_THE_GATE
from home.access import access, caller, clinics_of, roles
from home.models import Clinic, Person, Role
from home.selectors import people_of


@access(roles(*MAY_ASK_THE_GATE))
@never_cache
@require_http_methods(["GET", "POST"])
def clearance(request: HttpRequest) -> HttpResponse:
    """This will show the forms and, when one was sent, the gate's fresh answer."""
    clinic = _clinic(request)
    now = timezone.now()
    sent = request.POST.get("form", "")
    asked = _forms(request, clinic, now)
    form = asked.get(sent)
    answer = None
    if form is not None and form.is_valid():
        answer = _answer(request, form.question(), clinic, now)
    context = {
        "clinic": clinic,
        "clinics": clinics_of(request, *MAY_ASK_THE_GATE),
        "forms": asked,
        "sent": sent if form else "",
        "answer": answer,
    }
    status = 422 if form is not None and answer is None else 200
    return render(request, "certificates/clearance.html", context, status=status)


def _forms(
    request: HttpRequest, clinic: Clinic, now: datetime.datetime
) -> dict[str, QuestionForm]:
    """This will make the forms the caller may use, the sent one with what was typed."""
    sent = request.POST.get("form", "")

    def common(name: str) -> dict:
        data = request.POST if sent == name else None
        return {"data": data, "prefix": name, "clinic": clinic, "at": now}

    person = caller(request)
    if clinic not in clinics_of(request, *MAY_ASK_ABOUT_ANYBODY):
        oneself = Person.objects.filter(pk=person.pk)
        chosen = {"person": person}
        alone = OnePersonForm(people=oneself, initial=chosen, **common("alone"))
        return {"alone": alone}
    return {
        "booked": BookedSessionForm(**common("booked")),
        "planned": PlannedSessionForm(**common("planned")),
        "alone": OnePersonForm(people=people_of([clinic]), **common("alone")),
    }


def _clinic(request: HttpRequest) -> Clinic:
    """This will give the clinic asked about, among the caller's own.

    Raises:
        Http404: it is somebody else's clinic.
    """
    clinics = clinics_of(request, *MAY_ASK_THE_GATE)
    wanted = request.POST.get("clinic") or request.GET.get("clinic")
    if not wanted:
        return clinics[0]
    found = next((clinic for clinic in clinics if clinic.slug == wanted), None)
    if found is None:
        raise Http404
    return found


def _answer(
    request: HttpRequest, question: dict, clinic: Clinic, at: datetime.datetime
) -> dict:
    asker = Asker(clinic=clinic, person=caller(request), purpose="by hand")
    answer = ask(question, asker=asker, at=at)
    is_director = clinic in clinics_of(request, Role.CLINICAL_DIRECTOR)
    data = answer.as_confidential_json() if is_director else answer.as_json()
    return told(data, question, clinic)
