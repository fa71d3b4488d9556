"""What the office keeps of a person, for pages of others."""

import datetime

from django import template
from django.utils import timezone

from certificates.exclusions.files import day_of
from certificates.selectors.office_files import OfficeFile
from certificates.selectors.office_files import office_file as file_of
from home.models import Clinic, Person

register = template.Library()


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
