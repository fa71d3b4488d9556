"""What the audit log keeps as codes, in words that people read."""

import datetime
import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from certificates.models import ExclusionCheck
from certificates.selectors.state_words import APPLICATION_WORDS, CREDENTIAL_WORDS
from home.models import AuditEntry
from modules.models import PracticumForm, TrackPage

ACTIONS: dict[str, StrOrPromise] = {
    "APPLICATION-DRAFT": gettext_lazy("Application begun"),
    "APPLICATION-SUBMITTED": gettext_lazy("Application sent"),
    "APPLICATION-UPHELD": gettext_lazy("Appeal refused"),
    "CREDENTIAL-RELINQUISHED": gettext_lazy("Credential given back"),
    "CREDENTIAL-SUPERSEDED": gettext_lazy("Credential replaced"),
    "DENIED": gettext_lazy("Refused"),
    "FILE-KEPT": gettext_lazy("Copy sent in"),
    "OBSERVATION-RECORDED": gettext_lazy("Observed session put on record"),
    "OBSERVATION-SIGNED": gettext_lazy("Observed session signed"),
    "SELF-RATING-LOCKED": gettext_lazy("Rating of one’s own session locked"),
    "POLICY-DRAFTED": gettext_lazy("Gate policy: draft begun"),
    "POLICY-EDITED": gettext_lazy("Gate policy: draft changed"),
    "POLICY-FIRST-SIGNED": gettext_lazy("Gate policy: first of two signatures"),
    "POLICY-SIGNED": gettext_lazy("Gate policy: signed by two"),
    "POLICY-WITHDRAWN": gettext_lazy("Gate policy: draft withdrawn"),
}
FACTS: dict[str, StrOrPromise] = {
    "attempt": gettext_lazy("Tried"),
    "checked": gettext_lazy("People looked up"),
    "code": gettext_lazy("Refusal"),
    "corrects": gettext_lazy("Puts right"),
    "dossier": gettext_lazy("Digest of the dossier"),
    "form": gettext_lazy("Practicum form"),
    "lesson_code": gettext_lazy("Lesson"),
    "published_on": gettext_lazy("List as of"),
    "record": gettext_lazy("Digest of the record"),
    "row": gettext_lazy("Digest of the record"),
    "rows": gettext_lazy("Lines"),
    "score_denominator": gettext_lazy("Points possible"),
    "score_numerator": gettext_lazy("Points"),
    "sha256": gettext_lazy("Digest (SHA-256)"),
    "signature": gettext_lazy("Digest of the signature"),
    "snapshot": gettext_lazy("Digest of what is printed"),
    "was": gettext_lazy("Before"),
}
VALUES: dict[str, StrOrPromise] = {
    **dict(ExclusionCheck.Outcome.choices),
    **APPLICATION_WORDS,
    **CREDENTIAL_WORDS,
    "POLICY-DRAFT": gettext_lazy("Begin a draft of the gate policy"),
    "POLICY-EDIT": gettext_lazy("Change a draft of the gate policy"),
    "POLICY-SIGN": gettext_lazy("Sign the gate policy second"),
    "POLICY-SIGN-FIRST": gettext_lazy("Sign the gate policy first"),
    "POLICY-WITHDRAW": gettext_lazy("Withdraw a draft of the gate policy"),
}
# Facts whose value is an upper-case word; elsewhere such a word may be a code.
WORDED = ("attempt", "capacity", "code", "outcome", "significance", "was")
# Facts that point at a row by its number.
POINTERS = ("cloned_from", "list", "session")
DIGEST = re.compile(r"[0-9a-f]{64}")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
Told = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class LogNames:
    """Names that belong to ids and codes in the log.

    Args:
        people: by id.
        titles: of practicum forms and tracks, by the fact's name and the code.
    """

    people: Mapping[str, str]
    titles: Mapping[tuple[str, str], str]


def action_words(action: str) -> str:
    """This will tell what was done."""
    return str(ACTIONS.get(action) or _plain_letters(action))


def actions_worded(typed: str) -> list[str]:
    """This will give the actions whose words on the page hold what was typed."""
    return [name for name, word in ACTIONS.items() if typed.lower() in word.lower()]


def titles_in(entries: Sequence[AuditEntry]) -> dict[tuple[str, str], str]:
    """This will fetch the titles of forms and tracks that the entries name."""
    found: dict[tuple[str, str], str] = {}
    told: dict[str, QuerySet] = {
        "form": PracticumForm.objects.all(),
        "track": TrackPage.objects.all(),
    }
    for name, rows in told.items():
        codes = {str(one.facts[name]) for one in entries if one.facts.get(name)}
        if codes:
            titles = rows.filter(code__in=codes).values_list("code", "title")
            found |= {(name, code): title for code, title in titles}
    return found


def told_facts(entry: AuditEntry, names: LogNames) -> tuple[Told, Told]:
    """This will tell an entry's facts: those to read, and digests and ids apart."""
    plain: list[tuple[str, str]] = []
    apart = [(_("Id of what it is about"), entry.subject_id)]
    for name, value in sorted(entry.facts.items()):
        if value is not None:
            is_apart = _is_code(name, value) and str(value) not in names.people
            words = str(value) if is_apart else _value_words(name, value, names)
            label = str(FACTS.get(name) or _plain_letters(name))
            (apart if is_apart else plain).append((label, words))
    return tuple(plain), tuple(apart)


def _value_words(name: str, value: Any, names: LogNames) -> str:
    text = str(value)
    known = names.people.get(text) or names.titles.get((name, text))
    if known:
        return known
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if DAY.fullmatch(text):
        return date_format(datetime.date.fromisoformat(text), "j M Y")
    if name in WORDED:
        return str(VALUES.get(text) or _plain_letters(text))
    return _plain_letters(text) if "_" in text else text


def _is_code(name: str, value: Any) -> bool:
    """A digest, or a pointer at a row: for whoever looks something up."""
    if name in POINTERS and isinstance(value, int):
        return True
    return bool(DIGEST.fullmatch(str(value))) or _is_id(str(value))


def _is_id(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False


def _plain_letters(code: str) -> str:
    return code.replace("-", " ").replace("_", " ").capitalize()
