"""The booked sessions in danger, for the page on which sessions are planned."""

from typing import Any

from django import template
from django.template import Context
from django.utils import timezone

from certificates.selectors.endangered import endangered_at
from certificates.selectors.endangered_words import told_reasons
from home.access import clinics_of
from home.models import Role

register = template.Library()
PLANNERS = (Role.SCHEDULER, Role.CLINICAL_DIRECTOR, Role.MEDICAL_DIRECTOR)
SHOWN = 5


@register.inclusion_tag("certificates/sessions/endangered.html", takes_context=True)
def endangered_sessions(context: Context) -> dict[str, Any]:
    """This will tell planners which booked sessions of theirs are in danger, and why.

    As a scheduler may read it, whoever looks. Nothing for anybody else.
    """
    clinics = clinics_of(context["request"], *PLANNERS)
    rows = endangered_at(clinics, timezone.now()) if clinics else []
    lines = [(row, told_reasons(row, to_director=False)) for row in rows[:SHOWN]]
    return {
        "lines": lines,
        "count": len(rows),
        "more": len(rows) - len(lines),
        "many_clinics": len(clinics) > 1,
    }
