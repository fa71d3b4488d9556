"""Whose words of a journal entry stand when they come from more than one page. Pure.

Nothing written is lost: a page goes on with its own words, and with those it was shown;
words that know nothing of what is kept meanwhile are put below it.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

# So many pages are remembered for each entry; one is opened for each visit.
MOST_PAGES = 20


@dataclass(frozen=True)
class Sent:
    """What a page sent.

    Args:
        base: the number of the version that the page was shown, or saved last.
        page: which page; None for a plain form.
        place: how many versions the page has made.
    """

    text: str
    base: int = 0
    page: uuid.UUID | None = None
    place: int = 0


@dataclass(frozen=True)
class Kept:
    """An entry as it is kept.

    Args:
        number: how often it was changed.
        page: the page that wrote it last; empty for a plain form.
        seen: by page, the highest place that came from it.
    """

    text: str = ""
    number: int = 0
    page: str = ""
    seen: Mapping[str, int] = field(default_factory=dict)


def after(kept: Kept, sent: Sent, between: str) -> Kept:
    """This will give the entry as it is to be kept now; the same one for a replay.

    Args:
        between: the line put above words that come late from elsewhere.
    """
    page = str(sent.page or "")
    if page and sent.place <= kept.seen.get(page, 0):
        return kept
    seen = dict(kept.seen)
    if page:
        seen.pop(page, None)
        seen[page] = sent.place
    newest = dict(list(seen.items())[-MOST_PAGES:])
    text = sent.text
    is_own = bool(page) and page == kept.page
    if not is_own and sent.base != kept.number and kept.text.strip():
        text = _both(kept.text, sent.text, between)
    return Kept(text, kept.number + 1, page, newest)


def _both(kept: str, late: str, between: str) -> str:
    if late.strip() in kept:
        return kept
    return f"{kept.rstrip()}\n\n{between}\n{late}"
