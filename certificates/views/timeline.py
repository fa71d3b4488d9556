"""A person's own timeline: what happened to their credentials, as of and as known."""

import datetime
from zoneinfo import ZoneInfo

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from certificates.exports import FORMATS
from certificates.forms.timeline import TimelineForm, timeline_sheet
from certificates.rules.standings_at import Event, Life
from certificates.selectors.timeline import timeline_of
from certificates.selectors.timeline_scope import scope_of_self
from certificates.templatetags.credentials import BADGES, state_word
from home.access import OWN_RECORD, access, caller, clinics_of

PER_PAGE = 50


@access(OWN_RECORD)
@never_cache
@require_GET
def timeline(request: HttpRequest) -> HttpResponseBase:
    """This will show the caller what happened to their credentials, at every clinic."""
    form, now, zone = TimelineForm(request.GET), timezone.now(), _zone(request)
    view = form.view(timeline_of(scope_of_self(caller(request), zone)), zone, now)
    write = FORMATS.get(request.GET.get("file", ""))
    if write:
        return write(timeline_sheet(view, zone, now))
    page = Paginator(view.events, PER_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "trail": [{"label": _("Credentials"), "url": reverse("credentials")}],
        "form": form,
        "as_of": date_format(view.as_of.astimezone(zone), "j F Y"),
        "known_at": date_format(view.known_at.astimezone(zone), "j F Y"),
        "standings": [_standing(life, state) for life, state in view.standings],
        "page_obj": page,
        "query": query.urlencode() + "&" if query else "",
        "events": [_told(event, zone) for event in page],
        "files": [(name.upper(), f"?{_with_file(query, name)}") for name in FORMATS],
    }
    return render(request, "certificates/timeline.html", context)


def _zone(request: HttpRequest) -> ZoneInfo:
    """The clock of a clinic they work at; who works at none reads UTC."""
    clinics = clinics_of(request)
    return ZoneInfo(clinics[0].time_zone if clinics else "UTC")


def _with_file(query, name: str) -> str:
    asked = query.copy()
    asked["file"] = name
    return asked.urlencode()


def _standing(life: Life, state) -> dict[str, str]:
    first, last = (date_format(day, "j F Y") for day in life.period)
    return {
        "term": life.title,
        "value": _("%(first)s to %(last)s") % {"first": first, "last": last},
        "note": life.where,
        "badge_kind": BADGES.get(state, "caution"),
        "badge_label": state_word(state),
    }


def _told(event: Event, zone: ZoneInfo) -> dict[str, str]:
    """One line; when it was written down later, that day too."""
    moment, recorded = event.effective.astimezone(zone), event.recorded.astimezone(zone)
    text = [event.words, event.by, event.where]
    if _is_later(moment, recorded):
        day = date_format(recorded, "j F Y")
        text.append(_("written down on %(day)s") % {"day": day})
    return {
        "at": date_format(moment, "j F Y" if event.is_day else "j F Y, H:i"),
        "datetime": event.effective.isoformat(),
        "title": event.what,
        "text": " · ".join(part for part in text if part),
        "url": event.url,
    }


def _is_later(moment: datetime.datetime, recorded: datetime.datetime) -> bool:
    return recorded.date() > moment.date()
