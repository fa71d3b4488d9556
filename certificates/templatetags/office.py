"""What the office keeps of a person, for pages of others."""

import datetime
import re

from django import template
from django.utils import timezone

from certificates.exclusions.files import day_of
from certificates.selectors.office_files import OfficeFile
from certificates.selectors.office_files import office_file as file_of
from home.models import Clinic, Person

register = template.Library()

# A section of the act with its paragraphs run together, such as 1128b4.
SECTION = re.compile(r"(1128A?)([a-z])(\d*)")


@register.simple_tag
def office_file(person: Person, clinic: Clinic) -> OfficeFile:
    """This will fetch somebody's documents, files, checks and register entry."""
    return file_of(person, clinic, timezone.now())


@register.filter
def list_day(text: str) -> datetime.date | None:
    """This will read a day as the exclusion list writes it; None for none."""
    try:
        return day_of(text)
    except ValueError:
        return None


@register.filter
def ground(code: str) -> str:
    """This will write a ground of the list as the act does: 1128b4 as 1128(b)(4)."""
    found = SECTION.fullmatch(code.strip())
    if found is None:
        return code
    return found[1] + "".join(f"({part})" for part in found.groups()[1:] if part)
