"""The roster in the Wagtail admin: who is there, what they may do, and why not."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from certificates.admin.lists import Column, file_of, list_context
from certificates.admin.reach import (
    READERS,
    directed_clinics,
    read_clinic,
    read_clinics,
)
from certificates.exports import Sheet
from certificates.forms.lists import RosterForm
from certificates.selectors.roster_rows import RosterRow, roster_rows
from certificates.selectors.rosters import roster_ids
from certificates.templatetags.credentials import state_word
from home.access import access, caller
from home.models import Clinic

COLUMNS = (
    Column(gettext_lazy("Person"), "name"),
    Column(gettext_lazy("Credentials"), "level"),
    Column(gettext_lazy("May do today, and what stands in the way")),
    Column(gettext_lazy("Next lapse"), "lapse", is_number=True),
)
CHUNK = 500


@access(READERS)
@never_cache
@require_GET
def people(request: HttpRequest) -> HttpResponseBase:
    """This will list who is at a clinic, what they hold, and why they may not work."""
    clinic = read_clinic(request, request.GET.get("clinic", ""))
    form, now = RosterForm(request.GET), timezone.now()
    ids = roster_ids(clinic, now, form.wish())
    file = file_of(request, lambda: roster_sheet(ids, clinic, now))
    if file:
        return file
    context: dict[str, Any] = {
        "header_title": _("People"),
        "header_icon": "group",
        "breadcrumbs_items": [{"url": "", "label": _("People")}],
        "clinic": clinic,
        "clinics": read_clinics(request),
        "is_director": clinic in directed_clinics(request),
        "caller": caller(request),
    }
    context |= list_context(request, form, COLUMNS, ids)
    context["rows"] = roster_rows(list(context["page_obj"]), clinic, now)
    return render(request, "certificates/admin/people.html", context)


def roster_sheet(ids: Sequence[UUID], clinic: Clinic, now) -> Sheet:
    """This will give a roster as a list for a file, read while it is written."""
    heads = [
        _("Person"),
        _("Roles"),
        _("Credentials"),
        _("May do today"),
        _("What stands in the way"),
        _("Suspended"),
        _("Next lapse"),
        _("Lapses after"),
    ]
    name = f"people-{clinic.slug}-{clinic.day_of(now).isoformat()}"
    return Sheet(name, heads, _lines(ids, clinic, now))


def _lines(ids: Sequence[UUID], clinic: Clinic, now) -> Iterator[tuple]:
    for start in range(0, len(ids), CHUNK):
        for row in roster_rows(ids[start : start + CHUNK], clinic, now):
            yield _line(row)


def _line(row: RosterRow) -> tuple:
    held = [
        f"{one.title}: {state_word(one.state)}, {one.valid_to.isoformat()}"
        for one in row.held
    ]
    lapse = row.next_lapse
    return (
        row.person.name,
        ", ".join(row.roles),
        " / ".join(held),
        " ".join(row.may),
        " ".join(row.reasons),
        row.is_suspended,
        lapse.what if lapse else "",
        lapse.last_day if lapse else None,
    )
