"""Letters for lists that are chosen from by letter."""

import string

from django import template

register = template.Library()


@register.filter
def letter(number: int) -> str:
    """This will name the first, second … line of a list A, B …"""
    return string.ascii_uppercase[(number - 1) % 26]
