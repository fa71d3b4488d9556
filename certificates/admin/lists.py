"""What every list in the admin does: filter, sort, page by page, and as a file."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django_stubs_ext import StrOrPromise

from certificates.exports import FORMATS, Sheet
from certificates.forms.lists import ListForm

PER_PAGE = 50
Rows: TypeAlias = Sequence[Any] | QuerySet


@dataclass(frozen=True)
class Column:
    """One column of a list; without a key it cannot be sorted by."""

    label: StrOrPromise
    key: str = ""
    is_number: bool = False


def list_context(
    request: HttpRequest, form: ListForm, columns: Sequence[Column], rows: Rows
) -> dict[str, Any]:
    """This will give what the templates around a list need.

    Args:
        rows: everything that was asked for, in its order; one page of it is read.
    """
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return {
        "form": form,
        "page_obj": page,
        "heads": [_head(request, form, column) for column in columns],
        "query": _address(request, "page") + "&",
        "clear_url": "?" + _address(request, "page", *form.fields, keep=form.kept),
        "files": [
            (name.upper(), "?" + _address(request, "page", "file", file=name))
            for name in FORMATS
        ],
    }


def file_of(request: HttpRequest, make: Callable[[], Sheet]) -> HttpResponseBase | None:
    """This will give the whole list as the file asked for; None when none was."""
    write = FORMATS.get(request.GET.get("file", ""))
    return write(make()) if write else None


def _head(request: HttpRequest, form: ListForm, column: Column) -> dict[str, Any]:
    """One head: a second click on the same one turns the order round."""
    now = form.asked().get("sort") or (form.sorts[0] if form.sorts else "")
    is_now = bool(column.key) and now.lstrip("-") == column.key
    wanted = f"-{column.key}" if is_now and not now.startswith("-") else column.key
    is_falling = now.startswith("-") != (now.lstrip("-") in form.falling)
    order = "descending" if is_falling else "ascending"
    return {
        "label": column.label,
        "is_number": column.is_number,
        "url": "?" + _address(request, "page", sort=wanted) if column.key else "",
        "order": order if is_now else "",
    }


def _address(
    request: HttpRequest, *without: str, keep: Iterable[str] = (), **changes: str
) -> str:
    """The address asked for, changed; a file is asked for only once."""
    query = request.GET.copy()
    for name in {*without, "file"} - {*keep}:
        query.pop(name, None)
    for name, value in changes.items():
        query[name] = value
    return query.urlencode()
