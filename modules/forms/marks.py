"""What a page of a practicum form sends, read without trust."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from modules.actions.observation_drafts import MarksRefused, Sent
from modules.rating_rules import ANSWERS, Marks

LONGEST_NUMBER = 9


def marks_in(form: Mapping[str, Any], data: QueryDict) -> Marks:
    """This will read the marks; a domain without any is left out.

    Raises:
        MarksRefused: something cannot come from the page.
    """
    behaviours: dict[str, list[str]] = {}
    ratings: dict[str, int] = {}
    for domain in form["domains"]:
        code = domain["code"]
        answers = [
            _answer(data.get(f"{code}-{place}", ""))
            for place in range(len(domain["behaviours"]))
        ]
        if any(answers):
            behaviours[code] = answers
        level = data.get(code, "")
        if level:
            ratings[code] = _number(level)
    critical = sorted({_number(one) for one in data.getlist("critical")})
    note = data.get("note", "").replace("\r\n", "\n").strip()
    if "\x00" in note:
        raise _strange()
    return Marks(behaviours, ratings, tuple(critical), note)


def sent_in(form: Mapping[str, Any], data: QueryDict) -> Sent:
    """This will read the marks, and which page sends them on top of which revision.

    Raises:
        MarksRefused: something cannot come from the page.
    """
    try:
        page = uuid.UUID(data.get("page", ""))
    except ValueError as problem:
        raise _strange() from problem
    return Sent(
        marks=marks_in(form, data),
        revision=_number(data.get("revision", "")),
        page=page,
        count=_number(data.get("count", "")),
    )


def _answer(sent: str) -> str:
    if sent and sent not in ANSWERS:
        raise _strange()
    return sent


def _number(sent: str) -> int:
    if not sent.isascii() or not sent.isdigit() or len(sent) > LONGEST_NUMBER:
        raise _strange()
    return int(sent)


def _strange() -> MarksRefused:
    return MarksRefused(
        _("This does not fit the form. Load the page again and mark it once more.")
    )
