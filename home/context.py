"""What every template may use."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from home.access import PEOPLE, person_of
from home.navigation import entries_for


def site(request: HttpRequest) -> dict:
    """This will give the navigation, the person and the site's name."""
    return {
        "site_nav": SimpleLazyObject(lambda: entries_for(request)),
        "site_footer_nav": SimpleLazyObject(lambda: entries_for(request, footer=True)),
        "is_on_roster": SimpleLazyObject(lambda: PEOPLE.allows(request)),
        "person": SimpleLazyObject(lambda: person_of(request) or ""),
        "signed_in_person": SimpleLazyObject(lambda: person_of(request) or ""),
        "site_name": settings.WAGTAIL_SITE_NAME,
        "is_demonstration": getattr(settings, "KAP_DEMONSTRATION", False),
    }
