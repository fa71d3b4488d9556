"""A pause in clinical work, in the words that the paused person reads."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from certificates.models import Suspension

# The director's words were written for the person to read. A precautionary pause says
# the same for everybody: words of its own would tell which ones a report began.
TOLD = (Suspension.Kind.ADMINISTRATIVE, Suspension.Kind.DISCIPLINARY)


@dataclass(frozen=True)
class Pause:
    """Since when, and why in neutral words."""

    since: datetime.datetime
    words: list[str]


def pause_of(rows: Iterable[Suspension]) -> Pause | None:
    """This will tell open suspensions as one pause; None when there are none."""
    found = sorted(rows, key=lambda row: row.starts_at)
    if not found:
        return None
    words = dict.fromkeys(_words(row) for row in found)
    return Pause(found[0].starts_at, list(words))


def _words(row: Suspension) -> str:
    reason = row.reason if row.kind in TOLD and row.concern_id is None else ""
    neutral = _("A question is being looked into. Nothing is found.")
    told = {"kind": row.get_kind_display(), "reason": reason or neutral}
    return _("%(kind)s: %(reason)s") % told
