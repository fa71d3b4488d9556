"""What runs out, as a list in the Wagtail admin."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from certificates.admin.lists import Column, file_of, list_context
from certificates.admin.reach import READERS, directed_clinics, read_clinics
from certificates.exports import Sheet
from certificates.forms.lists import LapsesForm
from certificates.rules.lapse_bands import Lapse
from certificates.selectors.lapses import lapses_at
from home.access import access
from home.models import Clinic

COLUMNS = (
    Column(gettext_lazy("Last day"), "day", is_number=True),
    Column(gettext_lazy("Person"), "name"),
    Column(gettext_lazy("What"), "what"),
    Column(gettext_lazy("Booked sessions after it"), "sessions"),
)


@access(READERS)
@never_cache
@require_GET
def lapses(request: HttpRequest) -> HttpResponseBase:
    """This will list what is past or runs out within 90 days."""
    clinics, form, now = read_clinics(request), LapsesForm(request.GET), timezone.now()
    found = _asked_for(lapses_at(clinics, now), form.asked())
    by_id = {clinic.pk: clinic for clinic in clinics}
    file = file_of(request, lambda: lapses_sheet(found, by_id, now))
    if file:
        return file
    context: dict[str, Any] = {
        "header_title": _("What runs out"),
        "header_icon": "time",
        "breadcrumbs_items": [{"url": "", "label": _("What runs out")}],
        "directed": directed_clinics(request),
        "many_clinics": len(clinics) > 1,
    }
    context |= list_context(request, form, COLUMNS, found)
    context["rows"] = [(row, by_id[row.clinic_id]) for row in context["page_obj"]]
    return render(request, "certificates/admin/lapses.html", context)


def lapses_sheet(found: Sequence[Lapse], clinics: dict[int, Clinic], now) -> Sheet:
    """This will give what runs out as a list for a file."""
    heads = [
        _("Last day"),
        _("Days left"),
        _("Person"),
        _("Clinic"),
        _("Kind"),
        _("What"),
        _("Booked sessions after it"),
    ]
    rows = (
        (
            row.last_day,
            row.days,
            row.name,
            clinics[row.clinic_id].name,
            row.kind.label,
            row.what,
            ", ".join(row.sessions),
        )
        for row in found
    )
    return Sheet(f"lapses-{now:%Y-%m-%d}", heads, rows)


def _asked_for(found: list[Lapse], asked: dict) -> list[Lapse]:
    name = asked.get("name", "").casefold()
    kept = [
        row
        for row in found
        if name in row.name.casefold()
        and asked.get("kind", row.kind) == row.kind
        and asked.get("band", row.band) == row.band
        and (row.sessions or not asked.get("endangers"))
    ]
    return _in_order(kept, asked.get("sort", "day"))


def _in_order(found: list[Lapse], sort: str) -> list[Lapse]:
    """The soonest first; where sessions are asked for, whose most sessions hang on."""
    key = {
        "day": lambda row: row.last_day,
        "name": lambda row: row.name.casefold(),
        "what": lambda row: row.what.casefold(),
        "sessions": lambda row: -len(row.sessions),
    }[sort.lstrip("-")]
    return sorted(found, key=key, reverse=sort.startswith("-"))
