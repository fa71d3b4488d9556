"""What learning adds to the site's main navigation."""

from django.utils.translation import gettext_lazy as _

from home.access import PEOPLE, clinics_of
from home.models import Role
from home.navigation import Item, register
from modules.actions.debriefs import DEBRIEFERS


def fill() -> None:
    """This will add the entries; called once when the app is ready."""
    register(
        Item(
            label=_("My path"),
            url_name="my_path",
            order=10,
            shown=PEOPLE.allows,
        )
    )
    register(
        Item(
            label=_("Practicum"),
            url_name="practicum",
            order=20,
            shown=lambda request: bool(clinics_of(request, Role.ASSESSOR)),
        )
    )
    register(
        Item(
            label=_("Case debriefs"),
            url_name="case_debriefs",
            order=25,
            shown=lambda request: bool(clinics_of(request, *DEBRIEFERS)),
        )
    )
