"""What is different between two records of one person, in a few words. Pure."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from certificates.clearance.days import in_words
from certificates.clearance.digests import canonical_json

SECTIONS = {
    "person": gettext_lazy("The name"),
    "clinic": gettext_lazy("The clinic"),
    "requirements": gettext_lazy("The requirement set"),
    "asked": gettext_lazy("Requirements"),
    "tracks": gettext_lazy("What was learned"),
    "observations": gettext_lazy("Observed practice"),
    "documents": gettext_lazy("Documents and how they were verified"),
    "exclusion_checks": gettext_lazy("Exclusion list"),
    "recorded": gettext_lazy("Dated records"),
    "statements": gettext_lazy("Statements"),
    "waivers": gettext_lazy("Waivers"),
    "open_concerns": gettext_lazy("Open concerns"),
    "credentials": gettext_lazy("Credentials at this clinic"),
    "suspensions": gettext_lazy("Open suspensions"),
    "applications": gettext_lazy("Earlier applications"),
}

Record = Mapping[str, Any]
# What says best which row it is, and when; the first that a row has.
WORDS = ("title", "text", "words", "issuer", "jurisdiction")
DAYS = ("on", "seen_on", "granted_on", "expires_on", "issued_on")
NAMED = 3
CONCERNS = "NO-OPEN-CONCERN"


def marks_of(record: Record) -> dict[str, str]:
    """This will give a short mark for each section, to tell later which one changed.

    It helps words along; nothing is decided on it.
    """
    return {
        name: sha256(canonical_json(record[name]).encode()).hexdigest()[:12]
        for name in SECTIONS
        if name in record
    }


def changed_since(marks: Mapping[str, str], record: Record) -> list[str]:
    """This will name the sections whose mark is another one now."""
    now = marks_of(record)
    return [
        str(SECTIONS[name])
        for name, mark in now.items()
        if marks.get(name, mark) != mark
    ]


def changes_between(before: Record, after: Record) -> list[str]:
    """This will say section by section what is different; [] when nothing is.

    A section that the older form does not have is not compared. Nor is whether
    reports are open, where nobody looked before.
    """
    if before.get("open_concerns") is None:
        before, after = _without_concerns(before), _without_concerns(after)
    return [
        _told(name, before[name], after[name])
        for name in SECTIONS
        if name in before and name in after and before[name] != after[name]
    ]


def _without_concerns(record: Record) -> Record:
    lines = [row for row in record.get("asked", ()) if row.get("code") != CONCERNS]
    told = {name: rows for name, rows in record.items() if name != "open_concerns"}
    return told | {"asked": lines} if "asked" in record else told


def _told(name: str, before: Any, after: Any) -> str:
    label = str(SECTIONS[name])
    if not isinstance(before, list) or not isinstance(after, list):
        return _("%(what)s: changed.") % {"what": label}
    words = ", ".join(_counts(_rows(before), _rows(after)))
    return f"{label}: {words or _('in another order')}."


def _counts(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    added, gone = after.keys() - before.keys(), before.keys() - after.keys()
    kept = before.keys() & after.keys()
    changed = [key for key in kept if before[key] != after[key]]
    words = []
    if added:
        told = ngettext("%d added", "%d added", len(added)) % len(added)
        words.append(told + _named(after, added))
    if changed:
        told = ngettext("%d changed", "%d changed", len(changed)) % len(changed)
        words.append(told + _named(after, changed))
    if gone:
        told = ngettext("%d gone", "%d gone", len(gone)) % len(gone)
        words.append(told + _named(before, gone))
    return words


def _named(rows: Mapping[str, Any], keys: Iterable[str]) -> str:
    """The first few of them by their own words and day, in brackets."""
    found = [_name(rows[key]) for key in sorted(keys)]
    names = [name for name in found if name][:NAMED]
    more = len(found) - len(names)
    if not names:
        return ""
    told = ", ".join(names) + (_(" and %d more") % more if more else "")
    return f" ({told})"


def _name(row: Record) -> str:
    words = next((str(row[key]) for key in WORDS if row.get(key)), "")
    day = next((row[key] for key in DAYS if row.get(key)), None)
    if day:
        day = in_words(datetime.date.fromisoformat(str(day)[:10]))
    return " ".join(part for part in (words.rstrip("."), day) if part)


def _rows(rows: Sequence[Record]) -> dict[str, Any]:
    """Each row by what makes it the same row: its id, its code, or all of it."""
    found: dict[str, Any] = {}
    for row in rows:
        key = str(row.get("id") or row.get("title") or canonical_json(row))
        found[key] = row
    return found
