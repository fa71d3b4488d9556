"""The forecast in the Wagtail admin: what a clinic can staff in the next 90 days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from certificates.admin.forecast_picture import picture_of
from certificates.admin.lists import file_of
from certificates.exports import FORMATS, Sheet
from certificates.rules.forecast import DayAhead
from certificates.selectors.forecast import (
    forecast_as_it_stands,
    forecast_if_renewed,
)
from home.access import access, clinics_of, roles
from home.models import Clinic, Role

DIRECTORS = (Role.CLINICAL_DIRECTOR, Role.MEDICAL_DIRECTOR)
STANDS, RENEWED = "stands", "renewed"
FORECASTS = {STANDS: forecast_as_it_stands, RENEWED: forecast_if_renewed}


@dataclass(frozen=True)
class Stretch:
    """Days one after another with the same numbers, and what happened on the first."""

    since: date
    until: date
    row: DayAhead


@access(roles(*DIRECTORS))
@never_cache
@require_GET
def forecast(request: HttpRequest) -> HttpResponseBase:
    """This will show people and pairs that are clear, by week and weekday."""
    clinics, now = clinics_of(request, *DIRECTORS), timezone.now()
    clinic = _chosen(clinics, request.GET.get("clinic", ""))
    asked = request.GET.get("checks", RENEWED)
    asked = asked if asked in FORECASTS else RENEWED
    days = FORECASTS[asked](clinic, now)
    file = file_of(request, lambda: forecast_sheet(days, clinic))
    if file:
        return file
    address = f"?clinic={clinic.slug}&checks="
    context: dict[str, Any] = {
        "header_title": _("Forecast"),
        "header_icon": "calendar",
        "breadcrumbs_items": [{"url": "", "label": _("Forecast")}],
        "clinic": clinic,
        "clinics": clinics,
        "asked": asked,
        "views": [
            (address + RENEWED, _("If checks are renewed in time"), asked == RENEWED),
            (address + STANDS, _("As it stands"), asked == STANDS),
        ],
        "picture": picture_of(days),
        "today": days[0],
        "last": days[-1],
        "lowest": min(days, key=lambda row: (row.ordinary, row.day)),
        "stretches": stretches_of(days),
        "files": [(n.upper(), f"{address}{asked}&file={n}") for n in FORMATS],
    }
    return render(request, "certificates/admin/forecast.html", context)


def forecast_sheet(days: Sequence[DayAhead], clinic: Clinic) -> Sheet:
    """This will give every day as a list for a file."""
    heads = [
        _("Day"),
        _("Could lead without a supervisor"),
        _("Could be one of the two therapists"),
        _("Pairs for configuration A"),
        _("Pairs for configuration B"),
        _("No longer clear"),
        _("Clear from this day"),
    ]
    rows = (
        (row.day, *row.numbers, ", ".join(row.ends), ", ".join(row.begins))
        for row in days
    )
    return Sheet(f"forecast-{clinic.slug}-{days[0].day}", heads, rows)


def stretches_of(days: Sequence[DayAhead]) -> list[Stretch]:
    """This will put days together that are alike; each change begins a new stretch."""
    found: list[Stretch] = []
    for row in days:
        is_like = found and not row.ends and not row.begins
        if is_like and found[-1].row.numbers == row.numbers:
            found[-1] = Stretch(found[-1].since, row.day, found[-1].row)
        else:
            found.append(Stretch(row.day, row.day, row))
    return found


def _chosen(clinics: list[Clinic], slug: str) -> Clinic:
    for clinic in clinics:
        if slug in ("", clinic.slug):
            return clinic
    raise Http404
