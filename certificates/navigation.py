"""What credentialing adds to the site's main navigation."""

from collections.abc import Callable

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from certificates.permissions import MAY_ASK_THE_GATE
from home.access import ANYONE, OWN_RECORD, PEOPLE, clinics_of
from home.models import Role
from home.navigation import Item, register

Shown = Callable[[HttpRequest], bool]


def _has_credentials_to_read(request: HttpRequest) -> bool:
    """Therapists, and people who have left every roster: their record stays theirs."""
    has_left = OWN_RECORD.allows(request) and not PEOPLE.allows(request)
    return has_left or bool(clinics_of(request, Role.THERAPIST))


def fill() -> None:
    """This will add the entries; called once when the app is ready."""
    _add(_("Credentials"), "credentials", 30, _has_credentials_to_read)
    _add(_("Sessions"), "sessions", 35, _may_ask)
    _add(_("Clearance"), "clearance", 40, _may_ask)
    _add(_("Safety"), "safety", 50, _looks_after_safety)
    _add(_("Verify a certificate"), "verify", 10, ANYONE.allows, is_in_footer=True)
    _add(_("Report a concern"), "concern_report", 20, PEOPLE.allows, is_in_footer=True)


def _add(label: StrOrPromise, url_name: str, order: int, shown: Shown, **more) -> None:
    register(Item(label=label, url_name=url_name, order=order, shown=shown, **more))


def _may_ask(request: HttpRequest) -> bool:
    return bool(clinics_of(request, *MAY_ASK_THE_GATE))


def _looks_after_safety(request: HttpRequest) -> bool:
    return bool(clinics_of(request, Role.SAFETY_OFFICER))
