"""An assessor puts a rating of their own right: the session again, and why."""

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
from modules.actions.beginning_ratings import open_draft
from modules.forms.watched_sessions import NO, CorrectionForm
from modules.models import Observation, PracticumForm
from modules.selectors.practicum import observation_for
from modules.views.learner import learner_of
from modules.views.practicum import tell_of_earlier

FIELD_OF = {"PRACTICUM-REASON-MISSING": "reason", "PRACTICUM-MARKS-REFUSED": "reason"}


@access(roles(Role.ASSESSOR))
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def observation_correct(
    request: HttpRequest, observation_id: uuid.UUID
) -> HttpResponse:
    """This will begin a form that puts an earlier one right, marked as that one was."""
    me, now = learner_of(request), timezone.now()
    row = observation_for(
        me, observation_id, works_at=clinics_of(request, Role.ASSESSOR)
    )
    if row is None or row.assessor != me:
        raise Http404
    if hasattr(row, "corrected_by"):
        return redirect("observation", observation_id=row.corrected_by.pk)
    kept = form_of(row)
    form = CorrectionForm(
        request.POST or None,
        form=kept,
        clinic=row.clinic,
        today=row.clinic.day_of(now),
        initial=_initial(row),
    )
    if form.is_valid():
        begun = dataclasses.replace(
            form.begun(), corrects=row, reason=form.cleaned_data["reason"]
        )
        try:
            draft = open_draft(row.person, begun, by=me, at=now)
        except RuleBroken as refusal:
            form.add_error(FIELD_OF.get(refusal.code), refusal.message)
        else:
            tell_of_earlier(request, draft, now)
            return redirect("rating", draft_id=draft.pk)
    context = {
        "form": form,
        "kept": kept,
        "observed_person": row.person,
        "clinic": row.clinic,
        "corrects": row,
    }
    status = 422 if form.errors else 200
    return render(request, "modules/observation_begin.html", context, status=status)


def form_of(row: Observation) -> PracticumForm:
    """The form as it stood when the session was rated."""
    today = PracticumForm.objects.filter(code=row.form_code).first()
    title = today.title if today else row.form_code
    return PracticumForm(code=row.form_code, title=title, content=row.form_content)


def _initial(row: Observation) -> dict[str, Any]:
    detail = getattr(row, "detail", None)
    return {
        "session_code": row.session_code,
        "observed_on": row.observed_on,
        "kind": row.kind,
        "supervision": row.supervision,
        "rated_for": (detail.rated_for if detail else "") or NO,
        "consent": bool(detail and detail.consent_recorded),
    }
