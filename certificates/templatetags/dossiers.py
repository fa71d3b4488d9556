"""Words for what stands in a dossier as plain data."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.utils.formats import date_format

from certificates.models import (
    CurrencyRecord,
    Document,
    ExclusionCheck,
    Verification,
)
from certificates.selectors.requirements import title_of
from certificates.selectors.state_words import application_word, credential_word
from modules.models import Observation, PracticumForm

register = template.Library()


@register.filter
def percent(score: Sequence[int]) -> int:
    """This will give a score, kept as a fraction, in whole per cent, rounded down."""
    numerator, denominator = score
    return numerator * 100 // denominator


@register.filter
def day(iso: str) -> str:
    """This will give a stored date or moment as people write its day."""
    return date_format(datetime.date.fromisoformat(iso[:10]), "j F Y")


@register.filter
def was_begun(track: Mapping) -> bool:
    """This will say whether any lesson of the track was finished."""
    return any(module["lessons_done"] for module in track["modules"])


@register.filter
def observed_kind(value: str) -> str:
    """This will give the kind of an observed session in words."""
    return _label(Observation.SessionKind, value)


@register.filter
def document_kind(value: str) -> str:
    """This will give the kind of a document in words."""
    return _label(Document.Kind, value)


@register.filter
def verification_method(value: str) -> str:
    """This will give how somebody verified, in words."""
    return _label(Verification.Method, value)


@register.filter
def verification_outcome(value: str) -> str:
    """This will give what the source said, in words."""
    return _label(Verification.Outcome, value)


@register.filter
def exclusion_outcome(value: str) -> str:
    """This will give what the exclusion list said, in words."""
    return _label(ExclusionCheck.Outcome, value)


@register.filter
def currency_kind(value: str) -> str:
    """This will give what was recorded, in words."""
    return _label(CurrencyRecord.Kind, value)


@register.filter
def application_state(value: str) -> str:
    """This will give where an application stands, in words."""
    return application_word(value)


@register.filter
def credential_state(value: str) -> str:
    """This will give what was stored of a credential, in words."""
    return credential_word(value)


@register.simple_tag
def in_titles(rows: Sequence[Mapping]) -> list[dict[str, Any]]:
    """This will give observed sessions with the titles of their forms and domains.

    One query. What a form does not have any more is shown as it was stored.
    """
    codes = {row["form"] for row in rows}
    forms = {row.code: row for row in PracticumForm.objects.filter(code__in=codes)}
    return [_in_titles(row, forms.get(row["form"])) for row in rows]


@register.filter
def kind_title(row: Mapping) -> str:
    """This will give the name of a credential that a dossier tells by its type."""
    return title_of(row["type"], row["target"])


def _in_titles(row: Mapping, form: PracticumForm | None) -> dict[str, Any]:
    domains = form.content.get("domains", ()) if form else ()
    titles = {one["code"]: one["title"] for one in domains}
    levels = [(titles.get(code, code), level) for code, level in row["ratings"].items()]
    return {**row, "title": form.title if form else row["form"], "levels": levels}


def _label(choices, value: str) -> str:
    """A value that a later version dropped is still shown, as it was stored."""
    return str(dict(choices.choices).get(value, value))
