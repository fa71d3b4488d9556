"""A director puts right what was entered from the paper of somebody who has left."""

import dataclasses
import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from home.access import access, clinics_of, roles
from home.errors import RuleBroken
from home.models import Role
from modules.actions.paper_corrections import correct_paper, is_for_a_director
from modules.forms.practicum import PaperCorrectionForm
from modules.forms.watched_sessions import NO, YES
from modules.models import Observation
from modules.selectors.practicum import observation_for
from modules.views.corrections import FIELD_OF, form_of
from modules.views.learner import learner_of

DIRECTOR = Role.CLINICAL_DIRECTOR


@access(roles(DIRECTOR))
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def paper_correct(request: HttpRequest, observation_id: uuid.UUID) -> HttpResponse:
    """This will enter once more what a paper says, and why."""
    me, now = learner_of(request), timezone.now()
    mine = clinics_of(request, DIRECTOR)
    row = observation_for(me, observation_id, works_at=[], reads_all_at=mine)
    if row is None or row.clinic not in mine or me == row.person:
        raise Http404
    if hasattr(row, "corrected_by"):
        return redirect("observation", observation_id=row.corrected_by.pk)
    if not is_for_a_director(row, now):
        raise Http404
    form = PaperCorrectionForm(
        request.POST or None,
        form=form_of(row),
        clinic=row.clinic,
        today=row.clinic.day_of(now),
        initial=_initial(row),
    )
    if form.is_valid():
        seen = dataclasses.replace(form.observed(row.assessor), corrects=row)
        try:
            newer = correct_paper(seen, form.cleaned_data["reason"], by=me, at=now)
        except RuleBroken as refusal:
            form.add_error(FIELD_OF.get(refusal.code), refusal.message)
        else:
            return redirect("observation", observation_id=newer.pk)
    context = {"form": form, "row": row}
    status = 422 if form.errors else 200
    return render(request, "modules/paper_correction.html", context, status=status)


def _initial(row: Observation) -> dict[str, Any]:
    return row.ratings | {
        "session_code": row.session_code,
        "observed_on": row.observed_on,
        "kind": row.kind,
        "supervision": row.supervision,
        "critical_fail": YES if row.had_critical_fail else NO,
    }
