"""The lists about exclusion in the Wagtail admin: the matches, and what was loaded."""

import datetime
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Case, QuerySet, Value, When
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
from certificates.forms.office_lists import SETTLED, LoadedListsForm, MatchesForm
from certificates.models import ExclusionList, ExclusionMatch
from certificates.selectors.exclusions import (
    STRENGTH,
    MatchRow,
    match_rows,
    matches_at,
)
from home.access import access
from home.models import Clinic

MATCHES = (
    Column(gettext_lazy("Person"), "name"),
    Column(gettext_lazy("Line of the list"), "line"),
    Column(gettext_lazy("Found by"), "found"),
    Column(gettext_lazy("Where it stands"), "state"),
)
LISTS = (
    Column(gettext_lazy("List"), "name"),
    Column(gettext_lazy("As of"), "day", is_number=True),
    Column(gettext_lazy("Lines"), "lines", is_number=True),
    Column(gettext_lazy("Loaded"), "loaded", is_number=True),
)
# A match by NPI is stronger than one by name and birth, and that than the others.
RANK = Case(
    *(When(matched_by=by, then=Value(n)) for n, by in enumerate(STRENGTH)),
    default=Value(len(STRENGTH)),
)
MATCH_ORDERS: dict[str, tuple] = {
    "found": (RANK, "person__name", "line_number", "pk"),
    "name": ("person__name", "line_number", "pk"),
    "line": ("list__published_on", "line_number", "pk"),
    "state": ("state", "person__name", "line_number", "pk"),
}
LIST_ORDERS = {
    "loaded": ("-loaded_at", "-pk"),
    "name": ("name", "-loaded_at", "-pk"),
    "day": ("-published_on", "-pk"),
    "lines": ("-row_count", "-pk"),
}
CHUNK = 500


@access(OFFICE)
@never_cache
@require_GET
def matches(request: HttpRequest) -> HttpResponseBase:
    """This will list the lines that may be somebody who works at these clinics."""
    clinics, now = asked_clinics(request), timezone.now()
    form = MatchesForm(request.GET, office_clinics(request))
    rows = matches_at(clinics, now, settled=form.shows_settled)
    rows = _matches_asked_for(rows, form.asked())
    file = file_of(request, lambda: matches_sheet(rows, clinics, now))
    if file:
        return file
    context: dict[str, Any] = list_frame(_("Exclusion matches"), "search") | {
        "tab": SETTLED if form.shows_settled else "open"
    }
    context |= list_context(request, form, MATCHES, rows)
    context["rows"] = _read(list(context["page_obj"]), clinics, now)
    return render(request, "certificates/admin/exclusion_matches.html", context)


@access(OFFICE)
@never_cache
@require_GET
def lists(request: HttpRequest) -> HttpResponseBase:
    """This will list the files that were loaded, each with its digest."""
    form = LoadedListsForm(request.GET)
    rows = _lists_asked_for(form.asked())
    file = file_of(request, lambda: lists_sheet(rows))
    if file:
        return file
    context = list_frame(_("Exclusion lists loaded"), "search") | {"tab": "lists"}
    context |= list_context(request, form, LISTS, rows)
    return render(request, "certificates/admin/exclusion_lists.html", context)


def matches_sheet(rows: QuerySet[ExclusionMatch], clinics: list[Clinic], now) -> Sheet:
    """This will give the matches as a list for a file, read so many at once."""
    heads = [
        _("Person"),
        _("Clinic"),
        _("List"),
        _("Line"),
        _("Last name in the list"),
        _("First name in the list"),
        _("Middle name in the list"),
        _("City"),
        _("State in the list"),
        _("Found by"),
        _("The middle name fits too"),
        _("Where it stands"),
    ]
    return Sheet(f"matches-{now:%Y-%m-%d}", heads, _match_lines(rows, clinics, now))


def lists_sheet(rows: QuerySet[ExclusionList]) -> Sheet:
    """This will give the lists that were loaded as a list for a file."""
    heads = [_("List"), _("As of"), _("Lines"), _("SHA-256"), _("Loaded"), _("By")]
    lines = (
        (
            row.name,
            row.published_on,
            row.row_count,
            row.file_sha256,
            row.loaded_at,
            row.loaded_by.name if row.loaded_by else "",
        )
        for row in rows.iterator(chunk_size=CHUNK)
    )
    return Sheet("exclusion-lists", heads, lines)


def _matches_asked_for(
    rows: QuerySet[ExclusionMatch], asked: dict
) -> QuerySet[ExclusionMatch]:
    if "name" in asked:
        rows = rows.filter(person__name__icontains=asked["name"])
    if "found" in asked:
        rows = rows.filter(matched_by=asked["found"])
    if "state" in asked:
        rows = rows.filter(state=asked["state"])
    sort = asked.get("sort", "found")
    rows = rows.order_by(*MATCH_ORDERS[sort.lstrip("-")])
    return rows.reverse() if sort.startswith("-") else rows


def _lists_asked_for(asked: dict) -> QuerySet[ExclusionList]:
    rows = ExclusionList.objects.select_related("loaded_by")
    rows = rows.filter(name__icontains=asked.get("name", ""))
    sort = asked.get("sort", "loaded")
    rows = rows.order_by(*LIST_ORDERS[sort.lstrip("-")])
    return rows.reverse() if sort.startswith("-") else rows


def _read(
    page: Sequence[ExclusionMatch], clinics: list[Clinic], now: datetime.datetime
) -> list[MatchRow]:
    """Read a page of matches and keep it in the order asked for."""
    found = {row.match.pk: row for row in match_rows(list(page), clinics, now)}
    return [found[row.pk] for row in page]


def _match_lines(
    rows: QuerySet[ExclusionMatch], clinics: list[Clinic], now
) -> Iterator[tuple]:
    found = list(rows)
    for start in range(0, len(found), CHUNK):
        for row in _read(found[start : start + CHUNK], clinics, now):
            yield _match_line(row)


def _match_line(row: MatchRow) -> tuple:
    line, of = row.match.line, row.match.list
    names = ("LASTNAME", "FIRSTNAME", "MIDNAME", "CITY", "STATE")
    return (
        row.match.person.name,
        row.clinic.name,
        of.name if of else _("Entered without a loaded list"),
        row.match.line_number if of else None,
        *(line.get(name, "") for name in names),
        row.match.get_matched_by_display(),
        row.middle_agrees,
        row.match.get_state_display(),
    )
