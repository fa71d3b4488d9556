"""Branching cases: the note before, the story moment by moment, and how it ended."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from home.access import PEOPLE, access
from home.errors import RuleBroken
from modules.actions.case_swaps import NoParallelCase, swap_case
from modules.actions.debriefs import NotReopened, read_again, waits_for_debrief
from modules.actions.scenarios import NoSuchChoice, choose, is_enrolled, start_run
from modules.models import CaseSwap, Debrief, Scenario, ScenarioRun
from modules.selectors.case_why import case_why
from modules.selectors.debriefs import lessons_asked_again
from modules.stories import Moment, current, moments
from modules.views.learner import learner_of, zone_for


@access(PEOPLE)
@never_cache
@require_GET
def scenario(request: HttpRequest, code: str) -> HttpResponse:
    """This will say what the case is about before anything of it is told."""
    found = get_object_or_404(Scenario.objects.defer("graph"), code=code)
    return _before(request, found)


def _before(
    request: HttpRequest, found: Scenario, refusal: RuleBroken | None = None
) -> HttpResponse:
    me = learner_of(request)
    runs = list(found.runs.filter(person=me).defer("graph"))
    swap = CaseSwap.objects.filter(person=me, scenario=found).first()
    context = {
        "scenario": found,
        "instead": swap.instead if swap else None,
        "needs_debrief": waits_for_debrief(me.pk, found.group),
        "refusal": refusal,
        "open_run": next((run for run in runs if not run.finished_at), None),
        "runs": [run for run in runs if run.finished_at],
        "is_enrolled": is_enrolled(me, found),
        "zone": zone_for(request),
        "why": case_why(found, runs),
    }
    status = refusal.status if refusal else 200
    return render(request, "modules/scenario.html", context, status=status)


@access(PEOPLE)
@require_POST
def scenario_start(request: HttpRequest, code: str) -> HttpResponse:
    """This will begin the case, or go on with the open run."""
    found = get_object_or_404(Scenario, code=code)
    person = learner_of(request)
    run = start_run(person, scenario=found, by=person, at=timezone.now())
    return redirect("scenario_run", run_id=run.pk)


@access(PEOPLE)
@require_POST
def scenario_swap(request: HttpRequest, code: str) -> HttpResponse:
    """This will lead to a parallel case; or say whom to talk to where there is none."""
    found = get_object_or_404(Scenario.objects.defer("graph"), code=code)
    try:
        instead = swap_case(found, by=learner_of(request), at=timezone.now())
    except NoParallelCase as refusal:
        return _before(request, found, refusal)
    return redirect("scenario", code=instead.code)


@access(PEOPLE)
@require_POST
def scenario_reread(
    request: HttpRequest, run_id: uuid.UUID, lesson_code: str
) -> HttpResponse:
    """This will keep that a reopened lesson was read again."""
    run = run_of(request, run_id)
    try:
        read_again(run, lesson_code, by=learner_of(request), at=timezone.now())
    except NotReopened as refusal:
        raise Http404 from refusal
    return redirect(reverse("scenario_run", args=[run.pk]) + "#again")


@access(PEOPLE)
@never_cache
@require_GET
def scenario_run(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    """This will tell the moment that waits, or how the case ended."""
    return _page(request, run_of(request, run_id))


@access(PEOPLE)
@require_POST
def scenario_choose(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    """This will take a choice and tell what follows from it."""
    run = run_of(request, run_id)
    try:
        choose(
            run,
            node=request.POST.get("node", ""),
            choice=request.POST.get("choice", ""),
            by=learner_of(request),
            at=timezone.now(),
        )
    except NoSuchChoice as refusal:
        return _page(request, run, refusal)
    return redirect("scenario_run", run_id=run.pk)


def run_of(request: HttpRequest, run_id: uuid.UUID) -> ScenarioRun:
    """This will find the caller's own run.

    Raises:
        Http404: there is none, or it is somebody else's.
    """
    rows = ScenarioRun.objects.filter(person=learner_of(request))
    found = rows.select_related("scenario").filter(pk=run_id).first()
    if found is None:
        raise Http404
    return found


def _page(
    request: HttpRequest, run: ScenarioRun, refusal: RuleBroken | None = None
) -> HttpResponse:
    decided = moments(run.graph, list(run.steps.values_list("node", "choice")))
    if run.finished_at:
        return render(request, "modules/scenario_end.html", _ending(run, decided))
    code = current(run.graph, decided)
    node = run.graph["nodes"][code]
    choices = [{"id": one["id"], "text": one["text"]} for one in node["choices"]]
    context = {
        "run": run,
        "before": decided[:-1],
        "last": decided[-1] if decided else None,
        "scene": {"code": code, "title": node["title"], "text": node["text"]},
        "choices": choices,
        "number": len(decided) + 1,
        "error": refusal.message if refusal else "",
    }
    status = refusal.status if refusal else 200
    return render(request, "modules/scenario_run.html", context, status=status)


def _ending(run: ScenarioRun, decided: list[Moment]) -> dict[str, object]:
    return {
        "run": run,
        "ending": run.graph["endings"].get(run.ending, ""),
        "decided": decided,
        "last": decided[-1],
        "lessons": lessons_asked_again(run, decided),
        "debrief": Debrief.objects.filter(run=run).select_related("by").first(),
    }
