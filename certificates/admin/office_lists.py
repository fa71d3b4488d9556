"""The lists of the credentials office: what is due, and what was handed in."""

import datetime
from collections.abc import Iterator, Sequence
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
from certificates.admin.office import OFFICE, asked_clinics, list_frame, office_clinics
from certificates.exports import Sheet
from certificates.forms.office_lists import (
    ALL,
    DueForm,
    EverybodyForm,
    WaitingFilesForm,
)
from certificates.models import Artefact
from certificates.selectors.documents import clinic_by_person, handed_in_at
from certificates.selectors.due_checks import DueCheck, due_checks
from certificates.selectors.office_files import people_in
from home.access import access
from home.models import Clinic, Person

DUE = (
    Column(gettext_lazy("Person"), "name"),
    Column(gettext_lazy("What"), "what"),
    Column(gettext_lazy("Last done"), "last", is_number=True),
    Column(gettext_lazy("Again by"), "due", is_number=True),
)
EVERYBODY = (Column(gettext_lazy("Person"), "name"), Column(gettext_lazy("Clinic")))
WAITING = (
    Column(gettext_lazy("Person"), "name"),
    Column(gettext_lazy("File"), "kind"),
    Column(gettext_lazy("Sent in"), "day", is_number=True),
    Column(gettext_lazy("Act")),
)
FILE_ORDERS = {
    "day": ("uploaded_at", "pk"),
    "name": ("person__name", "uploaded_at", "pk"),
    "kind": ("kind", "file_name", "uploaded_at", "pk"),
}
CHUNK = 500


@access(OFFICE)
@never_cache
@require_GET
def checks(request: HttpRequest) -> HttpResponseBase:
    """This will list what has to be checked again soon, or everybody by name."""
    if request.GET.get("show") == ALL:
        return _everybody(request)
    clinics, now = asked_clinics(request), timezone.now()
    form = DueForm(request.GET, office_clinics(request))
    rows = _due_asked_for(due_checks(clinics, now), form.asked())
    file = file_of(request, lambda: due_sheet(rows, now))
    if file:
        return file
    context = _checks_frame(request) | {"shows_all": False}
    context |= list_context(request, form, DUE, rows)
    return render(request, "certificates/admin/document_checks.html", context)


@access(OFFICE)
@never_cache
@require_GET
def handed_in(request: HttpRequest) -> HttpResponseBase:
    """This will list what people handed in and nobody has read yet, oldest first."""
    clinics, now = asked_clinics(request), timezone.now()
    form = WaitingFilesForm(request.GET, office_clinics(request))
    rows = _files_asked_for(handed_in_at(clinics, now), form.asked())
    file = file_of(request, lambda: handed_in_sheet(rows, clinics, now))
    if file:
        return file
    context: dict[str, Any] = list_frame(_("Copies sent in"), "upload")
    context |= list_context(request, form, WAITING, rows)
    page = list(context["page_obj"])
    where = clinic_by_person(clinics, now, {row.person_id for row in page})
    context["rows"] = [(row, where[row.person_id]) for row in page]
    return render(request, "certificates/admin/document_inbox.html", context)


def due_sheet(rows: Sequence[DueCheck], now: datetime.datetime) -> Sheet:
    """This will give the checks that fall due as a list for a file."""
    heads = [
        _("Person"),
        _("Clinic"),
        _("What"),
        _("Last done"),
        _("Again by"),
        _("Overdue"),
    ]
    lines = (
        (
            row.person.name,
            row.clinic.name,
            row.what,
            row.last_on,
            row.again_by,
            row.is_overdue,
        )
        for row in rows
    )
    return Sheet(f"checks-{now:%Y-%m-%d}", heads, lines)


def people_sheet(people: QuerySet[Person], clinics: list[Clinic], now) -> Sheet:
    """This will give everybody whose documents are kept as a list for a file."""
    where = clinic_by_person(clinics, now, people.values("pk").order_by())
    lines = (
        (row.name, where[row.pk].name) for row in people.iterator(chunk_size=CHUNK)
    )
    return Sheet(f"people-{now:%Y-%m-%d}", [_("Person"), _("Clinic")], lines)


def handed_in_sheet(rows: QuerySet[Artefact], clinics: list[Clinic], now) -> Sheet:
    """This will give the files that wait as a list for a file."""
    heads = [
        _("Person"),
        _("Clinic"),
        _("What"),
        _("File"),
        _("Bytes"),
        _("SHA-256"),
        _("Sent in (UTC)"),
    ]
    return Sheet(f"handed-in-{now:%Y-%m-%d}", heads, _file_lines(rows, clinics, now))


def _file_lines(
    rows: QuerySet[Artefact], clinics: list[Clinic], now: datetime.datetime
) -> Iterator[tuple]:
    people = rows.order_by().values("person")
    where = clinic_by_person(clinics, now, people)
    for row in rows.iterator(chunk_size=CHUNK):
        yield (
            row.person.name,
            where[row.person_id].name,
            row.get_kind_display(),
            row.file_name,
            row.size,
            row.sha256,
            row.uploaded_at,
        )


def _everybody(request: HttpRequest) -> HttpResponseBase:
    clinics, now = asked_clinics(request), timezone.now()
    form = EverybodyForm(request.GET, office_clinics(request))
    asked = form.asked()
    people = people_in(clinics, now, asked.get("name", ""))
    if asked.get("sort") == "-name":
        people = people.reverse()
    file = file_of(request, lambda: people_sheet(people, clinics, now))
    if file:
        return file
    context = _checks_frame(request) | {"shows_all": True}
    context |= list_context(request, form, EVERYBODY, people)
    page = list(context["page_obj"])
    where = clinic_by_person(clinics, now, [person.pk for person in page])
    context["rows"] = [(person, where[person.pk]) for person in page]
    return render(request, "certificates/admin/document_checks.html", context)


def _checks_frame(request: HttpRequest) -> dict[str, Any]:
    return list_frame(_("Documents and checks"), "doc-full-inverse") | {
        "many_clinics": len(office_clinics(request)) > 1,
        "clinic": request.GET.get("clinic", ""),
        "name": request.GET.get("name", ""),
    }


def _due_asked_for(found: list[DueCheck], asked: dict) -> list[DueCheck]:
    name = asked.get("name", "").casefold()
    kept = [
        row
        for row in found
        if name in row.person.name.casefold()
        and asked.get("what", row.kind) == row.kind
        and (row.is_overdue or not asked.get("overdue"))
    ]
    sort = asked.get("sort", "due")
    first = datetime.date.min
    key = {
        "due": lambda row: row.again_by or first,
        "name": lambda row: row.person.name.casefold(),
        "what": lambda row: str(row.what),
        "last": lambda row: row.last_on or first,
    }[sort.lstrip("-")]
    return sorted(kept, key=key, reverse=sort.startswith("-"))


def _files_asked_for(rows: QuerySet[Artefact], asked: dict) -> QuerySet[Artefact]:
    if "name" in asked:
        rows = rows.filter(person__name__icontains=asked["name"])
    if "kind" in asked:
        rows = rows.filter(kind=asked["kind"])
    sort = asked.get("sort", "day")
    rows = rows.order_by(*FILE_ORDERS[sort.lstrip("-")])
    return rows.reverse() if sort.startswith("-") else rows
