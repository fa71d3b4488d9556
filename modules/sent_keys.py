"""The name a browser gives to what it sends, so that sending twice is sending once."""

import uuid

from django.http import HttpRequest
from django.utils.translation import gettext as _

from home.errors import RuleBroken

HEADER = "Idempotency-Key"


class KeyRefused(RuleBroken):
    """The key is no key, or was given to something else before."""

    code = "KEY-REFUSED"
    status = 422


def key_of(request: HttpRequest) -> uuid.UUID | None:
    """This will read the key under which the browser sends this; plain forms have none.

    Raises:
        KeyRefused: there is one, and it is not a UUID.
    """
    sent = request.headers.get(HEADER, "")
    if not sent:
        return None
    try:
        return uuid.UUID(sent)
    except ValueError as fault:
        raise KeyRefused(_("This was sent in a way the site does not know.")) from fault
