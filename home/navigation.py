"""The site's main navigation, filled by the apps that have something to show."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Item:
    """One entry: where it leads, and who sees it.

    Args:
        label: a translatable word or two.
        url_name: the address, by its URL name.
        order: small numbers first.
        shown: looks at the request and says whether to show it.
        is_in_footer: stands at the foot of the page instead of the top.
    """

    label: StrOrPromise
    url_name: str
    order: int
    shown: Callable[[HttpRequest], bool]
    is_in_footer: bool = False


_items: list[Item] = []


def register(item: Item) -> None:
    """This will add an entry; apps call it once, from their AppConfig.ready."""
    if item not in _items:
        _items.append(item)


def entries_for(request: HttpRequest, *, footer: bool = False) -> list[dict]:
    """This will list label, url and current for whoever is asking, in order."""
    entries = []
    for item in sorted(_items, key=lambda item: item.order):
        if item.is_in_footer == footer and item.shown(request):
            url = reverse(item.url_name)
            current = request.path.startswith(url)
            entries.append({"label": item.label, "url": url, "current": current})
    return entries
