"""Lists as files: CSV and XLSX in which no cell is ever a formula.

A spreadsheet runs what looks like a formula, whoever typed it. Text that could be
one gets an apostrophe in front, in both files; numbers, dates and yes or no keep
their type.
"""

import csv
import datetime
import re
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
# A spreadsheet set to another separator would begin a cell in the middle of a text.
BEGINS_INSIDE = re.compile(r";(?=[\W_]*?[=+@|%\-\uff0b\uff0d\uff1d\uff20\ufe63])")
BREAKS = re.compile(r"[\t\r\n\v\f\x85\u2028\u2029]+")
# A spreadsheet holds no more in one cell.
LONGEST = 32_000
TYPED = (bool, int, float, Decimal, datetime.date)
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True)
class Sheet:
    """A list to be written: what it is called, its columns and its lines.

    Args:
        name: for the file, without its ending.
        rows: read once, as the file is written.
    """

    name: str
    heads: Sequence[str]
    rows: Iterable[Sequence[Any]]


def neutral(text: str) -> str:
    """This will give text that no spreadsheet takes for a formula.

    Looked at past blanks and other invisible signs, with full-width signs read as
    the plain ones they stand for: a spreadsheet may do either. A text becomes one line.
    """
    clean = BREAKS.sub(" ", ILLEGAL_CHARACTERS_RE.sub("", text)[:LONGEST])
    clean = BEGINS_INSIDE.sub(r"\g<0>'", clean)
    if text[:1] in BEGINS_A_FORMULA:
        return "'" + clean
    shown = unicodedata.normalize("NFKC", _past_the_unseen(clean))
    return "'" + clean if shown.startswith(BEGINS_A_FORMULA) else clean


def cell(value: Any) -> Any:
    """This will give a value as a file keeps it: typed, or as neutral text."""
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        # A file knows no time zone: whoever fills it gives the clinic's own clock.
        return value.replace(tzinfo=None, microsecond=0)
    if isinstance(value, TYPED):
        return value
    return neutral(str(value))


def as_csv(sheet: Sheet) -> HttpResponseBase:
    """This will stream the list as CSV, in UTF-8 with its mark for spreadsheets."""
    writer = csv.writer(_Echo())
    lines = _lines(sheet)
    text = (writer.writerow([_in_text(value) for value in line]) for line in lines)
    response = StreamingHttpResponse(
        _marked(text), content_type="text/csv; charset=utf-8"
    )
    return _named(response, f"{sheet.name}.csv")


def as_xlsx(sheet: Sheet) -> HttpResponseBase:
    """This will write the list as a workbook, line by line, and send the file."""
    book = Workbook(write_only=True)
    page = book.create_sheet(_("List"))
    page.freeze_panes = "A2"
    for number, line in enumerate(_lines(sheet)):
        page.append([_typed(page, value, is_head=not number) for value in line])
    # Closed, and so deleted, by the response when it is sent.
    file = tempfile.TemporaryFile()  # noqa: SIM115
    book.save(file)
    file.seek(0)
    response = FileResponse(file, content_type=XLSX_TYPE)
    return _named(response, f"{sheet.name}.xlsx")


FORMATS = {"csv": as_csv, "xlsx": as_xlsx}


class _Echo:
    """Gives what it is told to write, so that it can be streamed."""

    def write(self, text: str) -> str:
        return text


def _lines(sheet: Sheet) -> Iterator[list[Any]]:
    yield [cell(head) for head in sheet.heads]
    for row in sheet.rows:
        yield [cell(value) for value in row]


def _marked(lines: Iterable[str]) -> Iterator[str]:
    yield BYTE_ORDER_MARK
    yield from lines


def _in_text(value: Any) -> Any:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime.datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    return value.isoformat() if isinstance(value, datetime.date) else value


def _typed(page: Any, value: Any, *, is_head: bool) -> WriteOnlyCell:
    made = WriteOnlyCell(page, value=value)
    if isinstance(value, str):
        # Said outright: openpyxl would guess from the text.
        made.data_type = "s"
        made.quotePrefix = value.startswith("'")
    if is_head:
        made.font = Font(bold=True)
    return made


def _past_the_unseen(text: str) -> str:
    """Skip blanks, quotes, marks of direction and the like at the beginning."""
    for place, sign in enumerate(text):
        if sign != '"' and unicodedata.category(sign)[0] not in "ZC":
            return text[place:]
    return ""


def _named(response: HttpResponseBase, name: str) -> HttpResponseBase:
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
