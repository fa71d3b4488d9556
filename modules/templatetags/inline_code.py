"""Plain text with `names of values` in it, as HTML."""

import re

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

_NAME = re.compile(r"`([^`]+)`")


@register.filter
def inline_code(text: str) -> SafeString:
    """This will escape the text and set what stands between backticks as code."""
    escaped = conditional_escape(text)
    return mark_safe(_NAME.sub(r"<code>\1</code>", escaped))  # noqa: S308 - escaped
