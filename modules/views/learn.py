"""My path, and beginning a track."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from home.access import PEOPLE, access
from modules.actions.enrolments import enrol
from modules.models import TrackPage
from modules.selectors.path import path_of
from modules.selectors.practicum_counts import observed_counts
from modules.views.learner import (
    clinic_for,
    learner_of,
    path_for,
    standing_for,
    zone_for,
)


@access(PEOPLE)
@never_cache
@require_GET
def my_path(request: HttpRequest) -> HttpResponse:
    """This will show where the person stands and the one thing to do next."""
    told = standing_for(request)
    context = {
        "record": told.record,
        "path": path_of(told.record, places=told.places, at=timezone.now()),
        "observed": observed_counts(told.record),
        "zone": zone_for(request),
    }
    return render(request, "modules/my_path.html", context)


@access(PEOPLE)
@require_POST
def begin_track(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """This will begin a track, then open the lesson that was asked for, or the next."""
    track = get_object_or_404(TrackPage.objects.live(), translation_key=key)
    person = learner_of(request)
    enrol(
        person,
        track=track,
        clinic=clinic_for(request),
        by=person,
        at=timezone.now(),
    )
    found = next((t for t in path_for(request).tracks if t.key == str(key)), None)
    lessons = found.lessons if found else ()
    asked = [row for row in lessons if row.key == request.POST.get("lesson")]
    unread = list(found.unread) if found else []
    target = next((row.url for row in [*asked, *unread] if row.url), track.url)
    return redirect(target)
