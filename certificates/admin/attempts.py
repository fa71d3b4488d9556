"""Somebody's attempts at assessments, for a director, and opening one more."""

import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from certificates.actions.attempt_unlocks import open_one_more
from certificates.admin.entering import enter
from certificates.admin.people import DIRECTORS, frame_of
from certificates.admin.reach import directed_person
from certificates.forms.attempts import UnlockForm
from home.access import access, caller
from home.models import Person
from modules.actions.ending_attempts import close_overdue
from modules.models import Assessment
from modules.selectors.unlocks import attempts_used


@access(DIRECTORS)
@never_cache
@require_GET
def attempts(request: HttpRequest, clinic: str, pk: UUID) -> HttpResponse:
    """This will show how many attempts somebody has used, and which are shut."""
    where, found = directed_person(request, clinic, pk)
    close_overdue(at=timezone.now(), person=found)
    frame = frame_of(where, found, _("Assessments")) | {
        "rows": attempts_used(found, where),
        "is_self": found == caller(request),
    }
    return render(request, "certificates/admin/attempts.html", frame)


@access(DIRECTORS)
@never_cache
@require_http_methods(["GET", "POST"])
def unlock(request: HttpRequest, clinic: str, pk: UUID, code: str) -> HttpResponse:
    """This will open one more attempt for somebody who has used them all."""
    where, found = directed_person(request, clinic, pk)
    begun = Assessment.objects.filter(attempts__person=found).distinct()
    assessment = get_object_or_404(begun, code=code)
    form = UnlockForm(request.POST or None)

    def act(*, by: Person, at: datetime.datetime) -> None:
        told = (assessment, form.cleaned_data["reason"])
        open_one_more(found, where, told, by=by, at=at)

    frame = frame_of(where, found, _("Open one more attempt"))
    frame |= {
        "lead": _(
            "%(title)s: all attempts are used. Go through what was not right with "
            "%(name)s first. You open one attempt; after it, it is shut again."
        )
        % {"title": assessment.title, "name": found.name},
        "button": _("Open one more attempt"),
        "done": _("One more attempt is open."),
        "back_url": reverse("credentialing_attempts", args=[where.slug, found.pk]),
    }
    return enter(request, form, act, frame)


PERSON = "credentialing/<slug:clinic>/people/<uuid:pk>/"
VIEWS = [
    (PERSON + "assessments/", attempts, "attempts"),
    (PERSON + "assessments/<slug:code>/unlock/", unlock, "unlock_attempt"),
]
