"""What a person's file shows of waivers."""

import datetime

from django import template
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from certificates.actions.waivers import in_force
from certificates.models import Waiver
from certificates.requirements.declared import waived_thing

register = template.Library()


@register.filter
def waived(row: Waiver) -> str:
    """This will name what a waiver waives."""
    return capfirst(waived_thing(row.code))


@register.filter
def is_in_force(row: Waiver, today: datetime.date) -> bool:
    """This will say whether a waiver counts today."""
    return in_force(row, today)


@register.filter
def waiver_state(row: Waiver, today: datetime.date) -> str:
    """This will say in a word or two where a waiver stands."""
    if row.ended_at is not None:
        return _("Ended early")
    if in_force(row, today):
        return _("In force")
    return _("Run out") if row.expires_on < today else _("Begins later")
