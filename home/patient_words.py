"""Words by which a patient could be known, in a text that must not hold any.

No queries. It catches the plain slips; it cannot know every name, so the pages that
use it also ask people to look.
"""

import re
from collections.abc import Collection

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_MONTH = r"(?:0?[1-9]|1[0-2])"
_YEAR = r"(?:(?:19|20)\d\d|\d\d)"
_MONTH_NAME = (
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"(?:uary|ruary|ch|il|e|y|ust|tember|t|ober|ember)?\.?"
)
_DATE = re.compile(
    rf"\b(?:(?:19|20)\d\d[-/.]{_MONTH}[-/.]{_DAY}"
    rf"|{_MONTH}([-/.]){_DAY}\1{_YEAR}"
    rf"|{_DAY}([-/.]){_MONTH}\2{_YEAR}"
    rf"|{_MONTH_NAME}\s+{_DAY}(?:st|nd|rd|th)?,?\s+(?:19|20)\d\d"
    rf"|{_DAY}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH_NAME},?\s+(?:19|20)\d\d)\b"
    r"|\bborn\s+(?:in|on)\b|\b(?:dob|d\.o\.b\.|date of birth)\b",
    re.IGNORECASE,
)
_TELEPHONE = re.compile(
    r"(?<![\w-])(?:\+?\(?\d{2,4}\)?(?:[-.\s]?\d){7,12}|\d{3}[-.]\d{4})(?!\w)"
)
_E_MAIL = re.compile(r"[^\s@]+@[^\s@]+\.\w{2,}")
_LONG_NUMBER = re.compile(r"\d{6,}|\b\d{3}-\d{2}-\d{4}\b|\b(?:mrn|ssn)\b", re.I)
_NAMED = re.compile(
    r"\b(?i:patient|client)(?:['’]s name is|,| is called| called| named| is named)? "
    r"([A-Z][a-zà-ÿ’']+)"
)
_TITLED = re.compile(r"\b(?i:mr|mrs|ms|miss)\b\.? ([A-Z][\wà-ÿ’'-]+)")
_SHAPES: tuple[tuple[re.Pattern[str], StrOrPromise], ...] = (
    (
        _DATE,
        _(
            "This holds a full date, or words about a date of birth. Please take it "
            "out; a day without its year is fine."
        ),
    ),
    (_E_MAIL, _("This holds an e-mail address. Please take it out.")),
    (
        _LONG_NUMBER,
        _("This holds a number by which a patient could be found. Please take it out."),
    ),
    (_TELEPHONE, _("This looks like a telephone number. Please take it out.")),
)
_A_NAME = _(
    "This reads as if it named a patient. Write “the patient”, or a colleague’s full "
    "name without a title."
)


def patient_words_in(text: str, names: Collection[str] = ()) -> list[StrOrPromise]:
    """This will say, a sentence each, what in the text could tell who a patient is.

    Args:
        names: of people who may be named, such as the person a report is about.
    Returns: empty when nothing was noticed.
    """
    found = [sentence for shape, sentence in _SHAPES if shape.search(text)]
    known = {word.casefold() for name in names for word in name.split()}
    called = [match[1] for shape in (_NAMED, _TITLED) for match in shape.finditer(text)]
    if any(word.casefold().removesuffix("’s") not in known for word in called):
        found.append(_A_NAME)
    return found
