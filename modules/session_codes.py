"""Codes of sessions: they name a session and never a patient. No queries.

The one validator of such codes, for models, forms and actions alike.
"""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_SHAPE = re.compile(r"[A-Z0-9][A-Z0-9-]{2,31}")
_DATE = re.compile(
    r"(19|20)\d\d-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\d|3[01])"
    r"|(0?[1-9]|[12]\d|3[01])-?(0?[1-9]|[12]\d|3[01])-?(19|20)\d\d"
)
_TELEPHONE_DIGITS = range(10, 16)


def validate_session_code(code: str) -> None:
    """This will refuse a code that could tell who the patient is.

    Raises:
        ValidationError: another shape, or it looks like a name, a date of birth or
            a telephone number.
    """
    digits = re.sub(r"\D", "", code)
    if not _SHAPE.fullmatch(code):
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
