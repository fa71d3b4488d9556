"""Applications in the Wagtail admin: what waits, and what was decided."""

import datetime
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from certificates.admin.lists import Column, file_of, list_context
from certificates.admin.reviewing import LISTERS, listed_clinics, review_clinics
from certificates.exports import Sheet
from certificates.forms.lists import ApplicationsForm
from certificates.models import Application
from certificates.selectors.requirements import title_of
from certificates.selectors.state_words import application_word
from home.access import access, caller, roles
from home.models import Role

DIRECTORS = roles(Role.CLINICAL_DIRECTOR)
UNUSABLE = 422
# Where a refusal belongs; all others stand above the form.
FIELD_OF = {
    "PASSWORD-WRONG": "password",
    "TOO-MANY-TRIES": "password",
    "SIGN-IN-NOT-FRESH": "password",
    "REASON-MISSING": "reason",
}
WAITING, ALL = ApplicationsForm.WAITING, ApplicationsForm.ALL
# Somebody at the clinic has something to do.
WAITING_STATES = tuple(state for state in Application.OPEN if state != "DRAFT")


COLUMNS = (
    Column(gettext_lazy("Applicant"), "name"),
    Column(gettext_lazy("Credential"), "credential"),
    Column(gettext_lazy("Sent"), "submitted", is_number=True),
    Column(gettext_lazy("State"), "state"),
)
ORDERS = {
    "submitted": ("submitted_at", "pk"),
    "name": ("person__name", "submitted_at", "pk"),
    "credential": ("credential_type", "target", "submitted_at", "pk"),
    "state": ("state", "submitted_at", "pk"),
}


@access(LISTERS)
@never_cache
@require_GET
def applications(request: HttpRequest) -> HttpResponseBase:
    """This will list what was sent to the caller's clinics, oldest first."""
    form, clinics = ApplicationsForm(request.GET), listed_clinics(request)
    rows = _asked_for(request, form.asked())
    file = file_of(request, lambda: applications_sheet(rows))
    if file:
        return file
    context = {
        "header_title": _("Applications"),
        "header_icon": "doc-full",
        "breadcrumbs_items": [{"url": "", "label": _("Applications")}],
        "state": form.asked().get("state", WAITING),
        "many_clinics": len(clinics) > 1,
        "reads_at": {clinic.pk for clinic in review_clinics(request)},
    }
    context |= list_context(request, form, COLUMNS, rows)
    return render(request, "certificates/admin/applications.html", context)


def applications_sheet(rows: QuerySet[Application]) -> Sheet:
    """This will give the applications as a list for a file, by each clinic's clock."""
    heads = [
        _("Applicant"),
        _("Credential"),
        _("Clinic"),
        _("Sent"),
        _("State"),
        _("Decided by"),
        _("Decided"),
    ]
    lines = (
        (
            row.person.name,
            title_of(row.credential_type, row.target),
            row.clinic.name,
            _local(row, row.submitted_at),
            application_word(row.state),
            row.decided_by.name if row.decided_by else "",
            _local(row, row.decided_at),
        )
        for row in rows.iterator(chunk_size=500)
    )
    return Sheet("applications", heads, lines)


def _asked_for(request: HttpRequest, asked: dict) -> QuerySet[Application]:
    clinics = listed_clinics(request)
    # What is still being written is its writer's alone; one's own is read elsewhere.
    rows = Application.objects.filter(clinic__in=clinics, submitted_at__isnull=False)
    rows = rows.exclude(person=caller(request)).defer("dossier")
    rows = rows.select_related("person", "clinic", "decided_by")
    state = asked.get("state", WAITING)
    if state == WAITING:
        rows = rows.filter(state__in=WAITING_STATES)
    elif state != ALL:
        rows = rows.filter(state=state)
    if "name" in asked:
        rows = rows.filter(person__name__icontains=asked["name"])
    if "credential" in asked:
        rows = rows.filter(credential_type=asked["credential"])
    sort = asked.get("sort", "submitted")
    rows = rows.order_by(*ORDERS[sort.lstrip("-")])
    return rows.reverse() if sort.startswith("-") else rows


def _local(row: Application, moment: datetime.datetime | None):
    return moment and moment.astimezone(ZoneInfo(row.clinic.time_zone))
