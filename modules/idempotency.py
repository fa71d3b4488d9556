"""What a browser says about the order and the sameness of what it sends."""

import uuid
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _

from modules.sent_keys import KeyRefused, key_of

FIELD = "place"
HIGHEST = 1_000_000


class PlaceRefused(KeyRefused):
    """The number is none that a page of ours counts to."""

    code = "PLACE-REFUSED"


@dataclass(frozen=True)
class Sent:
    """How something was sent.

    Args:
        key: the same one is the same thing, however often it arrives.
        place: a higher one was said later, whenever it arrives.
    """

    key: uuid.UUID | None = None
    place: int | None = None


UNNUMBERED = Sent()


def sent_with(request: HttpRequest) -> Sent:
    """This will read the key and the place; an older page or a plain form has none.

    Raises:
        KeyRefused: the key is no UUID.
        PlaceRefused: the place is no whole number from 1 on.
    """
    return Sent(key_of(request), _place_of(request.POST.get(FIELD, "")))


def _place_of(text: str) -> int | None:
    if not text:
        return None
    is_number = text.isascii() and text.isdecimal() and len(text) <= len(str(HIGHEST))
    if not is_number or not 1 <= int(text) <= HIGHEST:
        raise PlaceRefused(_("This was sent in a way the site does not know."))
    return int(text)
