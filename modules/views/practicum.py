"""The practicum: whom an assessor may rate, and the session that is about to be."""

import datetime
import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from home.access import access, clinics_of, roles
from home.errors import RuleBroken
from home.models import Clinic, Person, Role
from modules.actions.admitting import refuse_unless_apart
from modules.actions.beginning_ratings import open_draft
from modules.assessor_rules import require_all
from modules.forms.watched_sessions import ObservedSessionForm
from modules.models import ObservationDraft, PracticumForm
from modules.selectors.observation_drafts import drafts_under_way
from modules.selectors.practicum import newly_signed, people_to_observe
from modules.views.learner import learner_of


@access(roles(Role.ASSESSOR))
@never_cache
@require_GET
def practicum(request: HttpRequest) -> HttpResponse:
    """This will list the people an assessor works with, with the forms there are."""
    clinics, me = clinics_of(request, Role.ASSESSOR), learner_of(request)
    now = timezone.now()
    context = {
        "drafts": [row for row in drafts_under_way(me.pk) if not row.is_own],
        "people": people_to_observe(clinics, me, now),
        "forms": PracticumForm.objects.defer("content"),
        "signed": newly_signed(me, now),
    }
    return render(request, "modules/practicum.html", context)


@access(roles(Role.ASSESSOR))
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def practicum_form(
    request: HttpRequest, person_id: uuid.UUID, form_code: str
) -> HttpResponse:
    """This will begin to rate one observed session."""
    person, clinic = _person_of_mine(request, person_id)
    kept = get_object_or_404(PracticumForm, code=form_code)
    me, now = learner_of(request), timezone.now()
    refuse_unless_apart(person, me, clinic, at=now)
    today = clinic.day_of(now)
    form = ObservedSessionForm(
        request.POST or None, form=kept, clinic=clinic, today=today
    )
    if not form.is_bound:
        _warn_of_what_is_missing(request, clinic, today)
    if form.is_valid():
        try:
            draft = open_draft(person, form.begun(), by=me, at=now)
        except RuleBroken as refusal:
            form.add_error(None, refusal.message)
        else:
            tell_of_earlier(request, draft, now)
            return redirect("rating", draft_id=draft.pk)
    context = {"form": form, "kept": kept, "observed_person": person, "clinic": clinic}
    status = 422 if form.errors else 200
    return render(request, "modules/observation_begin.html", context, status=status)


def tell_of_earlier(
    request: HttpRequest, draft: ObservationDraft, now: datetime.datetime
) -> None:
    """This will say when a form that was begun before is carried on."""
    if draft.opened_at != now:
        messages.info(
            request,
            _(
                "You began this form before: it is as you left it, its day and its "
                "session too. To begin anew, put it aside first."
            ),
        )


def _warn_of_what_is_missing(
    request: HttpRequest, clinic: Clinic, today: datetime.date
) -> None:
    """Tell an assessor before they fill the form; an earlier day may still do."""
    try:
        require_all(learner_of(request), clinic, today, timezone.now())
    except RuleBroken as refusal:
        messages.warning(request, refusal.message)


def _person_of_mine(
    request: HttpRequest, person_id: uuid.UUID
) -> tuple[Person, Clinic]:
    """Somebody of another clinic does not exist here."""
    now = timezone.now()
    clinics = clinics_of(request, Role.ASSESSOR)
    for row in people_to_observe(clinics, learner_of(request), now):
        if row.person.pk == person_id:
            return row.person, row.clinic
    raise Http404
