"""What the ground adds to the site's navigation."""

from django.utils.translation import gettext_lazy as _

from home.access import clinics_of
from home.models import Role
from home.navigation import Item, register

AT_A_DESK = (Role.CLINICAL_DIRECTOR, Role.MEDICAL_DIRECTOR, Role.EDITOR)


def fill() -> None:
    """This will add the entries; called once when the app is ready."""
    register(
        Item(
            label=_("Desk"),
            url_name="wagtailadmin_home",
            order=60,
            shown=lambda request: bool(clinics_of(request, *AT_A_DESK)),
        )
    )
