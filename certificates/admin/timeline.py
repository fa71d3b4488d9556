"""One person's timeline in the Wagtail admin: as of a day, as known on another."""

from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from certificates.admin.lists import Column, file_of, list_context
from certificates.admin.people import frame_of
from certificates.admin.reach import READERS, directed_clinics, read_person
from certificates.forms.timeline import TimelineForm, timeline_sheet
from certificates.selectors.timeline import timeline_of
from certificates.selectors.timeline_scope import scope_at
from home.access import access

COLUMNS = (
    Column(gettext_lazy("When"), "when", is_number=True),
    Column(gettext_lazy("What"), "what"),
    Column(gettext_lazy("By"), "by"),
    Column(gettext_lazy("Written down"), "recorded", is_number=True),
)


@access(READERS)
@never_cache
@require_GET
def timeline(request: HttpRequest, clinic: str, pk: UUID) -> HttpResponseBase:
    """This will show what happened to somebody's credentials, as of and as known."""
    where, found = read_person(request, clinic, pk)
    is_director = where in directed_clinics(request)
    scope = scope_at(found, where, tells_reasons=is_director)
    form, now = TimelineForm(request.GET), timezone.now()
    view = form.view(timeline_of(scope), scope.zone, now)
    file = file_of(request, lambda: timeline_sheet(view, scope.zone, now))
    if file:
        return file
    context = frame_of(where, found, _("Timeline")) | {
        "view": view,
        "zone": where.time_zone,
        "is_director": is_director,
        "is_back_then": bool({"as_of", "known"} & form.asked().keys()),
    }
    context |= list_context(request, form, COLUMNS, view.events)
    return render(request, "certificates/admin/timeline.html", context)
