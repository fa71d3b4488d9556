"""Talking a critical ending through: who waits for it, and what was agreed."""

import uuid

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from home.access import access, clinics_of, roles
from home.errors import RuleBroken
from modules.actions.debriefs import DEBRIEFERS, LONGEST, record_debrief
from modules.models import ScenarioRun
from modules.selectors.debriefs import runs_to_debrief
from modules.stories import moments
from modules.views.learner import learner_of, zone_for


@access(roles(*DEBRIEFERS))
@never_cache
@require_GET
def case_debriefs(request: HttpRequest) -> HttpResponse:
    """This will list whose case ended at a safety line and is not talked through."""
    context = {"runs": _waiting(request).defer("graph"), "zone": zone_for(request)}
    return render(request, "modules/case_debriefs.html", context)


@access(roles(*DEBRIEFERS))
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def case_debrief(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    """This will tell what was chosen, and keep what the two agreed on."""
    run = _waiting(request).filter(pk=run_id).first()
    if run is None:
        raise Http404
    agreed, refusal = request.POST.get("agreed", ""), None
    if request.method == "POST":
        try:
            record_debrief(
                run, agreed=agreed, by=learner_of(request), at=timezone.now()
            )
        except RuleBroken as refused:
            refusal = refused
        else:
            words = _("The debrief with %(name)s is recorded. They can begin again.")
            messages.success(request, words % {"name": run.person.name})
            return redirect("case_debriefs")
    context = {
        "run": run,
        "decided": moments(run.graph, list(run.steps.values_list("node", "choice"))),
        "ending": run.graph["endings"].get(run.ending, ""),
        "agreed": agreed,
        "longest": LONGEST,
        "error": refusal.message if refusal else "",
        "zone": zone_for(request),
    }
    status = refusal.status if refusal else 200
    return render(request, "modules/case_debrief.html", context, status=status)


def _waiting(request: HttpRequest) -> QuerySet[ScenarioRun]:
    clinics = clinics_of(request, *DEBRIEFERS)
    return runs_to_debrief(clinics, learner_of(request), timezone.now())
