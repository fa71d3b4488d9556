"""What credentialing adds to the site's main navigation."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from certificates.permissions import MAY_ASK_THE_GATE
from home.access import OWN_RECORD, PEOPLE, clinics_of
from home.models import Role
from home.navigation import Item, register


def _has_credentials_to_read(request: HttpRequest) -> bool:
    """Therapists, and people who have left every roster: their record stays theirs."""
    has_left = OWN_RECORD.allows(request) and not PEOPLE.allows(request)
    return has_left or bool(clinics_of(request, Role.THERAPIST))


def fill() -> None:
    """This will add the entries; called once when the app is ready."""
    register(
        Item(
            label=_("Credentials"),
            url_name="credentials",
            order=30,
            shown=_has_credentials_to_read,
        )
    )
    register(
        Item(
            label=_("Clearance"),
            url_name="clearance",
            order=40,
            shown=lambda request: bool(clinics_of(request, *MAY_ASK_THE_GATE)),
        )
    )
    register(
        Item(
            label=_("Verify a certificate"),
            url_name="verify",
            order=10,
            shown=lambda request: True,
            is_in_footer=True,
        )
    )
