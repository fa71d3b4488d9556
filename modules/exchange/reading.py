"""Reads a file of questions whose format nobody has told: GIFT or Moodle XML."""

import codecs
import re

from django.utils.translation import gettext as _

from modules.exchange.drafts import Row, UnreadableError, check_size, tidy
from modules.exchange.gift import read_gift
from modules.exchange.moodle_xml import read_moodle_xml

MOST_QUESTIONS = 2_000
_DECLARATION = re.compile(r"<\?xml\b[^<>]*\?>")
_ENCODING = re.compile(rb"""<\?xml\b[^<>]*\bencoding\s*=\s*["']([\w.-]{1,40})["']""")
_XML = re.compile(r"<(?:\?xml|!|quiz\b)", re.IGNORECASE)
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# What question banks are met in; no codec that does more than map characters.
_KNOWN = frozenset(
    {"utf-8", "utf-16", "ascii", "iso8859-1", "iso8859-15", "cp1252", "iso8859-2"}
)


def words_of(data: bytes) -> str:
    """This will give the words of an uploaded file.

    Raises:
        UnreadableError: the file is too large, or its characters cannot be read.
    """
    check_size(data)
    name = _encoding_of(data)
    try:
        words = data.decode(name)
    except UnicodeDecodeError as fault:
        line = data[: fault.start].count(b"\n") + 1
        told = _("Line %(line)d holds characters that are no UTF-8. Save it as UTF-8.")
        raise UnreadableError(told % {"line": line}) from fault
    # The declaration is about the bytes, which are words from here on.
    return _DECLARATION.sub("", tidy(words.removeprefix("\ufeff")), count=1)


def rows_of(words: str) -> list[Row]:
    """This will read every question, whichever of the two formats it is.

    Raises:
        UnreadableError: nothing is in it, too much is, or it is neither format.
    """
    text = tidy(words.removeprefix("\ufeff"))
    check_size(text.encode())
    text = _DECLARATION.sub("", text, count=1).lstrip()
    rows = read_moodle_xml(text.encode()) if _XML.match(text) else read_gift(text)
    if not rows:
        raise UnreadableError(_("There is no question in it."))
    if len(rows) > MOST_QUESTIONS:
        told = _("It holds more than %(most)d questions. Split it into several.")
        raise UnreadableError(told % {"most": MOST_QUESTIONS})
    return rows


def _encoding_of(data: bytes) -> str:
    if data.startswith(_WIDE):
        return "utf-16"
    named = _ENCODING.match(data.removeprefix(codecs.BOM_UTF8).lstrip())
    written = named[1].decode() if named else "utf-8"
    try:
        name = codecs.lookup(written).name
    except LookupError:
        name = ""
    if name not in _KNOWN:
        told = _("Its encoding, “%(name)s”, is not read. Save it as UTF-8.")
        raise UnreadableError(told % {"name": written})
    return name
