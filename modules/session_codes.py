"""Codes of sessions: they name a session and never a patient. No queries.

The one validator of such codes, for models, forms and actions alike.
"""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# A few letters for the clinic or the kind, then a short number. Whatever is longer
# has room for a name, a date of birth or a telephone number.
_SHAPE = re.compile(r"([A-Z]{1,4})-?([0-9]{1,6})")
# Letters that announce who somebody is.
_TELLING = re.compile(
    "BORN|CELL|CHI|DOB|FAX|HCN|MBI|MED|MOB|MRN|NAME|NHS|NI|PAT|PHN|PID|PT|PTID|SIN|SSN"
    "|TEL"
)
_DAY, _MONTH, _YEAR = r"(0[1-9]|[12]\d|3[01])", r"(0[1-9]|1[0-2])", r"\d\d"
_BIRTHDAY = re.compile(
    f"{_DAY}{_MONTH}{_YEAR}|{_MONTH}{_DAY}{_YEAR}|{_YEAR}{_MONTH}{_DAY}"
    f"|(19|20){_YEAR}{_MONTH}"
)

_FOREIGN_SHAPE = re.compile(r"[A-Z0-9][A-Z0-9-]{2,31}")
_DATE = re.compile(
    r"(19|20)\d\d-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\d|3[01])"
    r"|(0?[1-9]|[12]\d|3[01])-?(0?[1-9]|[12]\d|3[01])-?(19|20)\d\d"
)
_TELEPHONE_DIGITS = range(10, 16)


def validate_session_code(code: str) -> None:
    """This will refuse a code that could tell who the patient is.

    One to four letters, a hyphen or none, one to six digits: there is no room for
    more. A given name of four letters fits that; no rule can tell it from a code.

    Raises:
        ValidationError: another shape, or it looks like a date of birth or a number
            by which somebody is known.
    """
    told = _SHAPE.fullmatch(code)
    if told is None:
        problem = _(
            "Use the session’s code: one to four capital letters, then up to six "
            "digits, such as KAP-0142. Never a name, a date or a telephone number."
        )
    elif _TELLING.fullmatch(told[1]):
        problem = _(
            "This looks like a number by which a patient is known. Use the session’s "
            "code, such as KAP-0142."
        )
    elif _BIRTHDAY.fullmatch(told[2]):
        problem = _("This looks like a date. Use the session’s code, such as KAP-0142.")
    else:
        return
    raise ValidationError(problem, code="not-a-session-code")


def validate_foreign_code(code: str) -> None:
    """This will refuse a code another system made that is a name, date or telephone.

    Its shape is that system's own, so less can be told of it than of ours.

    Raises:
        ValidationError: it looks like one of these.
    """
    digits = re.sub(r"\D", "", code)
    if not _FOREIGN_SHAPE.fullmatch(code):
        problem = _("Use capitals, digits and hyphens only, such as KAP-0142.")
    elif not digits:
        problem = _("This looks like a name. Use the session’s code, such as KAP-0142.")
    elif _DATE.fullmatch(code):
        problem = _("This looks like a date. Use the session’s code, such as KAP-0142.")
    elif len(digits) in _TELEPHONE_DIGITS and not re.search("[A-Z]", code):
        problem = _("This looks like a telephone number. Use the session’s code.")
    else:
        return
    raise ValidationError(problem, code="not-a-session-code")
