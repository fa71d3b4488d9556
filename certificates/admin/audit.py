"""The audit log in the Wagtail admin: what was done at a clinic, and by whom."""

import json
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from certificates.admin.lists import Column, file_of, list_context
from certificates.admin.reach import READERS, read_clinic, read_clinics
from certificates.exports import Sheet
from certificates.forms.lists import AuditForm
from certificates.selectors.audit_log import LogReader, all_lines, log_lines, log_of
from home.access import access, caller, clinics_of
from home.models import AuditEntry, Clinic, Role

COLUMNS = (
    Column(gettext_lazy("Entry"), "entry", is_number=True),
    Column(gettext_lazy("When"), "when"),
    Column(gettext_lazy("What")),
    Column(gettext_lazy("Done by")),
    Column(gettext_lazy("About")),
    Column(gettext_lazy("Facts")),
)


@access(READERS)
@never_cache
@require_GET
def audit_log(request: HttpRequest) -> HttpResponseBase:
    """This will list what the log says of one clinic, the newest entry first.

    The places in the tree are for auditors: a gap would tell a director of a report.
    """
    clinic = read_clinic(request, request.GET.get("clinic", ""))
    clinics = read_clinics(request)
    form = AuditForm(request.GET)
    entries = log_of(clinic, form.wish(), LogReader(caller(request), clinics))
    has_places = clinic in clinics_of(request, Role.AUDITOR)
    file = file_of(request, lambda: audit_sheet(entries, clinic, has_places=has_places))
    if file:
        return file
    context: dict[str, Any] = {
        "header_title": _("Audit log"),
        "header_icon": "history",
        "breadcrumbs_items": [{"url": "", "label": _("Audit log")}],
        "clinic": clinic,
        "clinics": clinics,
        "has_places": has_places,
    }
    columns = COLUMNS if has_places else COLUMNS[1:]
    context |= list_context(request, form, columns, entries)
    context["rows"] = log_lines(context["page_obj"], clinic)
    return render(request, "certificates/admin/audit.html", context)


def audit_sheet(
    entries: QuerySet[AuditEntry], clinic: Clinic, *, has_places: bool
) -> Sheet:
    """This will give the entries as a list for a file, all of them.

    Args:
        has_places: with the place in the tree of each.
    """
    heads = [
        _("Entry"),
        _("When"),
        _("What"),
        _("Done by"),
        _("Id of who did it"),
        _("About"),
        _("Id of what it is about"),
        _("Facts"),
        _("Hash in the tree"),
    ]
    name = f"audit-log-{clinic.slug}-{clinic.day_of(timezone.now()).isoformat()}"
    lines = _lines(entries, clinic)
    if has_places:
        return Sheet(name, heads, lines)
    return Sheet(name, heads[1:], (line[1:] for line in lines))


def _lines(entries: QuerySet[AuditEntry], clinic: Clinic) -> Iterator[tuple]:
    for line in all_lines(entries, clinic):
        entry = line.entry
        yield (
            entry.leaf_index,
            line.at,
            entry.action,
            line.by,
            entry.by,
            entry.subject_kind,
            entry.subject_id,
            json.dumps(entry.facts, sort_keys=True),
            entry.leaf_sha256,
        )
