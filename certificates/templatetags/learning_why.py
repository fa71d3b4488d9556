"""What is missing of learning for one line of what a credential asks."""

from django import template

from certificates.clearance.verdicts import Verdict
from certificates.selectors.ladders import Step
from certificates.selectors.learning_why import why_of
from modules.why import Why

register = template.Library()


@register.filter
def why_in(line: Verdict, step: Step | str) -> tuple[Why, ...]:
    """This will give it; empty where the line is met, or stands in no step."""
    return why_of(line, step.whys) if isinstance(step, Step) else ()
