"""The exclusion list as the OIG publishes it (LEIE): one CSV, 18 columns a line.

Read as a stream, so that a list of any length takes the same memory.
"""

import codecs
import csv
import datetime
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, TextIO

from django.utils.translation import gettext as _

from home.errors import RuleBroken

COLUMNS = (
    "LASTNAME",
    "FIRSTNAME",
    "MIDNAME",
    "BUSNAME",
    "GENERAL",
    "SPECIALTY",
    "UPIN",
    "NPI",
    "DOB",
    "ADDRESS",
    "CITY",
    "STATE",
    "ZIP",
    "EXCLTYPE",
    "EXCLDATE",
    "REINDATE",
    "WAIVERDATE",
    "WVRSTATE",
)
DATES = ("DOB", "EXCLDATE", "REINDATE", "WAIVERDATE")
NO_DATE, NO_NPI = "00000000", "0000000000"
NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
CHUNK = 1 << 20


class ListUnreadable(RuleBroken):
    """The file is not a whole exclusion list; nothing of it is used.

    Args:
        line: the number of the line, from 1; 0 when it is about the whole file.
    """

    code = "EXCLUSION-LIST-UNREADABLE"
    status = 422

    def __init__(self, line: int, sentence: str) -> None:
        where = _("Line %(line)s: ") % {"line": line} if line else ""
        super().__init__(where + sentence)
        self.line = line


@dataclass(frozen=True)
class Line:
    """One excluded person or business, as it stood. Empty dates are None."""

    number: int
    columns: dict[str, str]
    npi: str
    born_on: datetime.date | None
    reinstated_on: datetime.date | None


@dataclass(frozen=True)
class FileFacts:
    """What tells one file from another, and how its letters are written."""

    sha256: str
    encoding: str


def facts_of(file: BinaryIO) -> FileFacts:
    """This will read a file once for its digest and its encoding.

    Raises:
        ListUnreadable: it is empty, or breaks off within its last line.
    """
    digest, last = hashlib.sha256(), b""
    file.seek(0)
    while chunk := file.read(CHUNK):
        digest.update(chunk)
        last = chunk[-1:]
    if not last:
        raise ListUnreadable(0, _("The file is empty."))
    # A file that ends with a zero is no text: the line that shows it is named below.
    if last not in b"\r\n\0":
        raise ListUnreadable(
            _lines_in(file),
            _("The file breaks off here, without the end of a line. Fetch it again."),
        )
    return FileFacts(digest.hexdigest(), _encoding_of(file))


def lines_in(text: TextIO) -> Iterator[Line]:
    """This will give the lines of a list one by one, without the heading.

    Args:
        text: opened with `newline=""` in the encoding that `facts_of` told.
    Raises:
        ListUnreadable: with the number of the first line that is not right.
    """
    reader = csv.reader(_clean(text), strict=True)
    before = 0
    try:
        for number, row in enumerate(reader, start=1):
            started, before = before + 1, reader.line_num
            if number == 1:
                _check_heading(row)
            elif row:
                yield _line(started, row)
    except csv.Error as problem:
        raise ListUnreadable(
            max(before + 1, 1),
            _("The quotation marks do not fit together. The file may be cut off."),
        ) from problem
    if before == 0:
        raise ListUnreadable(0, _("The file is empty."))


def _encoding_of(file: BinaryIO) -> str:
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while chunk := file.read(CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "latin-1"
    return "utf-8-sig"


def _lines_in(file: BinaryIO) -> int:
    file.seek(0)
    return sum(1 for _row in file)


def _clean(text: TextIO) -> Iterator[str]:
    """Any bytes are Latin-1: what no list contains shows that it is something else."""
    for number, row in enumerate(text, start=1):
        if NO_TEXT.search(row):
            sentence = _("This is neither UTF-8 nor Latin-1 text.")
            raise ListUnreadable(number, sentence)
        yield row


def _check_heading(row: list[str]) -> None:
    found = tuple(cell.strip().upper() for cell in row)
    if found != COLUMNS:
        raise ListUnreadable(
            1,
            _("The heading is not the exclusion list’s. It should read: %(columns)s")
            % {"columns": ",".join(COLUMNS)},
        )


def _line(number: int, row: list[str]) -> Line:
    if len(row) != len(COLUMNS):
        raise ListUnreadable(
            number,
            _("%(found)s columns instead of %(wanted)s.")
            % {"found": len(row), "wanted": len(COLUMNS)},
        )
    columns = dict(zip(COLUMNS, (cell.strip() for cell in row), strict=True))
    days = {name: _day(number, name, columns[name]) for name in DATES}
    npi = columns["NPI"]
    return Line(
        number=number,
        columns=columns,
        npi="" if npi == NO_NPI else npi,
        born_on=days["DOB"],
        reinstated_on=days["REINDATE"],
    )


def day_of(text: str) -> datetime.date | None:
    """This will read a date as the list writes it, YYYYMMDD; None for none.

    Raises:
        ValueError: it is no date.
    """
    if text in ("", NO_DATE):
        return None
    if len(text) != len(NO_DATE) or not (text.isascii() and text.isdigit()):
        raise ValueError(text)
    return datetime.date(int(text[:4]), int(text[4:6]), int(text[6:]))


def _day(number: int, name: str, text: str) -> datetime.date | None:
    try:
        return day_of(text)
    except ValueError as problem:
        raise ListUnreadable(
            number,
            _("%(column)s is no date: “%(text)s”. It should read YYYYMMDD.")
            % {"column": name, "text": text[:20]},
        ) from problem
