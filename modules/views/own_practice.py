"""What was observed of one's own work, and one's own rating of it."""

import datetime
import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from home.access import OWN_RECORD, PEOPLE, access, clinics_of
from home.errors import RuleBroken
from home.models import Role
from modules.actions.beginning_ratings import open_draft
from modules.actions.paper_corrections import is_for_a_director
from modules.forms.watched_sessions import OwnSessionForm
from modules.models import Observation, PracticumForm
from modules.rating_rules import marks_from
from modules.selectors.observation_drafts import drafts_under_way, self_rating_of
from modules.selectors.practicum import (
    is_open_to_the_observed,
    observation_for,
    own_observations,
    waiting_self_ratings,
)
from modules.shown_marks import critical_shown, domains_shown
from modules.views.learner import clinic_for, learner_of, zone_for
from modules.views.practicum import tell_of_earlier

# They read what was observed of everybody at their clinic.
READERS = (Role.CLINICAL_DIRECTOR, Role.AUDITOR)


@access(OWN_RECORD)
@never_cache
@require_GET
def practicum_mine(request: HttpRequest) -> HttpResponse:
    """This will show a person what was observed of their own work."""
    me, now = learner_of(request), timezone.now()
    context = {
        "observations": own_observations(me, now),
        "drafts": [row for row in drafts_under_way(me.pk) if row.is_own],
        "waiting": waiting_self_ratings(me),
        "forms": PracticumForm.objects.defer("content"),
    }
    return render(request, "modules/practicum_mine.html", context)


@access(PEOPLE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own_rating_begin(request: HttpRequest, form_code: str) -> HttpResponse:
    """This will begin a rating of one's own session."""
    kept = get_object_or_404(PracticumForm, code=form_code)
    me, clinic, now = learner_of(request), clinic_for(request), timezone.now()
    form = OwnSessionForm(
        request.POST or None,
        form=kept,
        clinic=clinic,
        today=clinic.day_of(now),
        initial={name: request.GET.get(name) for name in OwnSessionForm.base_fields},
    )
    if form.is_valid():
        try:
            draft = open_draft(me, form.begun(), by=me, at=now)
        except RuleBroken as refusal:
            form.add_error(None, refusal.message)
        else:
            tell_of_earlier(request, draft, now)
            return redirect("rating", draft_id=draft.pk)
    context = {"form": form, "kept": kept, "clinic": clinic, "is_own": True}
    status = 422 if form.errors else 200
    return render(request, "modules/observation_begin.html", context, status=status)


@access(OWN_RECORD)
@never_cache
@require_GET
def observation(request: HttpRequest, observation_id: uuid.UUID) -> HttpResponse:
    """This will show one observation to whoever rated, was observed, or directs."""
    me, now = learner_of(request), timezone.now()
    row = observation_for(
        me,
        observation_id,
        works_at=clinics_of(request),
        reads_all_at=clinics_of(request, *READERS),
    )
    if row is None:
        raise Http404
    own = self_rating_of(row)
    is_open = me != row.person or is_open_to_the_observed(row, own, now)
    if not is_open:
        return redirect("practicum_mine")
    detail = getattr(row, "detail", None)
    marks = marks_from((detail.shown if detail else {}).get("marks", _levels(row)))
    content = row.form_content
    context = {
        "row": row,
        "detail": detail,
        "domains": domains_shown(content, marks, rated_for="S"),
        "critical": [one for one in critical_shown(content, marks) if one.is_chosen],
        "note": marks.note,
        "own": own,
        "own_domains": _own_domains(own),
        "is_mine": me == row.person,
        "is_theirs": me == row.assessor,
        "is_for_me": _is_for_me(request, row, now),
        "paper": getattr(row, "paper_correction", None),
        "zone": zone_for(request),
    }
    return render(request, "modules/observation.html", context)


def _is_for_me(request: HttpRequest, row: Observation, at: datetime.datetime) -> bool:
    """Whether the caller directs the clinic and may put a paper right for it."""
    directs = row.clinic in clinics_of(request, Role.CLINICAL_DIRECTOR)
    is_other = learner_of(request) not in (row.person, row.assessor)
    return directs and is_other and is_for_a_director(row, at)


def _levels(row):
    """What came in on paper has levels and no marks."""
    return {"ratings": row.ratings}


def _own_domains(own):
    if own is None:
        return []
    kept = marks_from({"behaviours": own.behaviours, "ratings": own.ratings})
    return domains_shown(own.form_content, kept, rated_for="S")
