"""Observed practice with the titles of its form and domains instead of their codes."""

from collections.abc import Iterable

from django import template

from modules.models import Observation, PracticumForm

register = template.Library()


@register.filter
def form_title(row: Observation, forms: Iterable[PracticumForm]) -> str:
    """This will name the form; one that is no longer kept, by its code."""
    return {form.code: form.title for form in forms}.get(row.form_code, row.form_code)


@register.filter
def levels(
    row: Observation, forms: Iterable[PracticumForm]
) -> list[tuple[str, int | str]]:
    """This will give each domain's title with the level it was rated at."""
    titles = {
        domain["code"]: domain["title"]
        for form in forms
        if form.code == row.form_code
        for domain in form.content.get("domains", [])
    }
    return [(titles.get(code, code), level) for code, level in row.ratings.items()]
